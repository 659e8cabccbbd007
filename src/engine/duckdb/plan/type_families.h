#pragma once
#include <optional>

#include "duckdb.hpp"

namespace slipher::engine {

/// Types that can be matched with each other in CASE, COALESCE and set operations; kOther with all.
enum class TypeFamily { kOther, kText, kNumber, kBoolean, kMoment, kTime, kInterval };

TypeFamily family_of(const ::duckdb::LogicalType& type);

/// The type that an operand has without the cast that the binder put around it; nothing for a literal without one. The
/// binder's cast stands where its operand does in the text, a written one does not.
std::optional<::duckdb::LogicalType> own_type(const ::duckdb::Expression& operand);

/// "UNION types integer and character varying cannot be matched".
[[noreturn]] void throw_unmatched(const char* construct, const ::duckdb::LogicalType& first,
                                  const ::duckdb::LogicalType& second);

}  // namespace slipher::engine
