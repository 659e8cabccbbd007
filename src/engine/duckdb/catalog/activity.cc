#include "engine/duckdb/catalog/activity.h"

#include <algorithm>
#include <chrono>
#include <utility>

#include "sql/lexer.h"

namespace slipher::engine {
namespace {

std::int64_t now_microseconds() {
  return std::chrono::duration_cast<std::chrono::microseconds>(std::chrono::system_clock::now().time_since_epoch())
      .count();
}

/// Adds one to a list that forgets its oldest.
template <class Record>
Record& add_event(std::deque<Record>& list, Record record, std::size_t most) {
  list.push_back(std::move(record));
  if (list.size() > most) list.pop_front();
  return list.back();
}

/// Counts the rows that pass.
class RecordedStream final : public ResultStream {
 public:
  RecordedStream(std::shared_ptr<Activity> activity, std::int64_t query_id, std::unique_ptr<ResultStream> stream)
      : activity_(std::move(activity)), query_id_(query_id), stream_(std::move(stream)) {}
  ~RecordedStream() override { end({}, false); }

  const std::vector<Column>& columns() const override { return stream_->columns(); }
  Result<bool> next(Chunk& chunk) override {
    auto more = stream_->next(chunk);
    if (!more)
      end(more.error().message, more.error().code == ErrorCode::kCanceled);
    else if (*more)
      rows_ += static_cast<std::int64_t>(chunk.rows);
    else
      end({}, false);
    return more;
  }

 private:
  void end(std::string_view error, bool canceled) {
    if (!std::exchange(ended_, true)) activity_->end_query(query_id_, rows_, error, canceled);
  }

  std::shared_ptr<Activity> activity_;
  std::int64_t query_id_;
  std::unique_ptr<ResultStream> stream_;
  std::int64_t rows_ = 0;
  bool ended_ = false;
};

bool is_one_of(std::string_view word, std::initializer_list<std::string_view> words) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

// Whether CREATE [TEMP] TABLE name [(names)] [attributes] goes on with AS at the outermost level.
bool is_table_as(sql::Lexer& lexer) {
  int depth = 0;
  for (auto token = lexer.next(); token.kind != sql::TokenKind::kEnd; token = lexer.next()) {
    if (token.text == "(") ++depth;
    if (token.text == ")") --depth;
    if (depth == 0 && sql::lower(token.text) == "as") return true;
  }
  return false;
}

}  // namespace

std::string query_type(std::string_view text) {
  sql::Lexer lexer(text, 0);
  auto token = lexer.next();
  while (token.text == "(") token = lexer.next();
  auto word = sql::lower(token.text);
  if (is_one_of(word, {"select", "with", "table", "values"})) return "SELECT";
  if (is_one_of(word, {"insert", "update", "delete", "copy", "unload"})) {
    std::transform(word.begin(), word.end(), word.begin(), [](char c) { return static_cast<char>(c - 'a' + 'A'); });
    return word;
  }
  if (word == "merge") return "UPDATE";
  if (!is_one_of(word, {"create", "alter", "drop"})) return "UTILITY";
  auto next = sql::lower(lexer.next().text);
  while (is_one_of(next, {"temp", "temporary", "local", "or", "replace", "materialized", "external"}))
    next = sql::lower(lexer.next().text);
  if (word == "create" && next == "table" && is_table_as(lexer)) return "CTAS";
  return is_one_of(next, {"schema", "table", "view"}) ? "DDL" : "UTILITY";
}

void Activity::open_session(std::int64_t process_id, const std::string& user, const std::string& database) {
  const std::lock_guard lock(mutex_);
  open_[process_id] = {process_id, user, database, now_microseconds()};
}

void Activity::close_session(std::int64_t process_id) {
  const std::lock_guard lock(mutex_);
  const auto found = open_.find(process_id);
  if (found == open_.end()) return;
  found->second.ended = now_microseconds();
  ended_.push_back(std::move(found->second));
  open_.erase(found);
  if (ended_.size() > kMaxEndedSessions) ended_.pop_front();
}

std::int64_t Activity::new_transaction(const std::string& user, bool is_block) {
  TransactionRecord record;
  record.transaction_id = next_transaction_++;
  record.user = user;
  record.started = now_microseconds();
  record.is_block = is_block;
  return add_event(transactions_, std::move(record), kMaxTransactions).transaction_id;
}

TransactionRecord* Activity::find_transaction(std::int64_t id) {
  const auto found = std::lower_bound(
      transactions_.begin(), transactions_.end(), id,
      [](const TransactionRecord& record, std::int64_t wanted) { return record.transaction_id < wanted; });
  return found != transactions_.end() && found->transaction_id == id ? &*found : nullptr;
}

std::int64_t Activity::begin_transaction(std::int64_t process_id) {
  const std::lock_guard lock(mutex_);
  const auto found = open_.find(process_id);
  if (found == open_.end()) return new_transaction({}, true);
  auto& session = found->second;
  // BEGIN, and a statement that opens its own transaction, are part of it.
  const auto reserved = std::exchange(session.next_transaction_id, 0);
  session.transaction_id = reserved ? reserved : new_transaction(session.user, true);
  session.transaction_started = now_microseconds();
  if (auto* record = find_transaction(session.transaction_id)) record->is_block = true;
  return session.transaction_id;
}

void Activity::end_transaction(std::int64_t process_id, End end) {
  const std::lock_guard lock(mutex_);
  const auto found = open_.find(process_id);
  if (found == open_.end()) return;
  auto& session = found->second;
  const auto id = std::exchange(session.transaction_id, 0);
  session.next_transaction_id = end == End::kFailed ? id : 0;
  auto* record = find_transaction(id);
  if (!record) return;
  record->ended = now_microseconds();
  record->committed = end == End::kCommitted;
}

std::int64_t Activity::current_transaction(std::int64_t process_id) {
  const auto found = open_.find(process_id);
  if (found == open_.end()) return new_transaction({}, false);
  auto& session = found->second;
  if (session.transaction_id) return session.transaction_id;
  if (!session.next_transaction_id) session.next_transaction_id = new_transaction(session.user, false);
  return session.next_transaction_id;
}

std::int64_t Activity::transaction_of(std::int64_t process_id) {
  const std::lock_guard lock(mutex_);
  return current_transaction(process_id);
}

void Activity::add_scans(std::vector<ScanRecord> scans) {
  const std::lock_guard lock(mutex_);
  for (auto& scan : scans) add_event(scans_, std::move(scan), kMaxScans);
}

void Activity::add_refresh(RefreshRecord refresh, std::int64_t process_id, Timestamp started) {
  const std::lock_guard lock(mutex_);
  refresh.process_id = process_id;
  refresh.transaction_id = current_transaction(process_id);
  refresh.started = started.time_since_epoch().count();
  refresh.ended = now_microseconds();
  add_event(refreshes_, std::move(refresh), kMaxEvents);
}

void Activity::add_user_change(UserChange change) {
  const std::lock_guard lock(mutex_);
  change.transaction_id = current_transaction(change.process_id);
  change.changed = now_microseconds();
  add_event(user_changes_, std::move(change), kMaxEvents);
}

void Activity::add_maintenance(MaintenanceRecord record, Timestamp started) {
  const std::lock_guard lock(mutex_);
  record.transaction_id = current_transaction(record.process_id);
  record.started = started.time_since_epoch().count();
  record.ended = now_microseconds();
  add_event(maintenance_, std::move(record), kMaxEvents);
}

void Activity::start_query(QueryRecord query) {
  const std::lock_guard lock(mutex_);
  query.started = now_microseconds();
  query.transaction_id = current_transaction(query.process_id);
  if (auto* record = find_transaction(query.transaction_id)) record->has_statement = true;
  text_bytes_ += query.text.size();
  queries_.push_back(std::move(query));
  forget_old();
}

void Activity::forget_old() {
  while (queries_.size() > 1 && (queries_.size() > kMaxQueries || text_bytes_ > kMaxTextBytes)) {
    text_bytes_ -= queries_.front().text.size();
    queries_.pop_front();
  }
}

void Activity::end_query(std::int64_t query_id, std::int64_t rows, std::string_view error, bool canceled) {
  const std::lock_guard lock(mutex_);
  const auto found = std::find_if(queries_.rbegin(), queries_.rend(),
                                  [&](const QueryRecord& each) { return each.query_id == query_id; });
  if (found == queries_.rend()) return;
  found->ended = now_microseconds();
  found->rows = rows;
  found->error = error;
  found->canceled = canceled;
  auto* transaction = find_transaction(found->transaction_id);
  if (!transaction || transaction->is_block) return;
  transaction->ended = found->ended;
  transaction->committed = error.empty();
  const auto session = open_.find(found->process_id);
  if (session != open_.end() && session->second.next_transaction_id == found->transaction_id)
    session->second.next_transaction_id = 0;
}

std::vector<SessionRecord> Activity::sessions() const {
  const std::lock_guard lock(mutex_);
  std::vector<SessionRecord> all(ended_.begin(), ended_.end());
  for (const auto& [id, session] : open_) all.push_back(session);
  return all;
}

std::vector<QueryRecord> Activity::queries() const {
  const std::lock_guard lock(mutex_);
  return {queries_.begin(), queries_.end()};
}

std::vector<ScanRecord> Activity::scans() const {
  const std::lock_guard lock(mutex_);
  return {scans_.begin(), scans_.end()};
}

std::vector<TransactionRecord> Activity::transactions() const {
  const std::lock_guard lock(mutex_);
  return {transactions_.begin(), transactions_.end()};
}

std::vector<RefreshRecord> Activity::refreshes() const {
  const std::lock_guard lock(mutex_);
  return {refreshes_.begin(), refreshes_.end()};
}

std::vector<UserChange> Activity::user_changes() const {
  const std::lock_guard lock(mutex_);
  return {user_changes_.begin(), user_changes_.end()};
}

std::vector<MaintenanceRecord> Activity::maintenance() const {
  const std::lock_guard lock(mutex_);
  return {maintenance_.begin(), maintenance_.end()};
}

Result<Outcome> recorded(std::shared_ptr<Activity> activity, std::int64_t query_id, Result<Outcome> outcome) {
  if (!outcome) {
    activity->end_query(query_id, 0, outcome.error().message, outcome.error().code == ErrorCode::kCanceled);
  } else if (outcome->stream) {
    outcome->stream = std::make_unique<RecordedStream>(std::move(activity), query_id, std::move(outcome->stream));
  } else {
    activity->end_query(query_id, outcome->rows, {}, false);
  }
  return outcome;
}

}  // namespace slipher::engine
