#include "engine/duckdb/rewrite/call_builders.h"

#include <algorithm>
#include <string>

#include "duckdb/common/string_util.hpp"
#include "duckdb/parser/expression/list.hpp"
#include "duckdb/parser/parser.hpp"
#include "engine/duckdb/lowering/session_parameters.h"
#include "engine/duckdb/own_catalog.h"
#include "engine/duckdb/quoting.h"
#include "engine/duckdb/rewrite/tree.h"

namespace slipher::engine::build {

using Call = ::duckdb::FunctionExpression;

/// DECODE(x, search, result, ... [, default]); unlike CASE it takes NULL for equal to NULL.
ParsedPointer decode(Call& call, Rewriter&) {
  auto& arguments = call.children;
  if (arguments.size() < 3) throw Refusal{"function decode needs at least three arguments"};
  auto result = ::duckdb::make_uniq<::duckdb::CaseExpression>();
  std::size_t next = 1;
  for (; next + 1 < arguments.size(); next += 2) {
    ::duckdb::CaseCheck check;
    check.when_expr = ::duckdb::make_uniq<::duckdb::ComparisonExpression>(
        ::duckdb::ExpressionType::COMPARE_NOT_DISTINCT_FROM, arguments[0]->Copy(), std::move(arguments[next]));
    check.then_expr = std::move(arguments[next + 1]);
    result->case_checks.push_back(std::move(check));
  }
  result->else_expr = next < arguments.size() ? std::move(arguments[next]) : tree::constant(::duckdb::Value());
  return result;
}

/// LOG([base,] value).
ParsedPointer log(Call& call, Rewriter&) {
  if (call.children.size() == 2)
    return tree::call("rs_divide", tree::call("ln", std::move(call.children[1])),
                      tree::call("ln", std::move(call.children[0])));
  call.function_name = "log10";
  return nullptr;
}

ParsedPointer coalesce(Call& call, Rewriter&) {
  if (call.children.empty()) throw Refusal{"function nvl needs an argument"};
  return ::duckdb::make_uniq<::duckdb::OperatorExpression>(::duckdb::ExpressionType::OPERATOR_COALESCE,
                                                           std::move(call.children));
}

/// CONCAT is || of two values: NULL when one of them is NULL.
ParsedPointer concat(Call& call, Rewriter&) {
  if (call.children.size() == 2)
    call.function_name = "rs_concat";
  else
    refuse_arguments(call, "concat");
  return nullptr;
}

/// EXTRACT(part FROM x) is the same call to DuckDB's parser; the text tells them apart.
ParsedPointer date_part(Call& call, Rewriter& rewriter) {
  const auto written = ::duckdb::StringUtil::Lower(std::string(rewriter.text_at(call).substr(0, 7)));
  call.function_name = written == "extract" ? "rs_extract" : "rs_date_part";
  return nullptr;
}

/// rs_like_any(test, text, patterns ...): each pattern by the function that `test` names.
ParsedPointer pattern_list(Call& call, Rewriter&) {
  auto& arguments = call.children;
  const auto* test = arguments.size() < 3 ? nullptr : tree::constant_text(*arguments[0]);
  if (!test) throw Refusal{"LIKE ANY and LIKE ALL take an array of patterns"};
  auto result = ::duckdb::make_uniq<::duckdb::ConjunctionExpression>(call.function_name == "rs_like_all"
                                                                         ? ::duckdb::ExpressionType::CONJUNCTION_AND
                                                                         : ::duckdb::ExpressionType::CONJUNCTION_OR);
  for (std::size_t i = 2; i < arguments.size(); i++)
    result->children.push_back(
        tree::call(*test, tree::call("rs_matched", arguments[1]->Copy()), std::move(arguments[i]), tree::text("\\")));
  return result;
}

/// COLLATE(text, 'case_insensitive' | 'ci' | 'case_sensitive' | 'cs').
ParsedPointer collate(Call& call, Rewriter&) {
  const auto* name = call.children.size() == 2 ? tree::constant_text(*call.children[1]) : nullptr;
  const auto collation = name ? ::duckdb::StringUtil::Lower(*name) : std::string();
  // Plain VARCHAR has no collation.
  if (collation == "case_sensitive" || collation == "cs")
    return tree::cast(std::move(call.children[0]), ::duckdb::LogicalType::VARCHAR);
  if (collation != "case_insensitive" && collation != "ci")
    throw Refusal{"function collate takes a text and 'case_sensitive' or 'case_insensitive'"};
  return ::duckdb::make_uniq<::duckdb::CollateExpression>(
      "nocase", tree::cast(std::move(call.children[0]), ::duckdb::LogicalType::VARCHAR));
}

/// TEXT_TO_NUMERIC_ALT(text [, precision, scale]); (38,0) when they are not given.
ParsedPointer text_to_numeric_alt(Call& call, Rewriter&) {
  int digits[2] = {38, 0};
  for (std::size_t i = 1; i < call.children.size() && i <= 2; i++) {
    const auto& argument = *call.children[i];
    if (argument.GetExpressionClass() != ::duckdb::ExpressionClass::CONSTANT)
      throw Refusal{"function text_to_numeric_alt takes constants for precision and scale"};
    digits[i - 1] = argument.Cast<::duckdb::ConstantExpression>().value.GetValue<std::int32_t>();
  }
  if (call.children.empty() || digits[0] < 1 || digits[0] > 38 || digits[1] < 0 || digits[1] > digits[0])
    throw Refusal{"function text_to_numeric_alt: precision or scale out of range"};
  return tree::cast(
      tree::call("rs_text_to_double_alt", std::move(call.children[0])),
      ::duckdb::LogicalType::DECIMAL(static_cast<std::uint8_t>(digits[0]), static_cast<std::uint8_t>(digits[1])));
}

namespace {

ParsedPointer flag(bool value) { return tree::constant(::duckdb::Value::BOOLEAN(value)); }

void check_arguments(const Call& call, std::size_t least, std::size_t most) {
  if (call.children.size() < least || call.children.size() > most)
    throw Refusal{"function " + call.function_name + " takes " + std::to_string(least) + " or " + std::to_string(most) +
                  " arguments"};
}

}  // namespace

/// ARRAY_CONTAINS(array, value [, null_match]) and its like; the value may have any type.
ParsedPointer array_search(Call& call, Rewriter& rewriter) {
  check_arguments(call, 2, 3);
  call.children[1] = tree::call("rs_array", std::move(call.children[1]));
  const auto& settings = rewriter.session().settings;
  const auto set = settings.find("default_array_search_null_handling");
  if (call.children.size() == 2) call.children.push_back(flag(set == settings.end() || set->second != "off"));
  call.function_name = "rs_" + call.function_name;
  return nullptr;
}

/// ARRAY_EXCEPT, ARRAY_INTERSECTION(array, array [, distinct]).
ParsedPointer array_comparison(Call& call, Rewriter&) {
  check_arguments(call, 2, 3);
  if (call.children.size() == 2) call.children.push_back(flag(false));
  call.function_name = "rs_" + call.function_name;
  return nullptr;
}

/// OBJECT_TRANSFORM(input, number of paths to keep, those paths, a path and its new value ...): rewrite_calls() took
/// KEEP and SET away.
ParsedPointer object_transform(Call& call, Rewriter&) {
  auto& arguments = call.children;
  const auto* kept = arguments.size() < 2 || arguments[1]->GetExpressionClass() != ::duckdb::ExpressionClass::CONSTANT
                         ? nullptr
                         : &arguments[1]->Cast<::duckdb::ConstantExpression>().value;
  if (!kept) throw Refusal{"function object_transform takes a value with KEEP and SET clauses"};
  const auto first = 2 + static_cast<std::size_t>(kept->GetValue<std::uint32_t>());
  if (first > arguments.size() || (arguments.size() - first) % 2 != 0)
    throw Refusal{"function object_transform: SET takes pairs of a path and a value"};
  for (auto i = first + 1; i < arguments.size(); i += 2) arguments[i] = tree::call("rs_array", std::move(arguments[i]));
  call.function_name = "rs_object_transform";
  return nullptr;
}

namespace {

void load_rights(const Rewriter& rewriter) {
  const auto& load = rewriter.session().load_rights;
  if (!load) return;
  if (auto loaded = load(); !loaded) throw Refusal{loaded.error().message};
}

}  // namespace

/// HAS_TABLE_PRIVILEGE([user,] object, privilege) and its like; HAS_COLUMN_PRIVILEGE has the column behind the object.
ParsedPointer has_privilege(Call& call, Rewriter& rewriter) {
  auto& arguments = call.children;
  const std::string kind = call.function_name.substr(4, call.function_name.find('_', 4) - 4);
  const std::size_t least = kind == "column" ? 3 : 2;
  if (arguments.size() != least && arguments.size() != least + 1)
    throw Refusal{"function " + call.function_name + " takes " + std::to_string(least) + " or " +
                  std::to_string(least + 1) + " arguments"};
  load_rights(rewriter);
  std::size_t next = 0;
  const auto take = [&] { return tree::cast(std::move(arguments[next++]), ::duckdb::LogicalType::VARCHAR); };
  auto user = arguments.size() > least ? take() : tree::call("rs_current_user");
  auto object = take();
  auto column = kind == "column" ? take() : tree::text("");
  return tree::call("rs_has_privilege", tree::text(kind), std::move(user), std::move(object), std::move(column),
                    take());
}

ParsedPointer current_user_id(Call&, Rewriter& rewriter) {
  load_rights(rewriter);
  return tree::call("rs_user_id", tree::call("rs_current_user"));
}

/// USER_IS_MEMBER_OF(user, role or group), ROLE_IS_MEMBER_OF(role, role).
ParsedPointer is_member_of(Call& call, Rewriter& rewriter) {
  if (call.children.size() != 2) throw Refusal{"function " + call.function_name + " takes 2 arguments"};
  load_rights(rewriter);
  return tree::call("rs_is_member", tree::text(call.function_name.substr(0, 4)), std::move(call.children[0]),
                    std::move(call.children[1]));
}

/// PG_CANCEL_BACKEND(number), PG_TERMINATE_BACKEND(number).
ParsedPointer control_backend(Call& call, Rewriter& rewriter) {
  if (call.children.size() != 1) throw Refusal{"function " + call.function_name + " takes 1 argument"};
  load_rights(rewriter);
  return tree::call(call.function_name == "pg_cancel_backend" ? "rs_cancel_backend" : "rs_terminate_backend",
                    tree::cast(std::move(call.children[0]), ::duckdb::LogicalType::INTEGER),
                    tree::call("rs_current_user"));
}

ParsedPointer unsupported(Call& call, Rewriter&) {
  throw Refusal{"function " + call.function_name + "() is not supported by Slipher"};
}

// Values of the session are asked for when a query is bound: views and defaults that name them are for every session.
ParsedPointer current_user(Call&, Rewriter&) { return tree::call("rs_current_user"); }
ParsedPointer session_user(Call&, Rewriter&) { return tree::call("rs_session_user"); }

ParsedPointer current_database(Call&, Rewriter&) { return tree::call("rs_current_database"); }

/// What CREATE DATABASE noted.
ParsedPointer db_collation(Call&, Rewriter& rewriter) {
  const auto settings = internal_table(rewriter.session().database, "database_settings");
  auto parsed = ::duckdb::Parser::ParseExpressionList("coalesce((SELECT max(value) FROM " + settings +
                                                      " WHERE setting = 'collation'), 'case_sensitive')");
  return std::move(parsed[0]);
}

/// A UUID that goes with the warehouse: made from the name of the folder that its databases are in.
ParsedPointer current_namespace(Call&, Rewriter&) {
  auto parsed = ::duckdb::Parser::ParseExpressionList(
      "(SELECT max(CAST(CAST(md5(coalesce(list_extract(string_split(path, '/'), -2), '')) AS UUID) AS VARCHAR)) "
      "FROM duckdb_databases() WHERE database_name = rs_current_database())");
  return std::move(parsed[0]);
}

ParsedPointer current_schema(Call&, Rewriter&) { return tree::call("rs_current_schema"); }

/// CURRENT_SCHEMAS(include_implicit): the search path as an array.
ParsedPointer current_schemas(Call& call, Rewriter&) {
  if (call.children.size() != 1) throw Refusal{"function current_schemas takes 1 argument"};
  auto result = ::duckdb::make_uniq<::duckdb::CaseExpression>();
  result->else_expr = tree::call("rs_search_path");
  ::duckdb::CaseCheck check;
  check.when_expr = std::move(call.children[0]);
  check.then_expr = tree::call("list_prepend", tree::text("pg_catalog"), tree::call("rs_search_path"));
  result->case_checks.push_back(std::move(check));
  return result;
}

ParsedPointer current_setting(Call& call, Rewriter& rewriter) {
  const auto* name = call.children.empty() ? nullptr : tree::constant_text(*call.children[0]);
  if (!name) throw Refusal{"function current_setting takes the name of a parameter"};
  const auto* parameter = find_session_parameter(*name);
  if (!parameter && !rewriter.session().settings.contains(*name))
    throw Refusal{"unrecognized configuration parameter \"" + *name + "\""};
  auto otherwise = parameter ? std::string(parameter->default_value) : std::string();
  if (*name == "query_group") otherwise = "unset";  // as the service says it, unlike SHOW
  return tree::call("rs_current_setting", tree::text(*name), tree::text(otherwise));
}

ParsedPointer backend_pid(Call&, Rewriter&) { return tree::call("rs_backend_pid"); }

/// Client libraries look for "PostgreSQL 8.0.2" and "Redshift" in it.
ParsedPointer of_boolean(Call& call, Rewriter&) {
  if (call.children.size() == 1)
    call.children[0] = tree::cast(std::move(call.children[0]), ::duckdb::LogicalType::BOOLEAN);
  return nullptr;
}

ParsedPointer version(Call&, Rewriter&) {
  return tree::text(
      "PostgreSQL 8.0.2 on i686-pc-linux-gnu, compiled by GCC gcc (GCC) 3.4.2 20041017 (Red Hat 3.4.2-6.fc3), "
      "Redshift 1.0.0 (Slipher)");
}

ParsedPointer last_query_id(Call&, Rewriter& rewriter) { return tree::bigint(rewriter.session().last_query_id); }
// Without a COPY or UNLOAD the counts are 0 and the ids -1.
ParsedPointer last_copy_count(Call&, Rewriter& rewriter) {
  return tree::bigint(std::max<std::int64_t>(rewriter.session().last_copy_rows, 0));
}
ParsedPointer last_copy_id(Call&, Rewriter& rewriter) { return tree::bigint(rewriter.session().last_copy_id); }
ParsedPointer last_unload_count(Call&, Rewriter& rewriter) {
  return tree::bigint(std::max<std::int64_t>(rewriter.session().last_unload_rows, 0));
}
ParsedPointer last_unload_id(Call&, Rewriter& rewriter) { return tree::bigint(rewriter.session().last_unload_id); }

}  // namespace slipher::engine::build
