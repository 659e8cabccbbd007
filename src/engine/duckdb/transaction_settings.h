#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/duckdb/session.h"
#include "sql/tree.h"

namespace slipher::engine {

/// What SET changed in the open transaction of a session: a rollback takes all of it back, the end what SET LOCAL did.
class TransactionSettings {
 public:
  explicit TransactionSettings(Session& session) : session_(session) {}

  /// Before a statement of the open transaction runs.
  void note(const sql::Tree& tree);
  /// What the open transaction itself says, up to its end.
  void set_local(std::string_view name, std::string value);
  /// After a rollback.
  void undo();
  /// After a commit.
  void end_local();

 private:
  Session& session_;
  std::optional<Session::SavedSettings> saved_;  // as they were before the first SET
  std::vector<std::string> local_;               // names that SET LOCAL set
};

}  // namespace slipher::engine
