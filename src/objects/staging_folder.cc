#include "objects/staging_folder.h"

#include <filesystem>
#include <system_error>

#include "base/ids.h"
#include "objects/errors.h"

namespace slipher::objects {

namespace fs = std::filesystem;

Result<std::string> StagingFolder::make_path(const std::string& what) {
  std::error_code error;
  std::call_once(swept_, [&] { fs::remove_all(path_, error); });
  fs::create_directories(path_, error);
  if (error) return storage_failed("make a staging folder for " + what, error.message(), 500, "InternalError");
  return (fs::path(path_) / random_text(24, "0123456789abcdefghijklmnopqrstuvwxyz")).string();
}

void StagingFolder::discard(const std::string& staged_path) {
  std::error_code ignored;
  if (fs::path(staged_path).parent_path() == path_) fs::remove_all(staged_path, ignored);
}

}  // namespace slipher::objects
