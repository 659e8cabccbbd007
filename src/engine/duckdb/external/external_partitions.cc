#include "engine/duckdb/external/external_partitions.h"

#include <algorithm>
#include <optional>

#include "engine/duckdb/external/external_files.h"

namespace slipher::engine {
namespace {

/// "s3://b/t/a=1/b=x%20y/file" -> its folder's values, by the keys' order; nothing when it is no such folder.
std::optional<ExternalTable::Partition> partition_of(const std::string& file, const ExternalTable& table) {
  const auto folder = file.substr(0, file.rfind('/') + 1);
  ExternalTable::Partition partition{{}, folder};
  std::string rest = folder.substr(table.location.size());
  for (const auto& key : table.keys) {
    const auto slash = rest.find('/');
    const auto part = rest.substr(0, slash);
    if (slash == std::string::npos || !part.starts_with(key.name + "=")) return std::nullopt;
    std::string value;
    const auto text = part.substr(key.name.size() + 1);
    for (std::size_t i = 0; i < text.size(); ++i) {
      const bool escaped = text[i] == '%' && i + 2 < text.size();
      value += escaped ? static_cast<char>(std::strtol(text.substr(i + 1, 2).c_str(), nullptr, 16)) : text[i];
      if (escaped) i += 2;
    }
    partition.values.push_back(std::move(value));
    rest = rest.substr(slash + 1);
  }
  return partition;
}

}  // namespace

Result<void> add_partitions(Session& session, ExternalTable& table, const std::string& name_prefix) {
  const auto files = external_files(*session.context().objects, table.location);
  if (!files) return files.error();
  for (const auto& [file, bytes] : *files) {
    if (!file.substr(file.rfind('/') + 1).starts_with(name_prefix)) continue;
    auto partition = partition_of(file, table);
    if (!partition) continue;
    const bool is_known = std::any_of(table.partitions.begin(), table.partitions.end(), [&](const auto& known) {
      return known.values == partition->values && known.location == partition->location;
    });
    if (!is_known) table.partitions.push_back(*std::move(partition));
  }
  return {};
}

}  // namespace slipher::engine
