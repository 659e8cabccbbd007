#include "base/log.h"

#include <fmt/format.h>
#include <spdlog/pattern_formatter.h>
#include <spdlog/sinks/basic_file_sink.h>
#include <spdlog/sinks/null_sink.h>
#include <spdlog/sinks/stdout_sinks.h>

namespace slipher {

namespace {

struct AuditState {
  std::shared_ptr<spdlog::logger> logger =
      std::make_shared<spdlog::logger>("audit", std::make_shared<spdlog::sinks::null_sink_mt>());
  bool carries_sql = true;
};

AuditState& audit_state() {
  static AuditState state;
  return state;
}

constexpr const char* kPattern = "%Y-%m-%dT%H:%M:%S.%fZ %l %v";

}  // namespace

Result<void> start_logging(const LogSettings& settings) {
  try {
    std::shared_ptr<spdlog::sinks::sink> sink;
    if (settings.file.empty()) {
      sink = std::make_shared<spdlog::sinks::stderr_sink_mt>();
    } else {
      sink = std::make_shared<spdlog::sinks::basic_file_sink_mt>(settings.file);
    }
    auto logger = std::make_shared<spdlog::logger>("slipher", std::move(sink));
    logger->set_level(spdlog::level::from_str(settings.level));
    logger->flush_on(spdlog::level::warn);
    spdlog::set_default_logger(std::move(logger));
    spdlog::set_formatter(
        std::make_unique<spdlog::pattern_formatter>(kPattern, spdlog::pattern_time_type::utc));
    spdlog::flush_every(std::chrono::seconds(1));
    if (!settings.audit_file.empty()) {
      auto audit = std::make_shared<spdlog::logger>(
          "audit", std::make_shared<spdlog::sinks::basic_file_sink_mt>(settings.audit_file));
      audit->set_formatter(
          std::make_unique<spdlog::pattern_formatter>("%Y-%m-%dT%H:%M:%S.%fZ %v", spdlog::pattern_time_type::utc));
      audit->flush_on(spdlog::level::info);
      audit_state().logger = std::move(audit);
    }
    audit_state().carries_sql = settings.audit_sql_text;
  } catch (const spdlog::spdlog_ex& failure) {
    return Error(ErrorCode::kInternal, std::string("cannot open the log: ") + failure.what());
  }
  return {};
}

spdlog::logger& audit_log() { return *audit_state().logger; }

bool audit_carries_sql() { return audit_state().carries_sql; }

std::string log_quote(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\') {
      out += '\\';
      out += c;
    } else if (byte < 0x20 || byte == 0x7f) {
      out += fmt::format("\\u{:04x}", byte);
    } else {
      out += c;
    }
  }
  return out + '"';
}

}  // namespace slipher
