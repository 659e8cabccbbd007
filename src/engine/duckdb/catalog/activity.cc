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
  if (is_one_of(word, {"create", "alter", "drop", "truncate", "comment", "grant", "revoke"})) {
    if (word != "create") return "DDL";
    auto next = sql::lower(lexer.next().text);
    while (is_one_of(next, {"temp", "temporary", "local"})) next = sql::lower(lexer.next().text);
    return next == "table" && is_table_as(lexer) ? "CTAS" : "DDL";
  }
  return "UTILITY";
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

std::int64_t Activity::begin_transaction(std::int64_t process_id) {
  const std::lock_guard lock(mutex_);
  const auto id = next_transaction_++;
  const auto found = open_.find(process_id);
  if (found == open_.end()) return id;
  found->second.transaction_id = id;
  found->second.transaction_started = now_microseconds();
  return id;
}

void Activity::end_transaction(std::int64_t process_id) {
  const std::lock_guard lock(mutex_);
  const auto found = open_.find(process_id);
  if (found != open_.end()) found->second.transaction_id = 0;
}

std::int64_t Activity::transaction_of(std::int64_t process_id) {
  const auto session = open_.find(process_id);
  const bool in_transaction = session != open_.end() && session->second.transaction_id != 0;
  return in_transaction ? session->second.transaction_id : next_transaction_++;
}

void Activity::add_refresh(RefreshRecord refresh, std::int64_t process_id, Timestamp started) {
  const std::lock_guard lock(mutex_);
  refresh.process_id = process_id;
  refresh.transaction_id = transaction_of(process_id);
  refresh.started = started.time_since_epoch().count();
  refresh.ended = now_microseconds();
  refreshes_.push_back(std::move(refresh));
  if (refreshes_.size() > kMaxRefreshes) refreshes_.pop_front();
}

void Activity::start_query(QueryRecord query) {
  const std::lock_guard lock(mutex_);
  query.started = now_microseconds();
  query.transaction_id = transaction_of(query.process_id);
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

std::vector<RefreshRecord> Activity::refreshes() const {
  const std::lock_guard lock(mutex_);
  return {refreshes_.begin(), refreshes_.end()};
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
