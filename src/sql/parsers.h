#pragma once
#include <string_view>

#include "sql/token_cursor.h"
#include "sql/tree.h"

namespace slipher::sql {

// The parsers of statement families that parse() chooses from. Each starts behind the words that chose it and leaves
// its errors in the cursor; parse() looks for tokens that are left over, save behind Unsupported.

/// Behind CREATE.
Tree parse_create(TokenCursor& cursor);
/// Behind CREATE [TEMP] TABLE.
Tree parse_create_table(TokenCursor& cursor, bool temporary);
/// Behind CREATE ... VIEW.
CreateView parse_create_view(TokenCursor& cursor);
/// Behind CREATE MATERIALIZED VIEW.
CreateMaterializedView parse_create_materialized_view(TokenCursor& cursor);
/// Behind ALTER.
Tree parse_alter(TokenCursor& cursor);
/// Behind ALTER TABLE.
Tree parse_alter_table(TokenCursor& cursor);
/// The same behind the table's name.
Tree parse_alter_table_actions(TokenCursor& cursor, QualifiedName name);
/// Behind CREATE EXTERNAL SCHEMA, CREATE EXTERNAL TABLE.
Tree parse_create_external_schema(TokenCursor& cursor);
Tree parse_create_external_table(TokenCursor& cursor);
/// An action of ALTER TABLE that only external tables have; nothing when there is none here. `name` is the table's.
std::optional<Tree> parse_alter_external_table(TokenCursor& cursor, QualifiedName name);
/// Behind DROP.
Tree parse_drop(TokenCursor& cursor);
/// Behind CREATE SCHEMA, CREATE DATABASE, ALTER SCHEMA, ALTER DATABASE.
CreateSchema parse_create_schema(TokenCursor& cursor);
Tree parse_create_database(TokenCursor& cursor);
AlterSchema parse_alter_schema(TokenCursor& cursor);
Tree parse_alter_database(TokenCursor& cursor);
/// name (types).
FunctionSignature parse_function_signature(TokenCursor& cursor);
/// Behind CREATE FUNCTION, DROP FUNCTION, ALTER FUNCTION.
Tree parse_create_function(TokenCursor& cursor, bool or_replace);
DropFunction parse_drop_function(TokenCursor& cursor);
AlterFunction parse_alter_function(TokenCursor& cursor);
/// Behind COMMENT.
Tree parse_comment(TokenCursor& cursor);
/// Behind MERGE.
Merge parse_merge(TokenCursor& cursor);
/// Behind SET, SHOW.
Tree parse_set(TokenCursor& cursor);
Tree parse_show(TokenCursor& cursor);
/// Behind BEGIN or START TRANSACTION.
BeginTransaction parse_begin(TokenCursor& cursor);
/// Behind the verb.
Prepare parse_prepare(TokenCursor& cursor);
Execute parse_execute(TokenCursor& cursor);
Deallocate parse_deallocate(TokenCursor& cursor);
Analyze parse_analyze(TokenCursor& cursor);
Vacuum parse_vacuum(TokenCursor& cursor);
LockTables parse_lock(TokenCursor& cursor);
/// Behind CREATE [OR REPLACE] PROCEDURE, DROP PROCEDURE, ALTER PROCEDURE, SHOW PROCEDURE, CALL.
CreateProcedure parse_create_procedure(TokenCursor& cursor, bool or_replace);
DropProcedure parse_drop_procedure(TokenCursor& cursor);
AlterProcedure parse_alter_procedure(TokenCursor& cursor);
ShowProcedure parse_show_procedure(TokenCursor& cursor);
Call parse_call(TokenCursor& cursor);
/// Behind DECLARE, FETCH, CLOSE.
DeclareCursor parse_declare_cursor(TokenCursor& cursor);
FetchRows parse_fetch(TokenCursor& cursor);
CloseCursor parse_close(TokenCursor& cursor);
/// SELECT ... INTO as CREATE TABLE AS; nothing when there is no INTO. The cursor stands at SELECT or WITH.
std::optional<CreateTableAs> parse_select_into(TokenCursor& cursor);

/// Behind CREATE, ALTER or DROP and the kind of principal; DROP USER, GROUP and ROLE behind DROP.
CreateUser parse_create_user(TokenCursor& cursor);
AlterUser parse_alter_user(TokenCursor& cursor);
CreateGroup parse_create_group(TokenCursor& cursor);
AlterGroup parse_alter_group(TokenCursor& cursor);
CreateRole parse_create_role(TokenCursor& cursor);
AlterRole parse_alter_role(TokenCursor& cursor);
DropPrincipals parse_drop_principals(TokenCursor& cursor);
/// Behind GRANT, REVOKE, ALTER DEFAULT PRIVILEGES, SHOW GRANTS.
Tree parse_grant(TokenCursor& cursor);
Tree parse_revoke(TokenCursor& cursor);
Tree parse_alter_default_privileges(TokenCursor& cursor);
Tree parse_show_grants(TokenCursor& cursor);

/// What sql/constructs makes of the whole statement, when it has a row for its words: Unsupported or AbsentObject. For
/// parsers that know other forms of it.
std::optional<Tree> refused_as(TokenCursor& cursor);
/// For a statement that no parser takes: the same, or a syntax error at the current token.
Tree refuse(TokenCursor& cursor);

// Pieces that several families share.

/// name [, ...] of users, groups or schemas.
std::vector<std::string> parse_names(TokenCursor& cursor);
/// The name of a user, group or role: sys:operator is a role; "IAM:Ann" is a user's and keeps its letters' case.
std::string parse_principal_name(TokenCursor& cursor);
/// A text or a name whose letters keep their case.
std::string parse_external_id(TokenCursor& cursor);
/// TO user | ROLE r | GROUP g | PUBLIC [WITH GRANT OPTION] [, ...], behind TO or FROM.
std::vector<Grantee> parse_grantees(TokenCursor& cursor);
/// ON ...
GrantTarget parse_grant_target(TokenCursor& cursor);
/// ( [[mode] [name] type [, ...]] ): the types.
std::vector<std::string> parse_argument_types(TokenCursor& cursor);

/// One of DISTSTYLE, DISTKEY, SORTKEY, BACKUP, ENCODE AUTO; false when there is none here.
bool accept_table_attribute(TokenCursor& cursor, TableAttributes& attributes);
ColumnDefinition parse_column_definition(TokenCursor& cursor);
/// [CONSTRAINT name] PRIMARY KEY | UNIQUE | FOREIGN KEY; whether one begins here.
bool at_table_constraint(const TokenCursor& cursor);
TableConstraint parse_table_constraint(TokenCursor& cursor);
/// IF NOT EXISTS, IF EXISTS.
bool accept_if_not_exists(TokenCursor& cursor);
bool accept_if_exists(TokenCursor& cursor);
/// [CASCADE | RESTRICT].
bool accept_cascade(TokenCursor& cursor);
/// YES | NO.
bool parse_yes_or_no(TokenCursor& cursor);

}  // namespace slipher::sql
