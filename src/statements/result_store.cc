#include "statements/result_store.h"

#include <filesystem>
#include <fmt/format.h>
#include <system_error>
#include <unistd.h>

namespace slipher::statements {

std::string ResultStore::path(std::string_view statement_id, bool is_batch, std::size_t sub) const {
  auto path = fmt::format("{}/{}/{}", directory_, statement_id.substr(0, 2), statement_id);
  if (is_batch) path += fmt::format(".{}", sub + 1);
  return path;
}

Result<ResultStore::File> ResultStore::open(const std::string& path) {
  {
    std::lock_guard lock(mutex_);
    if (const auto found = places_.find(path); found != places_.end()) {
      open_.splice(open_.begin(), open_, found->second);
      return open_.front().second;
    }
  }
  auto opened = ResultFile::open(path);
  if (!opened) return opened;
  std::lock_guard lock(mutex_);
  if (places_.count(path) == 0) {
    open_.emplace_front(path, *opened);
    places_.emplace(path, open_.begin());
    if (open_.size() > kOpenFiles) {
      places_.erase(open_.back().first);
      open_.pop_back();
    }
  }
  return opened;
}

void ResultStore::forget(const std::string& path) {
  std::lock_guard lock(mutex_);
  const auto found = places_.find(path);
  if (found == places_.end()) return;
  open_.erase(found->second);
  places_.erase(found);
}

Result<std::string> ResultStore::read_page(const std::string& path, std::uint64_t page) {
  auto file = open(path);
  if (!file) return file.error();
  if (page >= (*file)->page_count())
    return Error(ErrorCode::kInternal, "The stored result is damaged: a page is missing.");
  return (*file)->read_page(page);
}

void ResultStore::remove_file(const std::string& path) {
  forget(path);
  ::unlink(path.c_str());
}

void ResultStore::remove(std::string_view statement_id, bool is_batch, std::size_t subs) {
  for (std::size_t sub = 0; sub < subs; ++sub) remove_file(path(statement_id, is_batch, sub));
}

std::vector<std::pair<std::string, std::string>> ResultStore::files() const {
  std::vector<std::pair<std::string, std::string>> found;
  std::error_code failure;
  for (std::filesystem::recursive_directory_iterator entry(directory_, failure), end; !failure && entry != end;
       entry.increment(failure)) {
    if (!entry->is_regular_file(failure)) continue;
    const auto name = entry->path().filename().string();
    found.emplace_back(entry->path().string(), name.substr(0, name.find('.')));
  }
  return found;
}

}  // namespace slipher::statements
