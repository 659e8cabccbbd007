#include "engine/duckdb/transaction_settings.h"

#include <exception>
#include <utility>

#include "base/log.h"
#include "engine/duckdb/access_mode.h"

namespace slipher::engine {

void TransactionSettings::note(const sql::Tree& tree) {
  const auto* set = std::get_if<sql::SetParameter>(&tree);
  const bool sets_user = std::holds_alternative<sql::SetSessionAuthorization>(tree);
  const bool resets = std::holds_alternative<sql::ResetParameter>(tree);
  if (!set && !sets_user && !resets) return;
  if (!saved_) saved_ = session_.save_settings();
  if (sets_user && !saved_->user) saved_->user = session_.context().user;
  if (set && (set->local || set->name == kTransactionReadOnly)) local_.push_back(set->name);
}

void TransactionSettings::set_local(std::string_view name, std::string value) {
  if (!saved_) saved_ = session_.save_settings();
  local_.emplace_back(name);
  session_.context().settings.insert_or_assign(std::string(name), std::move(value));
}

void TransactionSettings::undo() {
  local_.clear();
  auto saved = std::exchange(saved_, std::nullopt);
  if (!saved) return;
  try {
    session_.restore_settings(*std::move(saved));
  } catch (const std::exception& exception) {
    spdlog::error("settings of a session could not be undone: {}", exception.what());
  }
}

void TransactionSettings::end_local() {
  const auto names = std::exchange(local_, {});
  const auto before = std::exchange(saved_, std::nullopt);
  if (names.empty() || !before) return;
  auto after = session_.save_settings();
  for (const auto& name : names) {
    if (name == "search_path") after.search_path = before->search_path;
    const auto old = before->settings.find(name);
    if (old == before->settings.end())
      after.settings.erase(name);
    else
      after.settings[name] = old->second;
  }
  saved_ = std::move(after);
  undo();
}

}  // namespace slipher::engine
