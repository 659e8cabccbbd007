#include "sql/keywords.h"

#include <unordered_set>

namespace slipher::sql {
namespace {

const std::unordered_set<std::string_view>& structural() {
  static const std::unordered_set<std::string_view> words = {
      "all",       "and",       "any",        "as",      "asc",       "between",  "both",      "by",       "case",
      "collate",   "connect",   "cross",      "current", "default",   "delete",   "desc",      "distinct", "else",
      "end",       "except",    "exclude",    "exists",  "explain",   "for",      "from",      "full",     "grant",
      "group",     "having",    "ilike",      "in",      "inner",     "insert",   "intersect", "into",     "is",
      "isnull",    "join",      "leading",    "left",    "like",      "limit",    "matched",   "minus",    "natural",
      "not",       "notnull",   "offset",     "on",      "or",        "order",    "outer",     "over",     "overlaps",
      "partition", "pivot",     "prior",      "qualify", "returning", "right",    "select",    "set",      "similar",
      "some",      "start",     "table",      "then",    "to",        "trailing", "union",     "unpivot",  "update",
      "using",     "values",    "when",       "where",   "with",      "within",   "recursive", "merge",    "unbounded",
      "preceding", "following", "grouping",   "rollup",  "cube",      "sets",     "lateral",   "escape",   "temp",
      "temporary", "top",       "approximate"};
  return words;
}

std::string doubled(std::string_view text, char quote) {
  std::string out(1, quote);
  out.reserve(text.size() + 2);
  for (const char c : text) {
    out += c;
    if (c == quote) out += c;
  }
  out += quote;
  return out;
}

}  // namespace

bool is_structural(std::string_view word) { return structural().contains(word); }

bool clashes_with_engine(std::string_view word) {
  static const std::unordered_set<std::string_view> words = {
      "anti",     "asof",   "asymmetric", "by",           "collation",   "concurrently", "describe",
      "fetch",    "glob",   "lambda",     "pivot_longer", "pivot_wider", "positional",   "returning",
      "semi",     "show",   "summarize",  "array",        "symmetric",   "tablesample",  "unpack",
      "variadic", "window", "lateral",    "at",           "qualify"};
  return words.contains(word);
}

bool can_be_bare_alias(std::string_view word) {
  static const std::unordered_set<std::string_view> words = {
      "by",     "cube",    "current", "escape",    "exclude",   "exists",    "explain", "grouping",
      "insert", "matched", "merge",   "over",      "prior",     "recursive", "rollup",  "set",
      "sets",   "start",   "temp",    "temporary", "unbounded", "update",    "values",  "within"};
  return words.contains(word);
}

bool is_reserved(std::string_view word) {
  static const std::unordered_set<std::string_view> words = {"aes128",
                                                             "aes256",
                                                             "all",
                                                             "allowoverwrite",
                                                             "analyse",
                                                             "analyze",
                                                             "and",
                                                             "any",
                                                             "array",
                                                             "as",
                                                             "asc",
                                                             "authorization",
                                                             "az64",
                                                             "backup",
                                                             "between",
                                                             "binary",
                                                             "blanksasnull",
                                                             "both",
                                                             "bytedict",
                                                             "bzip2",
                                                             "case",
                                                             "cast",
                                                             "check",
                                                             "collate",
                                                             "column",
                                                             "connect",
                                                             "constraint",
                                                             "create",
                                                             "credentials",
                                                             "cross",
                                                             "current_date",
                                                             "current_time",
                                                             "current_timestamp",
                                                             "current_user",
                                                             "current_user_id",
                                                             "default",
                                                             "deferrable",
                                                             "deflate",
                                                             "defrag",
                                                             "delta",
                                                             "delta32k",
                                                             "desc",
                                                             "disable",
                                                             "distinct",
                                                             "do",
                                                             "else",
                                                             "emptyasnull",
                                                             "enable",
                                                             "encode",
                                                             "encrypt",
                                                             "encryption",
                                                             "end",
                                                             "except",
                                                             "explicit",
                                                             "false",
                                                             "for",
                                                             "foreign",
                                                             "freeze",
                                                             "from",
                                                             "full",
                                                             "globaldict256",
                                                             "globaldict64k",
                                                             "grant",
                                                             "group",
                                                             "gzip",
                                                             "having",
                                                             "identity",
                                                             "ignore",
                                                             "ilike",
                                                             "in",
                                                             "initially",
                                                             "inner",
                                                             "intersect",
                                                             "interval",
                                                             "into",
                                                             "is",
                                                             "isnull",
                                                             "join",
                                                             "leading",
                                                             "left",
                                                             "like",
                                                             "limit",
                                                             "localtime",
                                                             "localtimestamp",
                                                             "lun",
                                                             "luns",
                                                             "lzo",
                                                             "lzop",
                                                             "minus",
                                                             "mostly16",
                                                             "mostly32",
                                                             "mostly8",
                                                             "natural",
                                                             "new",
                                                             "not",
                                                             "notnull",
                                                             "null",
                                                             "nulls",
                                                             "off",
                                                             "offline",
                                                             "offset",
                                                             "oid",
                                                             "old",
                                                             "on",
                                                             "only",
                                                             "open",
                                                             "or",
                                                             "order",
                                                             "outer",
                                                             "overlaps",
                                                             "parallel",
                                                             "partition",
                                                             "percent",
                                                             "permissions",
                                                             "pivot",
                                                             "placing",
                                                             "primary",
                                                             "raw",
                                                             "readratio",
                                                             "recover",
                                                             "references",
                                                             "rejectlog",
                                                             "resort",
                                                             "respect",
                                                             "restore",
                                                             "right",
                                                             "select",
                                                             "session_user",
                                                             "similar",
                                                             "snapshot",
                                                             "some",
                                                             "sysdate",
                                                             "system",
                                                             "table",
                                                             "tag",
                                                             "tdes",
                                                             "text255",
                                                             "text32k",
                                                             "then",
                                                             "timestamp",
                                                             "to",
                                                             "top",
                                                             "trailing",
                                                             "true",
                                                             "truncatecolumns",
                                                             "union",
                                                             "unique",
                                                             "unnest",
                                                             "unpivot",
                                                             "user",
                                                             "using",
                                                             "verbose",
                                                             "wallet",
                                                             "when",
                                                             "where",
                                                             "with",
                                                             "without"};
  return words.contains(word);
}

std::string quoted_name(std::string_view name) { return doubled(name, '"'); }
std::string quoted_literal(std::string_view text) { return doubled(text, '\''); }

}  // namespace slipher::sql
