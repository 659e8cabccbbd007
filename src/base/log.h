#pragma once
#include <spdlog/spdlog.h>

#include <memory>
#include <string>

#include "base/result.h"

namespace slipher {

/// Where logs go and how much of them. Never pass a secret, a password or a signature to any of them.
struct LogSettings {
  std::string level = "info";  // trace, debug, info, warn, error, off
  std::string file;            // "" = standard error
  std::string audit_file;      // "" = no audit log
  bool audit_sql_text = true;  // whether the audit log carries the SQL text
};

/// Sets the process's default logger and the audit logger up. Call once, before threads start.
Result<void> start_logging(const LogSettings& settings);

/// The audit log: who ran what, on which session. Discards everything until start_logging() gives it a file.
spdlog::logger& audit_log();
/// Whether audit lines may carry SQL text.
bool audit_carries_sql();

/// `text` as a JSON string with its quotes: control characters escaped, so that a client's
/// text cannot forge a log line.
std::string log_quote(std::string_view text);

}  // namespace slipher
