#pragma once
#include "engine/duckdb/declared_types.h"

namespace slipher::engine {

/// Whether a type is the system catalog's int2vector or oidvector: a list of rs_oid. Other lists are arrays.
inline bool is_vector(const ::duckdb::LogicalType& type) {
  return type.id() == ::duckdb::LogicalTypeId::LIST &&
         declared_type(::duckdb::ListType::GetChildType(type)).kind == DeclaredKind::kOid;
}

}  // namespace slipher::engine
