#pragma once
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "statements/service.h"

namespace slipher::api::testing {

/// A warehouse with what a test puts into it.
class FakeWarehouse final : public engine::Warehouse {
 public:
  std::vector<std::string> databases{"dev", "sales"};
  std::vector<std::string> schemas{"public", "information_schema", "pg_catalog"};
  std::vector<engine::TableEntry> tables{{"public", "event", "TABLE"}, {"public", "venue", "VIEW"}};
  std::vector<engine::Column> columns;
  /// What the last look-up asked for.
  std::string database;
  engine::TableFilter filter;

  Result<std::unique_ptr<engine::Connection>> connect(const engine::ConnectionSettings&) override {
    return Error(ErrorCode::kInternal, "no connections here");
  }
  Result<std::vector<std::string>> list_databases() override { return databases; }
  Result<std::vector<std::string>> list_schemas(const std::string& name, const std::optional<std::string>&) override {
    database = name;
    return schemas;
  }
  Result<std::vector<engine::TableEntry>> list_tables(const std::string& name,
                                                      const engine::TableFilter& asked) override {
    database = name;
    filter = asked;
    return tables;
  }
  Result<std::vector<engine::Column>> describe_table(const std::string& name, const std::optional<std::string>&,
                                                     const std::optional<std::string>&) override {
    database = name;
    return columns;
  }
  Result<std::optional<engine::CommitMarker>> find_marker(std::string_view) override {
    return std::optional<engine::CommitMarker>();
  }
  Result<void> forget_markers(const std::vector<std::string>&) override { return {}; }
  std::int64_t memory_bytes() const override { return 0; }
  Result<void> close() override { return {}; }
};

/// Statements that never run: a test writes the records, and reads what the operations asked for.
class FakeStatements final : public statements::Service {
 public:
  using View = statements::View;
  using Requester = statements::Requester;

  FakeStatements(const Clock& clock, IdSource& ids) : clock_(clock), ids_(ids) {}

  std::vector<store::StatementRecord> records;
  std::vector<SessionView> sessions;
  std::map<std::string, std::vector<statements::ResultPage>> results;
  std::shared_ptr<FakeWarehouse> warehouse = std::make_shared<FakeWarehouse>();
  statements::Submission submitted;
  store::StatementFilter statement_filter;
  store::SessionFilter session_filter;
  std::optional<seconds> waited;
  /// While set, describe() keeps its completion instead of calling it.
  bool park = false;
  std::vector<statements::Completion<View>> parked;
  /// While set, submit() fails.
  std::optional<Error> refuse;

  void submit(statements::Submission submission, statements::Completion<View> done) override {
    submitted = submission;
    if (refuse) return done(*refuse);
    auto record = std::make_shared<store::StatementRecord>();
    record->id = ids_.uuid();
    record->owner = submission.requester.principal;
    if (submission.target) {
      record->warehouse = submission.target->warehouse;
      record->is_workgroup = submission.target->is_workgroup;
      record->warehouse_name = submission.target->warehouse_name;
      record->database = submission.target->database;
      record->db_user = submission.target->db_user;
      record->db_user_given = submission.target->db_user_given;
      record->secret_arn = submission.target->secret_arn;
    }
    if (submission.session_id) record->session_id = *submission.session_id;
    for (const SessionView& session : sessions) {
      if (session.record.id != record->session_id) continue;
      record->warehouse_name = session.record.warehouse_name;
      record->database = session.record.database;
    }
    if (submission.session_keep_alive_seconds && !submission.session_id) record->session_id = ids_.uuid();
    record->created_at = record->updated_at = clock_.now();
    records.push_back(*record);
    done(View{record, std::nullopt});
  }

  void describe(const Requester& requester, const std::string& id, std::optional<seconds> wait,
                statements::Completion<View> done) override {
    waited = wait;
    if (park) return parked.push_back(std::move(done));
    done(find(requester, id));
  }

  void cancel(const Requester& requester, const std::string& id, statements::Completion<bool> done) override {
    const auto view = find(requester, id);
    if (!view) return done(view.error());
    if (store::is_terminal(view->record->state))
      return done(Error(ErrorCode::kValidation, std::string("Could not cancel a query that is already in ") +
                                                    store::to_string(view->record->state) + " state with ID: " + id));
    done(true);
  }

  void result_page(const Requester&, const std::string& id, bool, std::size_t page, std::optional<seconds> wait,
                   statements::Completion<statements::ResultPage> done) override {
    waited = wait;
    const auto found = results.find(id);
    if (found == results.end() || page >= found->second.size())
      return done(Error(ErrorCode::kResourceNotFound,
                        "Query does not have result. Please check query status with DescribeStatement."));
    done(found->second[page]);
  }

  Result<std::vector<store::StatementRecord>> list_statements(const store::StatementFilter& filter) override {
    statement_filter = filter;
    std::vector<store::StatementRecord> out;
    for (const store::StatementRecord& record : records) {
      if (filter.after && std::pair(record.created_at, record.id) >= *filter.after) continue;
      if (out.size() < filter.limit) out.push_back(record);
    }
    return out;
  }
  Result<std::vector<SessionView>> list_sessions(const store::SessionFilter& filter,
                                                 const std::optional<std::string>&) override {
    session_filter = filter;
    return sessions;
  }
  Result<SessionView> find_session(const Requester&, const std::string& id) override {
    for (const SessionView& session : sessions)
      if (session.record.id == id) return session;
    return Error(ErrorCode::kResourceNotFound, "Session does not exist.");
  }

  Result<void> run_on_warehouse(const std::string& id,
                                std::function<void(Result<std::shared_ptr<engine::Warehouse>>)> work) override {
    if (id == "unknown") {
      work(Error(ErrorCode::kValidation, "Redshift endpoint doesn't exist in this region."));
    } else {
      work(std::shared_ptr<engine::Warehouse>(warehouse));
    }
    return {};
  }
  void stop(seconds) override {}

 private:
  Result<View> find(const Requester&, const std::string& id) {
    const std::string whole = id.substr(0, 36);
    for (const store::StatementRecord& record : records) {
      if (record.id != whole) continue;
      View view{std::make_shared<store::StatementRecord>(record), std::nullopt};
      if (id.size() > 37) view.sub = static_cast<std::size_t>(std::stoi(id.substr(37)) - 1);
      return view;
    }
    return Error(ErrorCode::kResourceNotFound, "Query does not exist.");
  }

  const Clock& clock_;
  IdSource& ids_;
};

}  // namespace slipher::api::testing
