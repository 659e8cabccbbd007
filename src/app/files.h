#pragma once
#include <string>
#include <string_view>

#include "base/result.h"

namespace slipher::app {

/// Makes the directory and its parents, readable by the owner only. Errors name the path and the cause.
Result<void> make_directory(const std::string& path);

/// The whole file; the error names it. `exists` tells a missing file from one that cannot be read.
Result<std::string> read_file(const std::string& path);
bool exists(const std::string& path);

/// Writes beside `path`, flushes, and renames: readers see the old content or the new. Mode 0600.
Result<void> write_file(const std::string& path, std::string_view content);

/// write_file() for a file that must not exist yet. False when another process was faster: read it again.
Result<bool> create_file(const std::string& path, std::string_view content);

}  // namespace slipher::app
