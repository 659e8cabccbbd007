#include "statements/token_table.h"

#include "statements/messages.h"

namespace slipher::statements {

TokenTable::Claim TokenTable::claim(const Key& key, const std::string& request_hash, Answer answer) {
  {
    std::lock_guard lock(mutex_);
    auto [place, inserted] = pending_.try_emplace(key);
    if (inserted) {
      place->second.request_hash = request_hash;
      return Claim::kFirst;
    }
    if (place->second.request_hash == request_hash) {
      place->second.duplicates.push_back(std::move(answer));
      return Claim::kDuplicate;
    }
  }
  answer(token_used_differently());
  return Claim::kDuplicate;
}

void TokenTable::settle(const Key& key, const Result<std::string>& outcome) {
  std::vector<Answer> duplicates;
  {
    std::lock_guard lock(mutex_);
    const auto found = pending_.find(key);
    if (found == pending_.end()) return;
    duplicates = std::move(found->second.duplicates);
    pending_.erase(found);
  }
  for (const auto& answer : duplicates) answer(outcome);
}

}  // namespace slipher::statements
