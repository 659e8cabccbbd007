#pragma once
#include <string_view>

namespace slipher {

/// A place where a crash test may stop the process. Does nothing unless the environment variable SLIPHER_FAILPOINTS
/// names it: "store.before_commit=kill" kills the process (SIGKILL) at the first call, "=kill@5" at the fifth;
/// "=error" and "=error@5" make this and later calls return true, so that the caller takes its failure path. Several
/// are separated by commas. When the variable is unset a call costs one load.
bool failpoint(std::string_view name);

}  // namespace slipher
