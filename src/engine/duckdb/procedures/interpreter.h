#pragma once
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "engine/duckdb/procedures/call_chain.h"
#include "engine/duckdb/procedures/evaluator.h"
#include "engine/duckdb/procedures/variables.h"
#include "sql/plpgsql/tree.h"

namespace slipher::engine {

/// Runs one procedure's body. Nesting is bounded by the parser, calls by kMaxCallDepth.
class Interpreter {
 public:
  Interpreter(CallChain& chain, const StoredProcedure& procedure);

  /// Arguments and FOUND; before run().
  Result<void> bind_arguments(const std::vector<::duckdb::Value>& inputs);
  Result<void> run(const sql::plpgsql::Block& body);
  std::vector<::duckdb::Value> outputs() const;

 private:
  /// How a statement ends: normally, or on the way out to a loop or to the end.
  enum class Flow { kNext, kExit, kContinue, kReturn };
  using Value = ::duckdb::Value;
  using Row = std::vector<Value>;
  /// The caught error of the handler that runs.
  struct Caught {
    Error error;
  };
  /// What SQL gave back.
  struct SqlResult {
    std::unique_ptr<RowSet> rows;
    std::int64_t count = 0;
  };

  Result<Flow> run_statements(const sql::plpgsql::Statements& statements, std::size_t first = 0);
  Result<Flow> run_statement(const sql::plpgsql::Statement& statement);
  Result<Flow> run_protected(const sql::plpgsql::Block& block);
  Result<Flow> handle(const sql::plpgsql::Block& block, Error error);
  Result<void> declare(const sql::plpgsql::Declaration& declaration);
  Result<VariableType> type_of(const sql::plpgsql::Declaration& declaration);

  Result<Flow> execute(const sql::plpgsql::Assignment& statement);
  Result<Flow> execute(const sql::plpgsql::SqlStatement& statement);
  Result<Flow> execute(const sql::plpgsql::Perform& statement);
  Result<Flow> execute(const sql::plpgsql::Execute& statement);
  Result<Flow> execute(const sql::plpgsql::If& statement);
  Result<Flow> execute(const sql::plpgsql::Case& statement);
  Result<Flow> execute(const sql::plpgsql::Loop& statement);
  Result<Flow> execute(const sql::plpgsql::While& statement);
  Result<Flow> execute(const sql::plpgsql::ForRange& statement);
  Result<Flow> execute(const sql::plpgsql::ForQuery& statement);
  Result<Flow> execute(const sql::plpgsql::Exit& statement);
  Result<Flow> execute(const sql::plpgsql::Return& statement);
  Result<Flow> execute(const sql::plpgsql::Raise& statement);
  Result<Flow> execute(const sql::plpgsql::Open& statement);
  Result<Flow> execute(const sql::plpgsql::Fetch& statement);
  Result<Flow> execute(const sql::plpgsql::Close& statement);
  Result<Flow> execute(const sql::plpgsql::Transaction& statement);
  Result<Flow> execute(const sql::plpgsql::GetDiagnostics& statement);
  Result<Flow> execute(const sql::plpgsql::Nothing& statement);
  Result<Flow> execute(const sql::plpgsql::Block& statement);

  /// Runs SQL; `sees_variables` is false for dynamic SQL. Commits where each statement does.
  Result<SqlResult> run_sql(std::string_view text, bool sees_variables);
  Result<bool> select_values(const sql::plpgsql::SqlStatement& statement);
  Result<SqlResult> run_dynamic(const sql::Span& expression);
  Result<SqlResult> run_nested_call(const sql::Call& call, std::string_view text);
  Result<void> end_transaction(const char* command, bool commits);
  void forget_plans();
  Result<void> check_may_end(const char* command) const;
  Result<void> refuse_inside(std::string_view text, bool dynamic) const;

  Result<std::unique_ptr<RowSet>> query(std::string_view text, bool sees_variables);
  Result<std::string> dynamic_text(const sql::Span& expression);
  Result<std::unique_ptr<RowSet>> cursor_rows(const sql::plpgsql::Open& statement, const Variable& variable);

  Result<void> assign(const sql::QualifiedName& target, const Value& value);
  Result<void> store(Variable& variable, const Value& value);
  /// Row of a query into targets; NULLs without a row.
  Result<void> assign_row(const sql::plpgsql::Targets& targets, const std::vector<Column>& columns,
                          const ::duckdb::vector<::duckdb::LogicalType>& types, const Row* row);
  Result<void> take_first_row(const sql::plpgsql::Targets& targets, RowSet* rows);
  Result<Variable*> cursor_variable(const std::string& name);
  void set_found(bool found);
  bool leaves_loop(Result<Flow>& flow, const std::string& label);
  template <class Body>
  Result<Flow> loop(const std::string& label, const sql::plpgsql::Statements& statements, Body&& next);
  Error in_sql(Error error, std::string_view text) const;
  std::string place(const char* what) const;

  CallChain& chain_;
  Session& session_;
  const StoredProcedure& procedure_;
  Variables variables_;
  Evaluator evaluator_;
  std::map<const sql::Span*, sql::Span> comparisons_;  // of CASE with an operand, by the value of WHEN
  std::size_t found_ = 0;                              // index of FOUND
  std::vector<std::size_t> outputs_;                   // indexes of output arguments
  std::string jump_label_;                             // of the EXIT or CONTINUE that is on its way
  std::int64_t row_count_ = 0;
  int line_ = 0;
  bool has_context_ = false;  // the error on its way names its place
  std::vector<Caught> caught_;
  int next_portal_ = 1;
};

}  // namespace slipher::engine
