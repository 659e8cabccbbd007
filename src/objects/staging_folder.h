#pragma once
#include <mutex>
#include <string>

#include "base/result.h"

namespace slipher::objects {

/// Files that are written before they become objects. Safe to use from any thread.
class StagingFolder {
 public:
  explicit StagingFolder(std::string path) : path_(std::move(path)) {}

  /// A path of a new file's; the first call removes what a killed process left. `what` is named by errors.
  Result<std::string> make_path(const std::string& what);
  /// Removes a staged file or folder; anything else is left alone.
  void discard(const std::string& staged_path);

 private:
  const std::string path_;
  std::once_flag swept_;
};

}  // namespace slipher::objects
