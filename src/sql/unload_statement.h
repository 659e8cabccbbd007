#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "sql/file_options.h"

namespace slipher::sql {

/// UNLOAD's file formats (Amazon Redshift, "UNLOAD").
enum class UnloadFormat { kDelimited, kCsv, kFixedWidth, kJson, kParquet };

/// What happens to objects that are already under the prefix.
enum class ExistingFiles { kRefuse, kOverwrite, kDelete };

inline constexpr std::int64_t kUnloadMaxFileBytes = 6'657'199'308;  // 6.2 GB, also the default
inline constexpr std::int64_t kUnloadMinFileBytes = 5 * 1024 * 1024;
inline constexpr std::int64_t kUnloadRowGroupBytes = 32 * 1024 * 1024;
inline constexpr std::int64_t kUnloadMaxRowGroupBytes = 128 * 1024 * 1024;

/// UNLOAD ('query') TO 's3://...' authorization options. Credentials and REGION are checked and dropped.
struct UnloadStatement {
  std::string query;  // the text between the quotes, unescaped
  std::string to;

  UnloadFormat format = UnloadFormat::kDelimited;
  char delimiter = '|';
  std::vector<FixedWidthColumn> fixed_width;
  Compression compression = Compression::kNone;
  bool header = false;
  bool add_quotes = false;
  bool escape = false;
  std::string null_as;
  std::vector<std::string> partition_by;
  bool include_partition_columns = false;
  bool manifest = false;
  bool manifest_verbose = false;
  ExistingFiles existing_files = ExistingFiles::kRefuse;
  bool parallel = true;
  std::int64_t max_file_bytes = kUnloadMaxFileBytes;
  std::optional<std::int64_t> row_group_bytes;
  std::optional<std::string> extension;
  /// No option of UNLOAD: what the names of the files begin with, behind the prefix and the partition.
  std::string name_prefix;
};

/// Parses one UNLOAD statement. Fails as parse_copy() does.
Result<UnloadStatement> parse_unload(std::string_view text);

}  // namespace slipher::sql
