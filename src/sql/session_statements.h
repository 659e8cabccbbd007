#pragma once
#include <optional>
#include <string>
#include <vector>

#include "sql/column_type.h"
#include "sql/token_cursor.h"

namespace slipher::sql {

/// BEGIN, START TRANSACTION with isolation level and access mode.
struct BeginTransaction {
  std::string isolation_level;    // "", "serializable", "read committed" ...: all mean the same in Redshift
  std::optional<bool> read_only;  // nothing: as default_transaction_read_only says
};
struct CommitTransaction {};
struct RollbackTransaction {};

/// SET [SESSION | LOCAL] name TO | = value [, ...] | DEFAULT.
struct SetParameter {
  std::string name;                 // lower case; "search_path", "timezone" for SET TIME ZONE too
  std::vector<std::string> values;  // strings unescaped, identifiers folded; several for lists
  bool to_default = false;
  bool local = false;
  bool answers = false;  // SELECT set_config(...): the new value is a row
};
/// SET [SESSION | LOCAL] SESSION AUTHORIZATION user | DEFAULT.
struct SetSessionAuthorization {
  std::string user;
  bool to_default = false;
};
struct ResetParameter {
  std::string name;  // "all" for RESET ALL
};
/// SHOW name | ALL.
struct ShowParameter {
  std::string name;  // "all" for SHOW ALL
};
/// SHOW DATABASES | SCHEMAS | TABLES | COLUMNS | TABLE | VIEW | PROCEDURE ... as in "SHOW TABLES FROM SCHEMA
/// dev.public".
struct ShowObjects {
  enum class Kind {
    kDatabases,
    kSchemas,
    kTables,
    kColumns,
    kTable,
    kView,
    kExternalTable,
    kFunctions,
    kProcedures,
    kParameters,
    kProcedureParameters,
    kPrimaryKeys,
    kForeignKeys,
    kExportedKeys,
    kDatashares,
    kModels
  };
  Kind kind = Kind::kTables;
  QualifiedName name;                      // what they are in, or the object itself; may be empty for databases
  std::optional<std::string> like;         // LIKE pattern
  std::optional<std::int64_t> row_limit;   // LIMIT n
  std::vector<ColumnType> argument_types;  // of the routine whose parameters are shown
  bool with_partitions = false;            // of an external table
};
/// USE database.
struct UseDatabase {
  std::string database;
};

/// PREPARE name [(types)] AS statement.
struct Prepare {
  std::string name;
  std::vector<std::string> types;  // engine spellings
  Span statement;
};
/// EXECUTE name [(arguments)].
struct Execute {
  std::string name;
  std::vector<Span> arguments;
};
/// DEALLOCATE [PREPARE] name | ALL.
struct Deallocate {
  std::string name;
  bool all = false;
};

/// EXPLAIN [VERBOSE] statement.
struct Explain {
  bool verbose = false;
  Span statement;
};
/// ANALYZE [VERBOSE] [table [(columns)]] [...]; VACUUM [FULL | SORT ONLY | DELETE ONLY | REINDEX | RECLUSTER] [table].
struct Analyze {
  QualifiedName table;  // empty = all
  std::vector<std::string> columns;
  bool compression = false;  // ANALYZE COMPRESSION: answers with rows
};
struct Vacuum {
  std::string kind = "FULL";  // or "SORT ONLY", "DELETE ONLY", "REINDEX", "RECLUSTER"
  QualifiedName table;        // empty = all
};
/// LOCK [TABLE] name [, ...].
struct LockTables {
  std::vector<QualifiedName> tables;
};

/// CANCEL process_id ['message'].
struct CancelProcess {
  std::int64_t process_id = 0;
};

/// A statement that is understood as far as its command, and not built.
struct Unsupported {
  std::string construct;  // "CREATE PROCEDURE"
};

}  // namespace slipher::sql
