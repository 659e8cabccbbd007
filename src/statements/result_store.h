#pragma once
#include <cstddef>
#include <list>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "base/result.h"
#include "statements/result_file.h"
#include "statements/result_info.h"

namespace slipher::statements {

/// The directory of result files: names them, keeps a few open, removes them. Safe to call from any thread.
class ResultStore {
 public:
  explicit ResultStore(std::string directory) : directory_(std::move(directory)) {}

  /// DIR/<first two characters of the id>/<id>, and ".<n>" (from 1) for sub-statements of a batch.
  std::string path(std::string_view statement_id, bool is_batch, std::size_t sub) const;
  /// One page of a result whose info says that it lies in a file.
  Result<std::string> read_page(const std::string& path, std::uint64_t page);
  /// Removes every file of a statement with `subs` sub-statements.
  void remove(std::string_view statement_id, bool is_batch, std::size_t subs);
  /// Removes one file; a missing one is fine.
  void remove_file(const std::string& path);
  /// The files there are, as (path, statement id): for finding those that belong to nothing.
  std::vector<std::pair<std::string, std::string>> files() const;
  const std::string& directory() const { return directory_; }

 private:
  static constexpr std::size_t kOpenFiles = 64;
  using File = std::shared_ptr<const ResultFile>;
  Result<File> open(const std::string& path);
  void forget(const std::string& path);

  const std::string directory_;
  std::mutex mutex_;
  std::list<std::pair<std::string, File>> open_;  // last used first
  std::unordered_map<std::string, std::list<std::pair<std::string, File>>::iterator> places_;
};

}  // namespace slipher::statements
