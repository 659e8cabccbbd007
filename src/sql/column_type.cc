#include "sql/column_type.h"

#include <algorithm>
#include <array>
#include <span>
#include <utility>

#include "sql/stored_type.h"

namespace slipher::sql {
namespace {

using Spelling = std::pair<std::string_view, std::string_view>;

/// Names of one word and what they mean; char, varchar, time, timestamp, double, binary and interval go on further.
constexpr Spelling kNames[] = {
    {"int2", "smallint"},
    {"int", "integer"},
    {"int4", "integer"},
    {"int8", "bigint"},
    {"decimal", "numeric"},
    {"dec", "numeric"},
    {"float4", "real"},
    {"float8", "double precision"},
    {"bool", "boolean"},
    {"character", "char"},
    {"nchar", "char"},
    {"nvarchar", "varchar"},
    {"aclitem", "varchar"},
    {"xid", "bigint"},
    {"cstring", "varchar"},
    // Domains of information_schema.
    {"sql_identifier", "varchar"},
    {"character_data", "varchar"},
    {"cardinal_number", "integer"},
    {"varbinary", "varbyte"},
    {"binary", "varbyte"},
    {"bytea", "varbyte"},
};

constexpr std::string_view kIntervalUnits[] = {"year", "month", "day", "hour", "minute", "second"};

std::string canonical(std::string name) {
  for (const Spelling& spelling : kNames) {
    if (spelling.first == name) return std::string(spelling.second);
  }
  return name;
}

std::vector<int> parse_modifiers(TokenCursor& cursor, int max_length) {
  std::vector<int> modifiers;
  if (!cursor.accept("(")) return modifiers;
  do {
    if (max_length > 0 && cursor.accept("max")) {
      modifiers.push_back(max_length);
      continue;
    }
    const std::int64_t value = cursor.integer();
    modifiers.push_back(static_cast<int>(std::clamp<std::int64_t>(value, -1, 1 << 30)));
  } while (cursor.accept(","));
  cursor.expect(")");
  return modifiers;
}

void check_length(TokenCursor& cursor, const ColumnType& type, std::string_view label, int most) {
  if (type.modifiers.empty()) return;
  const std::string name(label);
  if (type.modifiers.size() > 1) return cursor.fail("type modifier of " + name + " takes one number");
  if (type.modifiers[0] < 1) return cursor.fail("length for type " + name + " must be at least 1");
  if (type.modifiers[0] > most) {
    cursor.fail("length for type " + name + " cannot exceed " + std::to_string(most));
  }
}

void check_numeric(TokenCursor& cursor, ColumnType& type) {
  if (type.modifiers.empty()) return;
  const int precision = type.modifiers[0];
  if (type.modifiers.size() == 1) type.modifiers.push_back(0);
  const int scale = type.modifiers[1];
  if (type.modifiers.size() > 2) return cursor.fail("invalid NUMERIC type modifier");
  if (precision < 1 || precision > kNumericMaxPrecision) {
    return cursor.fail("NUMERIC precision " + std::to_string(precision) + " must be between 1 and 38");
  }
  if (scale < 0 || scale > precision || scale > 37) {
    cursor.fail("NUMERIC scale " + std::to_string(scale) + " must be between 0 and precision " +
                std::to_string(precision));
  }
}

/// [WITH | WITHOUT TIME ZONE] behind TIME or TIMESTAMP, with a precision that Redshift takes and ignores.
ColumnType parse_time(TokenCursor& cursor, std::string name) {
  parse_modifiers(cursor, 0);
  if (cursor.accept("with", "time", "zone")) return {name + "tz", {}};
  cursor.accept("without", "time", "zone");
  return {std::move(name), {}};
}

ColumnType parse_interval(TokenCursor& cursor) {
  const auto accept_unit = [&]() -> std::string_view {
    for (const std::string_view unit : kIntervalUnits) {
      if (cursor.accept(unit)) return unit;
    }
    return {};
  };
  const std::string_view unit = accept_unit();
  parse_modifiers(cursor, 0);
  if (unit.empty()) return {"interval", {}};
  if (cursor.accept("to")) {
    if (accept_unit().empty()) cursor.fail();
    parse_modifiers(cursor, 0);
  }
  return {unit == "year" || unit == "month" ? "interval year to month" : "interval day to second", {}};
}

ColumnType parse_float(TokenCursor& cursor) {
  const std::vector<int> bits = parse_modifiers(cursor, 0);
  if (bits.empty()) return {"double precision", {}};
  if (bits[0] < 1 || bits[0] > 53) cursor.fail("precision for type float must be between 1 and 53 bits");
  return {bits[0] < 25 ? "real" : "double precision", {}};
}

ColumnType parse_by_name(TokenCursor& cursor, const std::string& word) {
  if (word == "time" || word == "timestamp") return parse_time(cursor, word);
  if (word == "timetz" || word == "timestamptz") {
    parse_modifiers(cursor, 0);
    return {word, {}};
  }
  if (word == "interval") return parse_interval(cursor);
  if (word == "float") return parse_float(cursor);
  if (word == "double") {
    cursor.accept("precision");
    return {"double precision", {}};
  }
  if (word == "national") {
    if (!cursor.accept("character")) cursor.expect("char");
    return parse_by_name(cursor, "character");
  }
  ColumnType type{canonical(word), {}};
  if (word == "text") return {"varchar", {}};
  if (word == "bpchar") type.name = "char";
  if ((type.name == "char" || type.name == "varbyte") && cursor.accept("varying") && type.name == "char") {
    type.name = "varchar";
  }
  if (type.name == "varchar") {
    type.modifiers = parse_modifiers(cursor, kVarcharMaxLength);
    check_length(cursor, type, "varchar", kVarcharMaxLength);
  } else if (type.name == "char") {
    type.modifiers = parse_modifiers(cursor, kCharMaxLength);
    check_length(cursor, type, "char", kCharMaxLength);
    if (word == "bpchar" && type.modifiers.empty()) type.modifiers = {256};
  } else if (type.name == "varbyte") {
    type.modifiers = parse_modifiers(cursor, kVarbyteMaxLength);
    check_length(cursor, type, "varbyte", kVarbyteMaxLength);
  } else {
    type.modifiers = parse_modifiers(cursor, 0);
    if (type.name == "numeric") check_numeric(cursor, type);
  }
  return type;
}

std::string spelled(const ColumnType& type, std::string_view name) {
  std::string out(name);
  if (type.modifiers.empty()) return out;
  out += '(';
  for (std::size_t i = 0; i < type.modifiers.size(); ++i) {
    if (i > 0) out += ',';
    out += std::to_string(type.modifiers[i]);
  }
  return out + ")";
}

constexpr Spelling kEngineNames[] = {
    {"double precision", "double"},
    {"super", "rs_super"},
    {"varbyte", "rs_varbyte"},
    {"geometry", "rs_geometry"},
    {"geography", "rs_geometry"},
    {"hllsketch", "rs_hllsketch"},
    {"name", "rs_name"},
    {"oid", "rs_oid"},
    {"interval year to month", "rs_interval_y2m"},
    {"interval day to second", "interval"},
};

bool is_plain_name(std::string_view name) {
  return !name.empty() && is_identifier_start(name[0]) &&
         std::all_of(name.begin(), name.end(), [](char c) { return is_identifier_part(c); });
}

/// Types of engines, which Redshift has not.
constexpr std::string_view kNoTypes[] = {
    "bignum",       "bitstring", "blob",      "enum",     "guid",         "hugeint",      "int1",
    "int128",       "int16",     "int32",     "int64",    "integral",     "json",         "list",
    "logical",      "long",      "map",       "row",      "short",        "signed",       "string",
    "struct",       "time_ns",   "tinyint",   "ubigint",  "timestamp_ms", "timestamp_ns", "timestamp_s",
    "timestamp_us", "uhugeint",  "uint128",   "uint16",   "uint32",       "uint64",       "uint8",
    "uinteger",     "union",     "usmallint", "utinyint", "variant",      "varint",       "jsonb"};

/// PostgreSQL's, which Redshift knows by name only.
constexpr std::string_view kNotStored[] = {"uuid",    "bit",     "varbit",  "serial",   "bigserial", "serial4",
                                           "serial8", "money",   "inet",    "cidr",     "macaddr",   "point",
                                           "line",    "lseg",    "box",     "path",     "polygon",   "circle",
                                           "xml",     "abstime", "reltime", "regclass", "regproc",   "regtype"};

bool is_one_of(std::string_view name, std::span<const std::string_view> names) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

}  // namespace

bool is_storable(const ColumnType& type) { return !type.name.ends_with("[]") && !is_one_of(type.name, kNotStored); }

ColumnType parse_column_type(TokenCursor& cursor) {
  const bool quoted = cursor.peek().kind == TokenKind::kQuotedIdentifier;
  std::string word = cursor.identifier();
  while (cursor.accept(".")) word = cursor.identifier();  // pg_catalog.int4
  // "char" in quotes is PostgreSQL's one-byte type of the catalogs.
  if (is_one_of(word, kNoTypes) || word.starts_with("rs_")) cursor.fail("type \"" + word + "\" does not exist");
  ColumnType type = quoted && word == "char" ? ColumnType{"char", {1}} : parse_by_name(cursor, word);
  while (cursor.at("[")) {
    cursor.take();
    if (!cursor.at("]")) cursor.integer();
    cursor.expect("]");
    type.name += "[]";
  }
  return type;
}

ColumnType with_column_defaults(ColumnType type) {
  if (!type.modifiers.empty()) return type;
  if (type.name == "varchar") type.modifiers = {256};
  if (type.name == "char") type.modifiers = {1};
  if (type.name == "numeric") type.modifiers = {18, 0};
  if (type.name == "varbyte") type.modifiers = {64000};
  return type;
}

std::string engine_spelling(const ColumnType& type) {
  if (type.name.ends_with("[]")) {
    return engine_spelling({type.name.substr(0, type.name.size() - 2), type.modifiers}) + "[]";
  }
  if (type.name == "varchar") return type.modifiers.empty() ? "varchar" : spelled(type, "rs_varchar");
  if (type.name == "char") return spelled(with_column_defaults(type), "rs_char");
  if (type.name == "numeric") return spelled(with_column_defaults(type), "numeric");
  for (const Spelling& spelling : kEngineNames) {
    if (spelling.first == type.name) return spelled(type, spelling.second);
  }
  if (is_plain_name(type.name)) return spelled(type, type.name);
  std::string quoted = "\"";
  for (const char c : type.name) quoted += c == '"' ? "\"\"" : std::string(1, c);
  return spelled(type, quoted + "\"");
}

std::string display_spelling(const ColumnType& type) {
  if (type.name.ends_with("[]")) {
    return display_spelling({type.name.substr(0, type.name.size() - 2), type.modifiers}) + "[]";
  }
  if (type.name == "varchar") return spelled(type, "character varying");
  if (type.name == "char") return spelled(type, "character");
  if (type.name == "varbyte") return spelled(type, "binary varying");
  if (type.name == "timestamp" || type.name == "time") return type.name + " without time zone";
  if (type.name == "timestamptz") return "timestamp with time zone";
  if (type.name == "timetz") return "time with time zone";
  return spelled(type, type.name);
}

}  // namespace slipher::sql
