#pragma once
#include "sql/column_type.h"

namespace slipher::sql {

/// Whether a column can have the type: arrays and some types of PostgreSQL's catalog are for expressions only.
bool is_storable(const ColumnType& type);

}  // namespace slipher::sql
