#include "statements/result_writer.h"

namespace slipher::statements {

Result<ResultInfo> ResultWriter::write(engine::ResultStream& stream) {
  info_.columns = stream.columns();
  const auto encoder =
      csv_ ? make_csv_encoder(info_.columns, limits_, *this) : make_json_encoder(info_.columns, limits_, *this);
  engine::Chunk chunk;
  while (true) {
    auto more = stream.next(chunk);
    if (!more) return more.error();
    if (!*more) break;
    if (auto added = encoder->add(chunk); !added) return added.error();
  }
  if (auto ended = encoder->finish(); !ended) return ended.error();
  if (file_) {
    if (auto written = pages_->finish(); !written) return written.error();
    if (auto flushed = file_->finish(); !flushed) return flushed.error();
    info_.file_pages = file_->page_count();
  }
  return std::move(info_);
}

Result<void> ResultWriter::write_page(ByteBuffer& page, std::uint64_t rows) {
  info_.rows += rows;
  info_.bytes += page.size();
  if (!file_) {
    if (info_.bytes <= limits_.inline_result_bytes) {
      info_.pages.emplace_back(page.view());
      page_rows_.push_back(rows);
      page.truncate(0);
      return {};
    }
    if (auto moved = move_to_file(); !moved) return moved;
  }
  return pages_->add(page, rows);
}

Result<void> ResultWriter::move_to_file() {
  auto file = ResultFileWriter::create(path_);
  if (!file) return file.error();
  file_ = *std::move(file);
  for (std::size_t i = 0; i < info_.pages.size(); ++i) {
    if (auto added = file_->add_page(info_.pages[i], page_rows_[i]); !added) return added;
  }
  info_.pages.clear();
  pages_ = std::make_unique<PageWriter>(*file_);
  return {};
}

}  // namespace slipher::statements
