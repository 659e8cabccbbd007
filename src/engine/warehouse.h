#pragma once
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "engine/types.h"
#include "sql/parameters.h"

namespace slipher::engine {

/// Rows on their way out of the engine; pulled by one thread.
class ResultStream {
 public:
  virtual ~ResultStream() = default;
  virtual const std::vector<Column>& columns() const = 0;
  /// Fills `chunk` with the next rows; false at the end. The previous chunk's memory is reused.
  /// Fails with kSql, or with kCanceled after an interrupt.
  virtual Result<bool> next(Chunk& chunk) = 0;
};

/// What one SQL statement did.
struct Outcome {
  /// Set for a statement with a result set (also an empty one). Must be drained or destroyed before the next call on
  /// the connection.
  std::unique_ptr<ResultStream> stream;
  /// Rows inserted, updated, deleted, loaded or unloaded; 0 for DDL; meaningless when `stream` is set.
  std::int64_t rows = 0;
  /// The command's marker became durable with what it did; or its part marker with some of that.
  bool is_marked = false;
};

/// Where a connection's transaction stands.
enum class TransactionState { kIdle, kOpen, kAborted };

/// Recorded inside the engine transaction of a unit of work, so that recovery knows whether it committed.
struct CommitMarker {
  std::string statement_id;
  std::int64_t rows = 0;  // the unit's ResultRows
  bool has_result_set = false;
  /// False on a COMMIT in the middle of a unit: recovery then knows that only part of the unit was done.
  bool final = true;
};

/// One SQL statement, already cut out of its text.
struct Command {
  std::string_view text;
  /// Bound as untyped values wherever the text says :name. May be nullptr.
  const std::vector<sql::Parameter>* parameters = nullptr;
  /// The Data API statement that this is part of; for the load history.
  std::string_view statement_id;
  /// Gives the query id that system views show this command under, then those of the statements inside of it. nullptr =
  /// numbers of the engine's own.
  const std::function<std::int64_t()>* next_query_id = nullptr;
  /// For a command that commits by itself, outside of every transaction: the marker to record with it. Where the engine
  /// cannot (Outcome::is_marked stays false), the caller records it afterwards. May be nullptr.
  const CommitMarker* marker = nullptr;
  /// For a command that may commit in its middle (CALL): the marker, not final, to record with each such commit.
  /// nullptr = inside of a transaction it must not.
  const CommitMarker* part_marker = nullptr;
};

/// One database session: temporary tables, settings and the transaction live here. Used by one thread at a time, except
/// interrupt(). An idle one costs a few KiB and no thread.
class Connection {
 public:
  virtual ~Connection() = default;

  /// Runs one statement, BEGIN, COMMIT and ROLLBACK included. Outside of a transaction it commits by itself once its
  /// stream is drained. A failure inside a transaction leaves it kAborted: everything but COMMIT and ROLLBACK then
  /// fails with "ERROR: current transaction is aborted, commands ignored until end of transaction block".
  virtual Result<Outcome> execute(const Command& command) = 0;

  /// BEGIN for the runner's own units of work.
  virtual Result<void> begin() = 0;
  /// Commits. With a marker, and when the transaction changed a permanent object, the marker becomes durable in the
  /// same engine transaction; with `marker_always` also when it changed nothing.
  virtual Result<void> commit(const CommitMarker* marker, bool marker_always = false) = 0;
  virtual Result<void> rollback() = 0;
  virtual TransactionState transaction_state() const = 0;

  /// Asks the running statement to stop; from any thread; may come too early or too late and be lost, so the caller
  /// repeats it until the statement ends. Harmless on an idle connection.
  virtual void interrupt() = 0;

  /// A number that stays the same for the connection's life: RedshiftPid.
  virtual std::int64_t process_id() const = 0;
};

/// Who connects, and to which database.
struct ConnectionSettings {
  std::string database;  // "dev"
  std::string user;      // database user: "awsuser", "IAM:alice"
};

/// A table as ListTables shows it.
struct TableEntry {
  std::string schema;
  std::string name;
  std::string type;  // "TABLE", "VIEW", "SYSTEM TABLE", "SYSTEM VIEW" ...
};

/// Patterns are SQL LIKE patterns (% and _, escape \); absent = everything.
struct TableFilter {
  std::optional<std::string> schema_pattern;
  std::optional<std::string> table_pattern;
};

/// A cluster or workgroup: databases, and connections to them. Safe to call from any thread.
class Warehouse {
 public:
  virtual ~Warehouse() = default;

  /// Fails with kValidation naming the database when there is none of that name.
  virtual Result<std::unique_ptr<Connection>> connect(const ConnectionSettings& settings) = 0;

  /// Sorted by name.
  virtual Result<std::vector<std::string>> list_databases() = 0;
  virtual Result<std::vector<std::string>> list_schemas(const std::string& database,
                                                        const std::optional<std::string>& schema_pattern) = 0;
  /// Sorted by type, schema, name.
  virtual Result<std::vector<TableEntry>> list_tables(const std::string& database, const TableFilter& filter) = 0;
  /// Columns of exactly named tables: no table = every table of the schema, no schema = every schema. Ordered by
  /// schema, table, position. Each column carries schema_name, table_name, precision (column size), scale and
  /// column_default.
  virtual Result<std::vector<Column>> describe_table(const std::string& database,
                                                     const std::optional<std::string>& schema,
                                                     const std::optional<std::string>& table) = 0;

  /// The marker that committed with this statement's transaction, if any, in any database of the warehouse.
  virtual Result<std::optional<CommitMarker>> find_marker(std::string_view statement_id) = 0;
  /// Forgets the markers of statements whose outcome is settled elsewhere.
  virtual Result<void> forget_markers(const std::vector<std::string>& statement_ids) = 0;

  /// Bytes of memory that the engine holds; for metrics.
  virtual std::int64_t memory_bytes() const = 0;
  /// Makes what is committed cheap to reopen (a checkpoint); called at shutdown.
  virtual Result<void> close() = 0;
};

/// Finds warehouses by identifier, opening or making them on first use. Safe to call from any thread.
class WarehouseProvider {
 public:
  virtual ~WarehouseProvider() = default;
  /// Fails with kValidation "Redshift endpoint doesn't exist in this region." for an unknown identifier.
  /// Cluster and workgroup identifiers name the same space: one warehouse per name.
  virtual Result<std::shared_ptr<Warehouse>> find(std::string_view id) = 0;
  /// Warehouses that are open now; for recovery, metrics and shutdown.
  virtual std::vector<std::pair<std::string, std::shared_ptr<Warehouse>>> open_warehouses() = 0;
};

}  // namespace slipher::engine
