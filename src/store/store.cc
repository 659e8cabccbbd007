#include "store/store.h"

#include <future>
#include <utility>

#include "store/sqlite_store.h"

namespace slipher::store {

const char* to_string(StatementState state) {
  switch (state) {
    case StatementState::kSubmitted:
      return "SUBMITTED";
    case StatementState::kPicked:
      return "PICKED";
    case StatementState::kStarted:
      return "STARTED";
    case StatementState::kFinished:
      return "FINISHED";
    case StatementState::kFailed:
      return "FAILED";
    case StatementState::kAborted:
      return "ABORTED";
  }
  return "UNKNOWN";
}

Result<void> Store::commit_and_wait(std::unique_ptr<Transaction> transaction) {
  std::promise<Result<void>> promise;
  std::future<Result<void>> done = promise.get_future();
  commit(std::move(transaction), [&promise](Result<void> result) { promise.set_value(std::move(result)); });
  return done.get();
}

Result<std::unique_ptr<Store>> open_store(const std::string& file) {
  auto opened = SqliteStore::open(file);
  if (!opened) return std::move(opened).error();
  return std::unique_ptr<Store>(std::move(*opened));
}

}  // namespace slipher::store
