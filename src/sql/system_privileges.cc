#include "sql/system_privileges.h"

#include "sql/lexer.h"

namespace slipher::sql {

const std::vector<std::string_view>& system_privileges() {
  // Longer ones come before their prefixes.
  static const std::vector<std::string_view> kAll = {"create or replace external function",
                                                     "create or replace function",
                                                     "create or replace procedure",
                                                     "create or replace view",
                                                     "alter default privileges",
                                                     "access system table",
                                                     "access catalog",
                                                     "create user",
                                                     "drop user",
                                                     "alter user",
                                                     "create schema",
                                                     "drop schema",
                                                     "create table",
                                                     "drop table",
                                                     "alter table",
                                                     "truncate table",
                                                     "drop function",
                                                     "drop procedure",
                                                     "drop view",
                                                     "create model",
                                                     "drop model",
                                                     "create datashare",
                                                     "alter datashare",
                                                     "drop datashare",
                                                     "create library",
                                                     "drop library",
                                                     "create role",
                                                     "drop role",
                                                     "ignore rls",
                                                     "explain rls",
                                                     "explain masking",
                                                     "vacuum",
                                                     "analyze",
                                                     "cancel"};
  return kAll;
}

std::string accept_system_privilege(TokenCursor& cursor) {
  for (const std::string_view privilege : system_privileges()) {
    const std::size_t start = cursor.mark();
    std::string_view rest = privilege;
    bool matches = true;
    while (matches && !rest.empty()) {
      const std::size_t blank = rest.find(' ');
      const std::string_view word = rest.substr(0, blank);
      rest = blank == std::string_view::npos ? std::string_view() : rest.substr(blank + 1);
      matches = cursor.accept(word);
    }
    if (matches && (cursor.at_any({",", "to", "from"}) || cursor.at_end())) return std::string(privilege);
    cursor.reset(start);
  }
  return {};
}

}  // namespace slipher::sql
