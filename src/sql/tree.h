#pragma once
#include <optional>
#include <string_view>
#include <variant>

#include "base/result.h"
#include "sql/alter_table.h"
#include "sql/copy_statement.h"
#include "sql/create_table.h"
#include "sql/create_view.h"
#include "sql/cursor_statements.h"
#include "sql/drop.h"
#include "sql/external.h"
#include "sql/function.h"
#include "sql/grants.h"
#include "sql/merge.h"
#include "sql/namespaces.h"
#include "sql/principals.h"
#include "sql/procedure.h"
#include "sql/session_statements.h"
#include "sql/unload_statement.h"

namespace slipher::sql {

/// A statement that only Redshift has, or that an engine must not get as it stands.
using Tree =
    std::variant<CreateTable, CreateTableAs, CreateView, CreateMaterializedView, RefreshMaterializedView,
                 AlterMaterializedView, AlterTable, Drop, Truncate, CreateSchema, AlterSchema, CreateDatabase,
                 AlterDatabase, Comment, CreateFunction, DropFunction, AlterFunction, BeginTransaction,
                 CommitTransaction, RollbackTransaction, SetParameter, SetSessionAuthorization, ResetParameter,
                 ShowParameter, ShowObjects, UseDatabase, Prepare, Execute, Deallocate, Explain, Analyze, Vacuum,
                 LockTables, Merge, CancelProcess, CreateProcedure, DropProcedure, AlterProcedure, ShowProcedure, Call,
                 DeclareCursor, FetchRows, CloseCursor, CopyStatement, UnloadStatement, CreateExternalSchema,
                 CreateSharedSchema, CreateFederatedSchema, CreateExternalTable, AlterExternalTable, AbsentObject,
                 CreateUser, AlterUser, CreateGroup, AlterGroup, CreateRole, AlterRole, DropPrincipals, Grant,
                 GrantRoles, GrantSystemPrivileges, AlterDefaultPrivileges, ShowGrants, Unsupported>;

/// Parses one piece of split(). Nothing for SELECT, VALUES, INSERT, UPDATE and DELETE: normalize() prepares those for
/// the engine's own parser. Fails with kSql: a syntax error with its position, also for a first word that begins no
/// statement of Redshift.
Result<std::optional<Tree>> parse(std::string_view piece);

/// "ERROR: CREATE MODEL is not supported by Slipher".
Error not_supported(std::string_view construct);

}  // namespace slipher::sql
