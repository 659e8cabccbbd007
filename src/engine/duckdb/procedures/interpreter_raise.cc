#include "base/log.h"
#include "engine/duckdb/procedures/interpreter.h"

namespace slipher::engine {

using namespace sql::plpgsql;  // the syntax tree

namespace {

int lowest_logged(Session& session) {
  const auto& settings = session.context().settings;
  const auto found = settings.find("stored_proc_log_min_messages");
  if (found == settings.end()) return 0;
  constexpr std::pair<std::string_view, Raise::Level> kLevels[] = {{"info", Raise::Level::kInfo},
                                                                   {"notice", Raise::Level::kNotice},
                                                                   {"warning", Raise::Level::kWarning},
                                                                   {"exception", Raise::Level::kException}};
  for (const auto& [name, level] : kLevels) {
    if (sql::lower(found->second) == name) return static_cast<int>(level);
  }
  return 0;
}

}  // namespace

Result<Interpreter::Flow> Interpreter::execute(const Raise& statement) {
  if (statement.again) {
    if (caught_.empty()) return sql_failure("RAISE without parameters cannot be used outside an exception handler");
    has_context_ = true;
    return caught_.back().error;
  }
  std::string text;
  std::size_t next = 0;
  const std::string_view format = statement.format;
  for (std::size_t i = 0; i < format.size(); ++i) {
    if (format[i] != '%') {
      text += format[i];
    } else if (format.substr(i).starts_with("%%")) {
      text += format[i++];
    } else if (next == statement.arguments.size()) {
      return sql_failure("too few parameters specified for RAISE");
    } else {
      auto value = evaluator_.evaluate(statement.arguments[next++]);
      if (!value) return value.error();
      auto shown = value->IsNull() ? Result<std::string>(std::string("<NULL>")) : text_of(session_, *value);
      if (!shown) return shown.error();
      text += *shown;
    }
  }
  if (next < statement.arguments.size()) return sql_failure("too many parameters specified for RAISE");
  const auto level = static_cast<int>(statement.level);
  if (level >= lowest_logged(session_))
    session_.warehouse().procedure_log().add_message({chain_.log, {}, level, text, line_});
  if (statement.level != Raise::Level::kException) return Flow::kNext;
  // PostgreSQL tells no place of a RAISE.
  has_context_ = true;
  return sql_failure(text);
}

}  // namespace slipher::engine
