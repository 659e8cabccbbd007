#pragma once
#include <string>
#include <vector>

#include "sql/token_cursor.h"

namespace slipher::sql {

/// A type as Redshift knows it: one canonical name per type, whatever its spelling was.
struct ColumnType {
  /// smallint integer bigint numeric real "double precision" boolean char varchar date time timetz timestamp
  /// timestamptz "interval year to month" "interval day to second" interval super varbyte geometry geography hllsketch
  /// name oid; or a name that this table does not have, in lower case (the engine then says that the type does not
  /// exist).
  std::string name;
  /// Length, or precision and scale. Empty = none given.
  std::vector<int> modifiers;
};

inline constexpr int kVarcharMaxLength = 65535;
inline constexpr int kCharMaxLength = 4096;
inline constexpr int kVarbyteMaxLength = 16777216;
inline constexpr int kNumericMaxPrecision = 38;

/// Reads a type with its modifiers: `character varying(max)`, `timestamp(6) without time zone`, `decimal(8,2)`.
/// Modifiers out of range fail with Redshift's text.
ColumnType parse_column_type(TokenCursor& cursor);

/// What a column of that type gets when its declaration says nothing: varchar(256), char(1), numeric(18,0),
/// varbyte(64000). (Amazon Redshift, "Data types".)
ColumnType with_column_defaults(ColumnType type);

/// The type's spelling for the engine: rs_varchar(12), numeric(18,0), double. A varchar without a length stays
/// `varchar`: a cast to it takes the length of its operand.
std::string engine_spelling(const ColumnType& type);

/// The type's spelling for people: character varying(12), numeric(18,0).
std::string display_spelling(const ColumnType& type);

}  // namespace slipher::sql
