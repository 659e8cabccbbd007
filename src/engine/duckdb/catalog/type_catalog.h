#pragma once
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "engine/types.h"

namespace slipher::engine {

/// A row of pg_type.
struct PgType {
  std::int64_t oid;
  std::string_view name;
  int length;  // bytes; -1 = varies
  char kind;   // 'b' base, 'p' pseudo
  std::int64_t element = 0;
  /// As format_type() shows it without a modifier; "" = like `name`.
  std::string_view shown = {};
};

/// The types that Redshift's pg_type lists and that something of ours can have.
std::span<const PgType> catalog_types();

/// atttypid and atttypmod of a column; -1 = no modifier.
std::int64_t type_oid(Type type);
std::int32_t type_modifier(const Column& column);

/// The oid of a type by its name or as format_type() shows it, with or without a length; 0 = there is none.
std::int64_t type_oid(std::string_view name);

/// format_type(): "character varying(12)"; "???" for an unknown oid, as in PostgreSQL.
std::string format_type(std::int64_t oid, std::int32_t modifier);

/// The oid that Slipher gives to an object, the same in every session and after every restart. It is derived from
/// what the object is and its name, so a renamed object has another one.
std::int64_t object_oid(std::string_view kind, std::string_view database, std::string_view schema,
                        std::string_view name);

}  // namespace slipher::engine
