#include <algorithm>
#include <array>

#include "duckdb/common/string_util.hpp"
#include "engine/duckdb/rewrite/call_builders.h"
#include "engine/duckdb/rewrite/tree.h"

/// Functions about the service around the engine: its queues and its roles.
namespace slipher::engine::build {

/// CHANGE_QUERY_PRIORITY(query, priority), CHANGE_SESSION_PRIORITY(process, priority), CHANGE_USER_PRIORITY(user,
/// priority): without queues a priority changes nothing.
ParsedPointer change_priority(::duckdb::FunctionExpression& call, Rewriter&) {
  constexpr std::array<std::string_view, 6> kPriorities = {"critical", "highest", "high", "normal", "low", "lowest"};
  const auto* written = call.children.size() == 2 ? tree::constant_text(*call.children[1]) : nullptr;
  if (!written) throw Refusal{"function " + call.function_name + " takes 2 arguments, the second a priority"};
  const auto priority = ::duckdb::StringUtil::Lower(*written);
  const bool is_of_user = call.function_name == "change_user_priority";
  const bool resets = is_of_user && priority == "reset";
  if (!resets && std::find(kPriorities.begin(), kPriorities.end(), priority) == kPriorities.end())
    throw Refusal{"invalid priority: " + *written};
  if (resets) return expand_expression("'Succeeded to reset priority for user (' || $1 || ').'", call.children);
  call.children[1] = tree::text(priority);
  if (is_of_user)
    return expand_expression(
        "'Succeeded to change user priority. Changed user (' || $1 || ') priority to ' || $2 || '.'", call.children);
  if (call.function_name == "change_session_priority")
    return expand_expression(
        "'Succeeded to change session priority. Changed session (pid:' || $1::integer || ') priority to ' || $2 || '.'",
        call.children);
  return expand_expression(
      "'Succeeded to change query priority. Changed query (' || $1::integer || ') priority to ' || $2 || '.'",
      call.children);
}

/// HAS_ASSUMEROLE_PRIVILEGE([user,] role, command): everyone may use every role, as where nobody revoked that.
ParsedPointer has_assumerole_privilege(::duckdb::FunctionExpression& call, Rewriter&) {
  if (call.children.size() != 2 && call.children.size() != 3)
    throw Refusal{"function has_assumerole_privilege takes 2 or 3 arguments"};
  return tree::constant(::duckdb::Value::BOOLEAN(true));
}

/// CURRENT_TIME and LOCALTIME, also with digits of seconds.
ParsedPointer time_now(::duckdb::FunctionExpression& call, Rewriter&) {
  auto now = ::duckdb::make_uniq<::duckdb::FunctionExpression>("rs_transaction_timestamp", std::move(call.children));
  return tree::cast(std::move(now), ::duckdb::LogicalType::TIME);
}

}  // namespace slipher::engine::build
