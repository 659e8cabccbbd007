#include <algorithm>
#include <optional>

#include "duckdb/common/string_util.hpp"
#include "duckdb/parser/expression/list.hpp"
#include "duckdb/parser/parsed_expression_iterator.hpp"
#include "duckdb/parser/statement/select_statement.hpp"
#include "engine/duckdb/catalog/system_views.h"
#include "engine/duckdb/external/nested_type.h"
#include "engine/duckdb/named_values.h"
#include "engine/duckdb/rewrite/aggregates.h"
#include "engine/duckdb/rewrite/array_match.h"
#include "engine/duckdb/rewrite/duplicate_names.h"
#include "engine/duckdb/rewrite/engine_functions.h"
#include "engine/duckdb/rewrite/function_table.h"
#include "engine/duckdb/rewrite/object_casts.h"
#include "engine/duckdb/rewrite/refusals.h"
#include "engine/duckdb/rewrite/rewriter.h"
#include "engine/duckdb/rewrite/tree.h"
#include "engine/duckdb/sql_functions.h"
#include "sql/date_parts.h"
#include "sql/name_case.h"
#include "sql/normalize.h"

namespace slipher::engine {
namespace {

using ::duckdb::ExpressionClass;
using ::duckdb::ExpressionType;
using ::duckdb::LogicalTypeId;

/// ^ and $ of a POSIX pattern stand at the ends of lines, too, and a point for a line's end. Plain patterns stay as
/// they are, for the engine to search faster.
void match_lines(ParsedPointer& pattern) {
  const auto* text = tree::constant_text(*pattern);
  if (text && text->find_first_of("^$.") == std::string::npos) return;
  pattern = text ? tree::text("(?ms)" + *text) : tree::call("rs_concat", tree::text("(?ms)"), std::move(pattern));
}

/// ~ and SIMILAR TO are one function to DuckDB's parser; the text tells them apart.
void rewrite_pattern_match(::duckdb::FunctionExpression& match, std::string_view written) {
  if (written.starts_with('~') || written.starts_with("!~")) {
    match.function_name = "regexp_matches";
    match_lines(match.children[1]);
    return;
  }
  match.children[1] = tree::call("rs_similar_pattern", std::move(match.children[1]));
  match.children.push_back(tree::text("s"));
}

ParsedPointer parameter_value(const ::duckdb::ParameterExpression& parameter, const RewriteContext& context) {
  if (const auto* variables = context.session.variables) {
    const auto& digits = parameter.identifier;
    const bool is_number = digits.size() < 6 && digits.find_first_not_of("0123456789") == std::string::npos;
    if (auto value = is_number ? variables->find_positional(std::stoul("0" + digits)) : nullptr) return value;
  }
  std::size_t number = 0;
  for (const char digit : parameter.identifier) {
    if (digit < '0' || digit > '9' || number > context.parameters.size())
      throw Refusal{"there is no parameter $" + parameter.identifier};
    number = number * 10 + static_cast<std::size_t>(digit - '0');
  }
  if (number == 0 || number > context.parameters.size())
    throw Refusal{"there is no parameter $" + parameter.identifier};
  return tree::text(context.parameters[number - 1]);
}

/// A written cast to VARCHAR(n) or CHAR(n) cuts silently, where storing a longer value is an error. Text becomes a
/// TIMESTAMPTZ or TIMETZ by a function: DuckDB's time zone extension keeps these two casts to itself.
void rewrite_cast(::duckdb::CastExpression& cast) {
  if (cast.cast_type.id() == ::duckdb::LogicalTypeId::TIMESTAMP_TZ) {
    cast.child = tree::call("rs_timestamptz", std::move(cast.child));
  } else if (cast.cast_type.id() == ::duckdb::LogicalTypeId::TIME_TZ) {
    cast.child = tree::call("rs_timetz", std::move(cast.child));
  } else if (cast.cast_type.id() == ::duckdb::LogicalTypeId::VARCHAR) {
    cast.child = tree::call("rs_text", std::move(cast.child));
  }
  if (cast.cast_type.id() != ::duckdb::LogicalTypeId::USER) return;
  const auto name = ::duckdb::StringUtil::Lower(::duckdb::UserType::GetTypeName(cast.cast_type));
  const auto& modifiers = ::duckdb::UserType::GetTypeModifiers(cast.cast_type);
  if (name == "rs_interval_of" && !modifiers.empty()) {
    const auto unit = sql::qualifier_text(modifiers[0].GetValue<std::int32_t>());
    cast.child = tree::call("rs_interval", std::move(cast.child), tree::text(unit));
    cast.cast_type = sql::is_of_months(unit) ? ::duckdb::LogicalType::USER("rs_interval_y2m")
                                             : ::duckdb::LogicalType(LogicalTypeId::INTERVAL);
    return;
  }
  if (name == "rs_varbyte" && !modifiers.empty()) {
    cast.child = tree::call("rs_truncate_bytes", std::move(cast.child), tree::constant(modifiers[0]));
    return;
  }
  if (name != "rs_varchar" && name != "rs_char") return;
  auto bytes = modifiers.empty() ? tree::integer(name == "rs_char" ? 1 : 256) : tree::constant(modifiers[0]);
  cast.child = tree::call("rs_truncate", std::move(cast.child), std::move(bytes));
  // Blanks at the end of a CHAR are its padding: it is kept without them.
  if (name == "rs_char") cast.child = tree::call("rs_cut_blanks", std::move(cast.child));
}

/// Operators whose meaning is not DuckDB's, by the name of the function that does it; `option` is one more argument.
struct OperatorRule {
  std::string_view name;
  std::size_t operands;
  std::string_view becomes;
  std::string_view option = {};
};
constexpr OperatorRule kOperators[] = {
    {"+", 2, "rs_add"},
    {"-", 2, "rs_subtract"},
    {"-", 1, "rs_negate"},
    {"*", 2, "rs_multiply"},
    {"/", 2, "rs_divide"},
    {"//", 2, "rs_divide"},  // integer_division makes the parser write it so
    {"%", 2, "rs_modulo"},
    {"||", 2, "rs_concat"},
    {"|/", 1, "sqrt"},
    {"||/", 1, "rs_cbrt"},
    {"@", 1, "rs_abs"},
    {"^", 2, "rs_power"},
    {"~*", 2, "regexp_matches", "i"},
    {"!~*", 2, "regexp_matches", "i"},
    {"~~", 2, "like_escape", "\\"},
    {"!~~", 2, "not_like_escape", "\\"},
    {"~~*", 2, "ilike_escape", "\\"},
    {"!~~*", 2, "not_ilike_escape", "\\"},
};

/// Operators that only the engine knows, as its parser names them.
struct EngineOperator {
  std::string_view name;
  std::string_view shown;
};
constexpr EngineOperator kEngineOperators[] = {
    {"**", "**"}, {"^@", "^@"}, {"////", "//"}, {"====", "=="}, {"===", "==="}};

bool is_ascii(const std::string& text) {
  return std::none_of(text.begin(), text.end(), [](char c) { return (c & 0x80) != 0; });
}

/// LIKE without a backslash in a constant pattern means the same in DuckDB and is optimised there: leave it.
bool is_plain_pattern(const ::duckdb::FunctionExpression& like) {
  const auto* pattern = tree::constant_text(*like.children[1]);
  const bool ignores_case = like.function_name.ends_with('*');
  return pattern && pattern->find('\\') == std::string::npos && (!ignores_case || is_ascii(*pattern));
}

/// ILIKE ignores the case of ASCII letters only; for a pattern of nothing else DuckDB's does, too.
void ignore_ascii_case(::duckdb::FunctionExpression& match) {
  const bool is_ilike = match.function_name == "ilike_escape" || match.function_name == "not_ilike_escape";
  if (!is_ilike) return;
  const auto* pattern = tree::constant_text(*match.children[1]);
  if (pattern && is_ascii(*pattern)) return;
  match.function_name = match.function_name == "ilike_escape" ? "like_escape" : "not_like_escape";
  for (auto i : {0, 1}) match.children[i] = tree::call("rs_ascii_lower", std::move(match.children[i]));
}

/// What is matched with a pattern: a SUPER string without its quotes, a CHAR with its blanks, else the value itself.
void match_as_text(::duckdb::FunctionExpression& match) {
  match.children[0] = tree::call("rs_matched", std::move(match.children[0]));
}

void rewrite_operator(ParsedPointer& expression) {
  auto& function = expression->Cast<::duckdb::FunctionExpression>();
  for (const auto& [name, shown] : kEngineOperators) {
    if (function.function_name == name) return refuse_arguments(function, shown);
  }
  for (const auto& rule : kOperators) {
    if (function.function_name != rule.name || function.children.size() != rule.operands) continue;
    if (rule.operands == 2 && rule.name.find('~') != std::string_view::npos) match_as_text(function);
    if (rule.name.find("~~") != std::string_view::npos && is_plain_pattern(function)) return;
    function.function_name = rule.becomes;
    function.is_operator = false;
    if (rule.becomes == "regexp_matches") match_lines(function.children[1]);
    if (!rule.option.empty()) function.children.push_back(tree::text(std::string(rule.option)));
    ignore_ascii_case(function);
    if (rule.name == "!~*") {
      auto alias = expression->GetAlias();
      expression->ClearAlias();
      expression =
          ::duckdb::make_uniq<::duckdb::OperatorExpression>(ExpressionType::OPERATOR_NOT, std::move(expression));
      expression->SetAlias(std::move(alias));
    }
    return;
  }
}

/// A function that a user made. Functions of Redshift's own come first, as its pg_catalog does, unless a schema is
/// named.
bool call_sql_function(::duckdb::FunctionExpression& function, Rewriter& rewriter) {
  const auto& session = rewriter.session();
  const auto name = ::duckdb::StringUtil::Lower(function.function_name);
  if (function.schema.empty() && find_function(name)) return false;
  if (!function.catalog.empty() && function.catalog != session.database) return false;
  const auto schema = find_sql_function(session, ::duckdb::StringUtil::Lower(function.schema), name);
  if (schema.empty()) return false;
  auto& arguments = function.children;
  const auto parameters = parameters_of(session, schema, name, arguments.size());
  if (!parameters.fits) return refuse_arguments(function, name), true;
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    if (!parameters.literals[i] || !tree::constant_text(*arguments[i])) continue;
    arguments[i] = tree::cast(std::move(arguments[i]), *parameters.literals[i]);
    rewriter.expression(arguments[i]);
  }
  function.catalog = session.database;
  function.schema = schema;
  function.function_name = engine_function_name(name);
  return true;
}

/// A variable's value in the place of its name. A table of the query comes before a record of the same name.
bool rewrite_variable(ParsedPointer& expression, const Rewriter& rewriter) {
  const auto* variables = rewriter.session().variables;
  if (!variables) return false;
  const auto& column = expression->Cast<::duckdb::ColumnRefExpression>();
  std::vector<std::string> names;
  for (const auto& name : column.column_names) names.push_back(::duckdb::StringUtil::Lower(name));
  const auto& scopes = rewriter.scopes();
  if (names.size() > 1 &&
      std::any_of(scopes.begin(), scopes.end(), [&](const Scope& scope) { return scope.has_table(names[0]); }))
    return false;
  std::size_t used = 0;
  auto value = variables->find(names, used);
  if (!value) return false;
  auto alias = expression->GetAlias().empty() ? names.back() : expression->GetAlias();
  for (; used < names.size(); ++used) value = tree::call("rs_field", std::move(value), tree::text(names[used]));
  value->SetAlias(std::move(alias));
  expression = std::move(value);
  return true;
}

/// A variable that is named like a value without parentheses, as CURRENT_DATE, comes before it. The normalised text has
/// made a call of the word.
bool rewrite_keyword_variable(ParsedPointer& expression, const Rewriter& rewriter) {
  const auto& call = expression->Cast<::duckdb::FunctionExpression>();
  if (!call.children.empty() || !rewriter.session().variables || !find_keyword_value(call.function_name)) return false;
  ParsedPointer name = ::duckdb::make_uniq<::duckdb::ColumnRefExpression>(call.function_name);
  name->SetAlias(call.GetAlias());
  if (!rewrite_variable(name, rewriter)) return false;
  expression = std::move(name);
  return true;
}

void rewrite_function(ParsedPointer& expression, Rewriter& rewriter) {
  auto& function = expression->Cast<::duckdb::FunctionExpression>();
  // The engine takes an argument with an alias for a named one. Fields of SUPER values and variables have one: their
  // name.
  for (auto& argument : function.children) argument->ClearAlias();
  if (function.is_operator) return rewrite_operator(expression);
  if (rewrite_keyword_variable(expression, rewriter)) return;
  const bool is_hidden = function.function_name.starts_with(sql::kHiddenFunction);
  if (is_hidden) function.function_name.erase(0, sql::kHiddenFunction.size());
  const auto name = ::duckdb::StringUtil::Lower(function.function_name);
  // The parser qualifies what stands for syntax (EXTRACT, TRIM ...) with its own schema.
  const auto schema = ::duckdb::StringUtil::Lower(function.schema);
  if (schema.empty() || schema == "main" || schema == "pg_catalog") {
    function.schema.clear();
    function.catalog.clear();
  }
  const bool is_escaped_like =
      name == "like_escape" || name == "ilike_escape" || name == "not_like_escape" || name == "not_ilike_escape";
  if (is_escaped_like || name == "rs_similar" || name == "regexp_full_match") match_as_text(function);
  ignore_ascii_case(function);
  if (name == "regexp_full_match" && function.query_location.IsValid()) {
    return rewrite_pattern_match(function, rewriter.text_at(function));
  }
  if (call_sql_function(function, rewriter)) return;
  if (is_hidden) return refuse_arguments(function, name);
  if (!function.schema.empty() && function.catalog.empty()) check_schema(schema, rewriter.session());
  if (rewrite_aggregate(expression)) return;
  if (const auto* rule = find_function(name)) return apply(*rule, expression, rewriter);
  if (!function.schema.empty() || !is_missing_function(name, rewriter.session())) return;
  refuse_arguments(function, name);
}

/// NOT of a pattern match carries the operator's place itself when it was written `!~` or NOT SIMILAR TO.
void rewrite_not(::duckdb::OperatorExpression& negation, const Rewriter& rewriter) {
  auto& child = *negation.children[0];
  if (child.GetExpressionClass() != ExpressionClass::FUNCTION || child.query_location.IsValid()) return;
  auto& function = child.Cast<::duckdb::FunctionExpression>();
  if (function.function_name == "regexp_full_match") rewrite_pattern_match(function, rewriter.text_at(negation));
}

/// x[i] and x.field reach into SUPER values, which DuckDB takes for text.
void rewrite_operator_node(ParsedPointer& expression, const Rewriter& rewriter) {
  auto& node = expression->Cast<::duckdb::OperatorExpression>();
  switch (expression->GetExpressionType()) {
    case ExpressionType::OPERATOR_NOT:
      return rewrite_not(node, rewriter);
    case ExpressionType::ARRAY_EXTRACT:
    case ExpressionType::STRUCT_EXTRACT: {
      const bool element = expression->GetExpressionType() == ExpressionType::ARRAY_EXTRACT;
      auto alias = expression->GetAlias();
      expression =
          tree::call(element ? "rs_element" : "rs_field", std::move(node.children[0]), std::move(node.children[1]));
      expression->SetAlias(std::move(alias));
      return;
    }
    default:
      return;
  }
}

/// How many of a column reference's names say the table: 0 for column.field, 1 for table.column.field ...
std::optional<std::size_t> qualifiers(const ::duckdb::vector<::duckdb::string>& names,
                                      const std::vector<Scope>& scopes) {
  if (scopes.empty()) return std::nullopt;
  for (std::size_t i = 0; i + 1 < names.size() && i < 3; i++) {
    const auto name = ::duckdb::StringUtil::Lower(names[i]);
    for (const auto& scope : scopes) {
      if (scope.has_table(name)) return i + 1;
    }
  }
  const bool open = std::any_of(scopes.begin(), scopes.end(), [](const Scope& scope) { return scope.open; });
  return open ? std::nullopt : std::optional<std::size_t>(0);
}

/// What an external table declares as scalar is no SUPER value.
void give_declared_type(ParsedPointer& value, std::string_view type, Rewriter& rewriter) {
  auto scalar = scalar_type(type);
  if (!scalar) return;
  value = ::duckdb::make_uniq<::duckdb::CastExpression>(*std::move(scalar), std::move(value), true);
  rewriter.node_itself(value);
}

/// table.column.field.field: fields of a SUPER value.
void rewrite_fields(ParsedPointer& expression, Rewriter& rewriter) {
  auto& written = expression->Cast<::duckdb::ColumnRefExpression>().column_names;
  const auto& scopes = rewriter.scopes();
  // pg_catalog.pg_class.relname: the view has become a subquery of the view's name. shared.sales.price: the table is
  // the other database's.
  const auto is_gone = [&](const std::string& name) {
    const auto schema = ::duckdb::StringUtil::Lower(name);
    return is_system_schema(schema) || std::any_of(scopes.begin(), scopes.end(),
                                                   [&](const auto& scope) { return scope.has_shared_schema(schema); });
  };
  if (written.size() > 2 && is_gone(written[0]))
    written.erase(written.begin());
  else if (written.size() > 3 && is_gone(written[1]))
    written.erase(written.begin(), written.begin() + 2);
  // Capitals behind a point were kept for fields alone.
  const auto name_case = sql::name_case();
  const bool folds = name_case.attributes && !name_case.quoted;
  auto names = written;
  if (folds) {
    for (auto& name : written) name = ::duckdb::StringUtil::Lower(name);
  }
  // An unnested value is the column of its own name.
  const auto first = ::duckdb::StringUtil::Lower(names[0]);
  const bool is_value = std::any_of(scopes.begin(), scopes.end(), [&](const auto& s) { return s.has_value(first); });
  if (is_value) names.insert(names.begin(), names[0]);
  const auto prefix = is_value ? 1 : qualifiers(names, scopes);
  if (!prefix || *prefix + 1 >= names.size()) return;
  auto alias = expression->GetAlias().empty() ? names.back() : expression->GetAlias();
  if (folds && expression->GetAlias().empty()) alias = ::duckdb::StringUtil::Lower(alias);
  const auto column_end = names.begin() + static_cast<std::ptrdiff_t>(*prefix) + 1;
  ParsedPointer value =
      ::duckdb::make_uniq<::duckdb::ColumnRefExpression>(::duckdb::vector<::duckdb::string>(names.begin(), column_end));
  value->SetQueryLocation(expression->GetQueryLocation());
  for (auto field = column_end; field != names.end(); ++field)
    value = tree::call("rs_field", std::move(value), tree::text(*field));
  give_declared_type(value, rewriter.nested_type(names, *prefix), rewriter);
  value->SetAlias(std::move(alias));
  expression = std::move(value);
}

/// An unnested value of an external table's column, FROM table.items AS item, that is scalar.
bool rewrite_item(ParsedPointer& expression, Rewriter& rewriter) {
  const auto name = expression->Cast<::duckdb::ColumnRefExpression>().GetColumnName();
  const auto& scopes = rewriter.scopes();
  const auto is_item = [&](const Scope& scope) { return scope.has_value(::duckdb::StringUtil::Lower(name)); };
  if (std::none_of(scopes.begin(), scopes.end(), is_item)) return false;
  auto alias = expression->GetAlias().empty() ? name : expression->GetAlias();
  give_declared_type(expression, rewriter.nested_type({name, name}, 1), rewriter);
  if (expression->GetExpressionClass() == ExpressionClass::COLUMN_REF) return false;
  expression->SetAlias(std::move(alias));
  return true;
}

/// A table's name is no column (row_names.h).
void note_row(const ::duckdb::ColumnRefExpression& column, Rewriter& rewriter) {
  auto name = ::duckdb::StringUtil::Lower(column.GetColumnName());
  const auto& scopes = rewriter.scopes();
  const auto is_table = [&](const Scope& scope) { return scope.has_table(name) && !scope.has_value(name); };
  if (std::any_of(scopes.begin(), scopes.end(), is_table)) rewriter.note_row_name(name);
}

void rewrite_column(ParsedPointer& expression, Rewriter& rewriter) {
  if (rewrite_variable(expression, rewriter)) return;
  const auto& column = expression->Cast<::duckdb::ColumnRefExpression>();
  refuse_ambiguous(column, rewriter.scopes());
  if (column.IsQualified()) return rewrite_fields(expression, rewriter);
  if (rewrite_item(expression, rewriter)) return;
  note_row(column, rewriter);
  if (rewriter.text_at(column).starts_with('"')) return;
  const auto* rule = find_keyword_value(::duckdb::StringUtil::Lower(column.GetColumnName()));
  if (!rule) return;
  auto value = tree::call(std::string(rule->name));
  value->SetAlias(expression->GetAlias());
  apply(*rule, value, rewriter);
  expression = std::move(value);
}

}  // namespace

const std::string* tree::constant_text(const ::duckdb::ParsedExpression& expression) {
  if (expression.GetExpressionClass() != ExpressionClass::CONSTANT) return nullptr;
  const auto& value = expression.Cast<::duckdb::ConstantExpression>().value;
  if (value.IsNull() || value.type().id() != ::duckdb::LogicalTypeId::VARCHAR) return nullptr;
  return &::duckdb::StringValue::Get(value);
}

void Rewriter::expression(ParsedPointer& expression) {
  ::duckdb::ParsedExpressionIterator::EnumerateChildren(*expression,
                                                        [this](ParsedPointer& child) { this->expression(child); });
  node_itself(expression);
}

void Rewriter::node_itself(ParsedPointer& expression) {
  switch (expression->GetExpressionClass()) {
    case ExpressionClass::FUNCTION:
      return rewrite_function(expression, *this);
    case ExpressionClass::WINDOW: {
      const auto name = ::duckdb::StringUtil::Lower(expression->Cast<::duckdb::WindowExpression>().function_name);
      if (is_engine_function(name, session())) throw Refusal{"function " + name + "(...) does not exist"};
      return rewrite_window(expression);
    }
    case ExpressionClass::CAST:
      if (auto object = rewrite_object_cast(expression->Cast<::duckdb::CastExpression>())) {
        object->SetAlias(expression->GetAlias());
        expression = std::move(object);
        return;
      }
      return rewrite_cast(expression->Cast<::duckdb::CastExpression>());
    case ExpressionClass::COLUMN_REF:
      return rewrite_column(expression, *this);
    case ExpressionClass::SUBQUERY:
      if (auto match = rewrite_array_match(*expression, *this)) {
        expression = std::move(match);
        return;
      }
      return query(*expression->Cast<::duckdb::SubqueryExpression>().subquery->node);
    case ExpressionClass::OPERATOR:
      return rewrite_operator_node(expression, *this);
    case ExpressionClass::PARAMETER: {
      auto alias = expression->GetAlias();
      expression = parameter_value(expression->Cast<::duckdb::ParameterExpression>(), context_);
      expression->SetAlias(std::move(alias));
      return;
    }
    case ExpressionClass::STAR:
      // COLUMNS(*) and * REPLACE (...) are the engine's own.
      if (expression->Cast<::duckdb::StarExpression>().columns)
        throw Refusal{"function columns(\"unknown\") does not exist"};
      if (!expression->Cast<::duckdb::StarExpression>().replace_list.empty())
        throw Refusal{"syntax error at or near \"replace\""};
      return;
    case ExpressionClass::LAMBDA:
    case ExpressionClass::POSITIONAL_REFERENCE:
      throw Refusal{"syntax error: this expression is not known to Redshift"};
    default:
      return;
  }
}

}  // namespace slipher::engine
