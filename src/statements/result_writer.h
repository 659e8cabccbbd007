#pragma once
#include <memory>
#include <string>
#include <vector>

#include "engine/warehouse.h"
#include "statements/encoder.h"
#include "statements/limits.h"
#include "statements/page_writer.h"
#include "statements/result_file.h"
#include "statements/result_info.h"

namespace slipher::statements {

/// Drains a result stream into its stored form. Memory stays at a page or two whatever the size: pages go to the file
/// as they fill; a result below Limits::inline_result_bytes never touches the disk.
class ResultWriter final : public PageSink {
 public:
  /// `path` is made only when the result is large; it is removed when the result is not finished.
  ResultWriter(std::string path, bool csv, const Limits& limits) : path_(std::move(path)), csv_(csv), limits_(limits) {}

  /// Everything that `stream` has. What is in a file is durable when this returns.
  Result<ResultInfo> write(engine::ResultStream& stream);

 private:
  Result<void> write_page(ByteBuffer& page, std::uint64_t rows) override;
  Result<void> move_to_file();

  const std::string path_;
  const bool csv_;
  const Limits& limits_;
  ResultInfo info_;
  std::vector<std::uint64_t> page_rows_;  // of info_.pages
  std::unique_ptr<ResultFileWriter> file_;
  std::unique_ptr<PageWriter> pages_;  // of file_
};

}  // namespace slipher::statements
