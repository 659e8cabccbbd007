#pragma once
#include <optional>
#include <string>
#include <vector>

#include "engine/duckdb/session.h"
#include "engine/warehouse.h"
#include "sql/tree.h"

namespace slipher::engine {

// One function per statement; lowering.cc picks.
Result<Outcome> lower_statement(Session& session, const sql::CreateTable& statement);
Result<Outcome> lower_statement(Session& session, const sql::CreateTableAs& statement);
Result<Outcome> lower_statement(Session& session, const sql::CreateView& statement);
Result<Outcome> lower_statement(Session& session, const sql::CreateMaterializedView& statement);
Result<Outcome> lower_statement(Session& session, const sql::RefreshMaterializedView& statement);
Result<Outcome> lower_statement(Session& session, const sql::AlterMaterializedView& statement);
Result<Outcome> lower_statement(Session& session, const sql::AlterTable& statement);
Result<Outcome> lower_statement(Session& session, const sql::Drop& statement);
Result<Outcome> lower_statement(Session& session, const sql::Truncate& statement);
Result<Outcome> lower_statement(Session& session, const sql::CreateSchema& statement);
Result<Outcome> lower_statement(Session& session, const sql::AlterSchema& statement);
Result<Outcome> lower_statement(Session& session, const sql::CreateDatabase& statement);
Result<Outcome> lower_statement(Session& session, const sql::AlterDatabase& statement);
Result<Outcome> lower_statement(Session& session, const sql::Comment& statement);
Result<Outcome> lower_statement(Session& session, const sql::SetParameter& statement);
Result<Outcome> lower_statement(Session& session, const sql::SetSessionAuthorization& statement);
Result<Outcome> lower_statement(Session& session, const sql::ResetParameter& statement);
Result<Outcome> lower_statement(Session& session, const sql::ShowParameter& statement);
Result<Outcome> lower_statement(Session& session, const sql::ShowObjects& statement);
Result<Outcome> lower_statement(Session& session, const sql::UseDatabase& statement);
Result<Outcome> lower_statement(Session& session, const sql::Prepare& statement);
Result<Outcome> lower_statement(Session& session, const sql::Execute& statement);
Result<Outcome> lower_statement(Session& session, const sql::Deallocate& statement);
Result<Outcome> lower_statement(Session& session, const sql::Explain& statement);
Result<Outcome> lower_statement(Session& session, const sql::Analyze& statement);
Result<Outcome> lower_statement(Session& session, const sql::Vacuum& statement);
Result<Outcome> lower_statement(Session& session, const sql::LockTables& statement);
Result<Outcome> lower_statement(Session& session, const sql::Merge& statement);
Result<Outcome> lower_statement(Session& session, const sql::CreateProcedure& statement);
Result<Outcome> lower_statement(Session& session, const sql::DropProcedure& statement);
Result<Outcome> lower_statement(Session& session, const sql::AlterProcedure& statement);
Result<Outcome> lower_statement(Session& session, const sql::ShowProcedure& statement);
Result<Outcome> lower_statement(Session& session, const sql::DeclareCursor& statement);
Result<Outcome> lower_statement(Session& session, const sql::FetchRows& statement);
Result<Outcome> lower_statement(Session& session, const sql::CloseCursor& statement);
Result<Outcome> lower_statement(Session& session, const sql::CopyStatement& statement);
Result<Outcome> lower_statement(Session& session, const sql::UnloadStatement& statement);
Result<Outcome> lower_statement(Session& session, const sql::CreateFunction& statement);
Result<Outcome> lower_statement(Session& session, const sql::DropFunction& statement);
Result<Outcome> lower_statement(Session& session, const sql::AlterFunction& statement);
Result<Outcome> lower_statement(Session& session, const sql::CancelProcess& statement);
Result<Outcome> lower_statement(Session& session, const sql::AbsentObject& statement);
Result<Outcome> lower_statement(Session& session, const sql::CreateExternalSchema& statement);
Result<Outcome> lower_statement(Session& session, const sql::CreateSharedSchema& statement);
Result<Outcome> lower_statement(Session& session, const sql::CreateFederatedSchema& statement);
Result<Outcome> lower_statement(Session& session, const sql::CreateExternalTable& statement);
Result<Outcome> lower_statement(Session& session, const sql::AlterExternalTable& statement);
Result<Outcome> lower_statement(Session& session, const sql::CreateUser& statement);
Result<Outcome> lower_statement(Session& session, const sql::AlterUser& statement);
Result<Outcome> lower_statement(Session& session, const sql::CreateGroup& statement);
Result<Outcome> lower_statement(Session& session, const sql::AlterGroup& statement);
Result<Outcome> lower_statement(Session& session, const sql::CreateRole& statement);
Result<Outcome> lower_statement(Session& session, const sql::AlterRole& statement);
Result<Outcome> lower_statement(Session& session, const sql::DropPrincipals& statement);
Result<Outcome> lower_statement(Session& session, const sql::Grant& statement);
Result<Outcome> lower_statement(Session& session, const sql::GrantRoles& statement);
Result<Outcome> lower_statement(Session& session, const sql::GrantSystemPrivileges& statement);
Result<Outcome> lower_statement(Session& session, const sql::AlterDefaultPrivileges& statement);
Result<Outcome> lower_statement(Session& session, const sql::ShowGrants& statement);
Result<Outcome> lower_statement(Session& session, const sql::Unsupported& statement);

/// SHOW TABLE.
Result<Outcome> show_table(Session& session, const sql::ShowObjects& show);

/// Rows of text made here.
Outcome text_rows(std::vector<std::string> names, std::vector<std::vector<std::optional<std::string>>> rows);

}  // namespace slipher::engine
