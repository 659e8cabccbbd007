#pragma once
#include <vector>

#include "api/redshift_data/structures.h"
#include "engine/types.h"

namespace slipher::api::redshift_data {

/// ColumnMetadata of a result (reference: RedshiftResultSetMetaDataImpl of the JDBC driver, from which the service
/// takes it).
std::vector<ColumnMetadata> result_columns(const std::vector<engine::Column>& columns);

/// ColumnMetadata as DescribeTable gives it: all flags false, no label, the column's size as length and precision.
ColumnMetadata table_column(const engine::Column& column);

}  // namespace slipher::api::redshift_data
