#pragma once
#include "api/operation_list.h"
#include "api/redshift_data/batch_execute_statement.h"
#include "api/redshift_data/cancel_statement.h"
#include "api/redshift_data/describe_statement.h"
#include "api/redshift_data/describe_table.h"
#include "api/redshift_data/execute_statement.h"
#include "api/redshift_data/get_statement_result.h"
#include "api/redshift_data/get_statement_result_v2.h"
#include "api/redshift_data/list_databases.h"
#include "api/redshift_data/list_schemas.h"
#include "api/redshift_data/list_sessions.h"
#include "api/redshift_data/list_statements.h"
#include "api/redshift_data/list_tables.h"

namespace slipher::api::redshift_data {

/// The Redshift Data API on one screen. Another operation is a file and a line here.
using Operations = OperationList<BatchExecuteStatement, CancelStatement, DescribeStatement, DescribeTable,
                                 ExecuteStatement, GetStatementResult, GetStatementResultV2, ListDatabases, ListSchemas,
                                 ListSessions, ListStatements, ListTables>;

inline constexpr ServiceInfo kService{.name = "RedshiftData",
                                      .signing_name = "redshift-data",
                                      .title = "Amazon Redshift Data API",
                                      .protocol = Protocol::kJson,
                                      .pattern_style = wire::PatternStyle::kBare,
                                      .api_version = "2019-12-20",
                                      .operations = Operations::table};

}  // namespace slipher::api::redshift_data
