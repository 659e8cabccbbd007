#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "engine/types.h"

namespace slipher::statements {

/// What is kept beside a statement about its result: the text in store::SubStatement::result. Small results carry their
/// pages here, larger ones only say how many pages their file has.
struct ResultInfo {
  std::vector<engine::Column> columns;
  std::uint64_t rows = 0;
  std::uint64_t bytes = 0;       // of all pages
  std::uint64_t file_pages = 0;  // 0 = the pages are in `pages`
  std::vector<std::string> pages;

  std::uint64_t page_count() const { return file_pages > 0 ? file_pages : pages.size(); }
};

/// A text of lengths and strings: cheap to read, and safe in any column that keeps UTF-8.
std::string encode_result_info(const ResultInfo& info);
/// Fails with kInternal when the text is damaged or from a newer version.
Result<ResultInfo> decode_result_info(std::string_view text);

}  // namespace slipher::statements
