#pragma once
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "base/result.h"

namespace slipher::statements {

/// ClientTokens of submissions that are on their way to the disk: concurrent duplicates settle on the first one's id.
/// Tokens that are durable are found in the store. Safe to call from any thread.
class TokenTable {
 public:
  using Answer = std::function<void(Result<std::string>)>;  // the statement's id
  struct Key {
    std::string owner;
    std::string token;
    bool operator==(const Key&) const = default;
  };

  /// Nothing when the caller is the first and must settle() the key later. Otherwise the caller is a duplicate and
  /// `answer` is kept until then (or called at once with token_used_differently()).
  enum class Claim { kFirst, kDuplicate };
  Claim claim(const Key& key, const std::string& request_hash, Answer answer);
  /// The first one's outcome goes to the duplicates, and the key is free again.
  void settle(const Key& key, const Result<std::string>& outcome);

 private:
  struct Hash {
    std::size_t operator()(const Key& key) const {
      return std::hash<std::string>()(key.owner) * 31 + std::hash<std::string>()(key.token);
    }
  };
  struct Pending {
    std::string request_hash;
    std::vector<Answer> duplicates;
  };
  std::mutex mutex_;
  std::unordered_map<Key, Pending, Hash> pending_;
};

}  // namespace slipher::statements
