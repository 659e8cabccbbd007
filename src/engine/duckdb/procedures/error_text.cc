#include "engine/duckdb/procedures/error_text.h"

#include <algorithm>

#include "engine/duckdb/message_pattern.h"

namespace slipher::engine {
namespace {

constexpr std::string_view kPosition = "\n  Position: ";
constexpr std::string_view kWhere = "\n  Where: ";

struct StateRule {
  std::string_view pattern;
  std::string_view state;
};

// PostgreSQL's appendix "Error Codes".
constexpr StateRule kStates[] = {
    {"division by zero*", "22012"},
    {"*ivide by zero*", "22012"},
    {"relation \"*\" does not exist*", "42P01"},
    {"*able \"*\" does not exist*", "42P01"},
    {"Relation \"*\" already exists*", "42P07"},
    {"column \"*\" does not exist*", "42703"},
    {"function *does not exist*", "42883"},
    {"procedure *does not exist*", "42883"},
    {"operator does not exist*", "42883"},
    {"schema \"*\" does not exist*", "3F000"},
    {"cursor \"*\" does not exist*", "34000"},
    {"cursor \"*\" already exists*", "42P03"},
    {"value too long for type*", "22001"},
    {"invalid input syntax for*", "22P02"},
    {"*date/time field value out of range*", "22008"},
    {"*out of range*", "22003"},
    {"*umeric data overflow*", "22003"},
    {"*numeric field overflow*", "22003"},
    {"Cannot insert a NULL value*", "23502"},
    {"syntax error*", "42601"},
    {"permission denied*", "42501"},
    {"*erializable isolation violation*", "40001"},
    {"* is not supported by Slipher*", "0A000"},
};

}  // namespace

std::string error_message(const Error& error) {
  std::string_view text = error.message;
  if (text.starts_with("ERROR: ")) text.remove_prefix(7);
  for (const std::string_view behind :
       {kPosition, std::string_view("\n  Detail: "), std::string_view("\n  Hint: "), kWhere})
    text = text.substr(0, text.find(behind));
  return std::string(text);
}

std::string_view error_state(const Error& error) {
  const auto message = error_message(error);
  for (const auto& rule : kStates) {
    if (apply_pattern(rule.pattern, "", message)) return rule.state;
  }
  return "XX000";
}

Error with_context(Error error, const std::string& context) {
  if (error.code != ErrorCode::kSql) return error;
  auto& text = error.message;
  // Before a Where line: the one of the innermost call stays as it is.
  const auto where = text.find(kWhere);
  if (const auto position = text.find(kPosition); position != std::string::npos && position < where) {
    const auto end = text.find('\n', position + 1);
    text.erase(position, end == std::string::npos ? end : end - position);
  }
  text += (where == std::string::npos ? std::string(kWhere) : std::string("\n")) + context;
  return error;
}

}  // namespace slipher::engine
