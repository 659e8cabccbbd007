#include "engine/duckdb/catalog/type_catalog.h"

#include <algorithm>
#include <mutex>
#include <unordered_map>

namespace slipher::engine {
namespace {

constexpr std::int64_t kBpchar = 1042;
constexpr std::int64_t kVarchar = 1043;
constexpr std::int64_t kNumeric = 1700;
constexpr std::int64_t kVarbyte = 6551;
constexpr std::int32_t kHeaderBytes = 4;  // counted in a modifier, as PostgreSQL does

// Oids are PostgreSQL 8.0's and Redshift's: clients have them built in.
constexpr PgType kTypes[] = {
    {16, "bool", 1, 'b', 0, "boolean"},
    {17, "bytea", -1, 'b'},
    {18, "char", 1, 'b', 0, "\"char\""},
    {19, "name", 128, 'b', 18},
    {20, "int8", 8, 'b', 0, "bigint"},
    {21, "int2", 2, 'b', 0, "smallint"},
    {22, "int2vector", -1, 'b', 21},
    {23, "int4", 4, 'b', 0, "integer"},
    {24, "regproc", 4, 'b'},
    {25, "text", -1, 'b'},
    {26, "oid", 4, 'b'},
    {27, "tid", 6, 'b'},
    {28, "xid", 8, 'b'},
    {29, "cid", 4, 'b'},
    {30, "oidvector", -1, 'b', 26},
    {700, "float4", 4, 'b', 0, "real"},
    {701, "float8", 8, 'b', 0, "double precision"},
    {702, "abstime", 4, 'b'},
    {705, "unknown", -2, 'b'},
    {1000, "_bool", -1, 'b', 16, "boolean[]"},
    {1002, "_char", -1, 'b', 18, "\"char\"[]"},
    {1003, "_name", -1, 'b', 19, "name[]"},
    {1005, "_int2", -1, 'b', 21, "smallint[]"},
    {1007, "_int4", -1, 'b', 23, "integer[]"},
    {1009, "_text", -1, 'b', 25, "text[]"},
    {1014, "_bpchar", -1, 'b', kBpchar, "character[]"},
    {1015, "_varchar", -1, 'b', kVarchar, "character varying[]"},
    {1016, "_int8", -1, 'b', 20, "bigint[]"},
    {1021, "_float4", -1, 'b', 700, "real[]"},
    {1022, "_float8", -1, 'b', 701, "double precision[]"},
    {1028, "_oid", -1, 'b', 26, "oid[]"},
    {1033, "aclitem", 12, 'b'},
    {1034, "_aclitem", -1, 'b', 1033, "aclitem[]"},
    {kBpchar, "bpchar", -1, 'b', 0, "character"},
    {kVarchar, "varchar", -1, 'b', 0, "character varying"},
    {1082, "date", 4, 'b'},
    {1083, "time", 8, 'b', 0, "time without time zone"},
    {1114, "timestamp", 8, 'b', 0, "timestamp without time zone"},
    {1184, "timestamptz", 8, 'b', 0, "timestamp with time zone"},
    {1186, "interval", 16, 'b'},
    {1188, "intervaly2m", 4, 'b', 0, "interval year to month"},
    {1190, "intervald2s", 8, 'b', 0, "interval day to second"},
    {1266, "timetz", 12, 'b', 0, "time with time zone"},
    {kNumeric, "numeric", -1, 'b'},
    {1790, "refcursor", -1, 'b'},
    {2205, "regclass", 4, 'b'},
    {2249, "record", 4, 'p'},
    {2275, "cstring", -2, 'p'},
    {2276, "any", 4, 'p', 0, "\"any\""},
    {2277, "anyarray", -1, 'p'},
    {2278, "void", 4, 'p'},
    {2283, "anyelement", 4, 'p'},
    {2935, "hllsketch", -1, 'b'},
    {3000, "geometry", -1, 'b'},
    {3001, "geography", -1, 'b'},
    {4000, "super", -1, 'b'},
    {kVarbyte, "varbyte", -1, 'b', 0, "binary varying"},
};

/// Oids of PostgreSQL's own objects that clients have built in.
struct WellKnown {
  std::string_view kind;
  std::string_view name;
  std::int64_t oid;
};
constexpr WellKnown kWellKnown[] = {
    {"schema", "pg_catalog", 11},       {"schema", "public", 2200},           {"relation", "pg_type", 1247},
    {"relation", "pg_attribute", 1249}, {"relation", "pg_proc", 1255},        {"relation", "pg_class", 1259},
    {"relation", "pg_database", 1262},  {"relation", "pg_attrdef", 2604},     {"relation", "pg_constraint", 2606},
    {"relation", "pg_depend", 2608},    {"relation", "pg_description", 2609}, {"relation", "pg_index", 2610},
    {"relation", "pg_language", 2612},  {"relation", "pg_namespace", 2615},   {"relation", "pg_rewrite", 2618},
};

// Above what PostgreSQL keeps for itself, and below 99,000,000: admin scripts add multiples of 100,000,000 to oids and
// cast the sums to INTEGER.
constexpr std::uint64_t kFirstOid = 100'000;
constexpr std::uint64_t kOidCount = 98'900'000;

/// Which object, by its hash, has an oid: of several that would have the same, the first one that is asked for gets it,
/// the others the next free ones.
class OidBook {
 public:
  std::int64_t oid_of(std::uint64_t hash) {
    const std::lock_guard lock(mutex_);
    auto place = hash % kOidCount;
    for (auto at = taken_.find(place); at != taken_.end() && at->second != hash; at = taken_.find(place))
      place = (place + 1) % kOidCount;
    taken_.emplace(place, hash);
    return static_cast<std::int64_t>(kFirstOid + place);
  }

 private:
  std::mutex mutex_;
  std::unordered_map<std::uint64_t, std::uint64_t> taken_;
};

}  // namespace

std::span<const PgType> catalog_types() { return kTypes; }

std::int64_t type_oid(Type type) {
  // type_name() gives the names of pg_type, but for these.
  auto name = type_name(type);
  if (name == "binary varying") name = "varbyte";
  const auto found = std::find_if(std::begin(kTypes), std::end(kTypes),
                                  [&](const PgType& each) { return each.name == name || each.shown == name; });
  return found == std::end(kTypes) ? kVarchar : found->oid;
}

std::int64_t type_oid(std::string_view name) {
  name = name.substr(0, name.find('('));
  const auto found = std::find_if(std::begin(kTypes), std::end(kTypes),
                                  [&](const PgType& each) { return each.name == name || each.shown == name; });
  return found == std::end(kTypes) ? 0 : found->oid;
}

std::int32_t type_modifier(const Column& column) {
  switch (column.type) {
    case Type::kVarchar:
    case Type::kBpchar:
    case Type::kVarbyte:
      return column.precision + kHeaderBytes;
    case Type::kNumeric:
      return ((column.precision << 16) | column.scale) + kHeaderBytes;
    default:
      return -1;
  }
}

std::string format_type(std::int64_t oid, std::int32_t modifier) {
  const auto found =
      std::find_if(std::begin(kTypes), std::end(kTypes), [&](const PgType& each) { return each.oid == oid; });
  if (found == std::end(kTypes)) return "???";
  std::string text(found->shown.empty() ? found->name : found->shown);
  if (modifier < kHeaderBytes) return text;
  const auto value = modifier - kHeaderBytes;
  if (oid == kBpchar || oid == kVarchar || oid == kVarbyte) return text + "(" + std::to_string(value) + ")";
  if (oid == kNumeric) return text + "(" + std::to_string(value >> 16) + "," + std::to_string(value & 0xFFFF) + ")";
  return text;
}

std::int64_t object_oid(std::string_view kind, std::string_view database, std::string_view schema,
                        std::string_view name) {
  for (const auto& known : kWellKnown) {
    if (kind == known.kind && name == known.name && (kind == "schema" || schema == "pg_catalog")) return known.oid;
  }
  std::uint64_t hash = 14695981039346656037u;  // FNV-1a
  for (const auto part : {kind, database, schema, name}) {
    for (const char c : part) hash = (hash ^ static_cast<unsigned char>(c)) * 1099511628211u;
    hash = (hash ^ 0xFF) * 1099511628211u;
  }
  hash ^= hash >> 32;
  // Those of temporary objects come and go with their sessions: they are not kept.
  if (schema.starts_with("pg_temp_")) return static_cast<std::int64_t>(kFirstOid + hash % kOidCount);
  static OidBook kBook;
  return kBook.oid_of(hash);
}

}  // namespace slipher::engine
