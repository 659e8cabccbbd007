#include "engine/duckdb/load/part_writer.h"

#include <algorithm>

namespace slipher::engine {
namespace {

/// Files that one slice keeps open; with more folders the one that rested longest is closed and reopened when needed.
constexpr std::size_t kMaxOpenFiles = 64;

constexpr const char* kNullPartition = "__HIVE_DEFAULT_PARTITION__";

std::vector<std::size_t> key_positions(const UnloadPlan& plan) {
  std::vector<std::size_t> found;
  for (const auto& key : plan.statement.partition_by)
    found.push_back(
        static_cast<std::size_t>(std::find(plan.names.begin(), plan.names.end(), key) - plan.names.begin()));
  return found;
}

}  // namespace

std::string escape_partition_value(std::string_view value) {
  constexpr std::string_view kHex = "0123456789ABCDEF";
  std::string out;
  for (const char c : value) {
    if (static_cast<unsigned char>(c) < 0x20 ||
        std::string_view("\"#%'*/:=?\\{[]^\x7f").find(c) != std::string_view::npos) {
      out += '%';
      out += kHex[static_cast<unsigned char>(c) >> 4];
      out += kHex[c & 15];
    } else {
      out += c;
    }
  }
  return out;
}

RowFormatter::RowFormatter(const UnloadPlan& plan)
    : plan_(plan), keys_(key_positions(plan)), rows_(plan.statement, plan.names, plan.types, plan.written_columns()) {
  for (const auto key : keys_) key_texts_.emplace_back(plan.types[key]);
}

std::string RowFormatter::folder(std::size_t row) const {
  std::string out;
  for (std::size_t i = 0; i < keys_.size(); ++i) {
    std::string value;
    if (!key_texts_[i].is_null(row)) key_texts_[i].append(row, value);
    out += plan_.names[keys_[i]] + "=" + (value.empty() ? kNullPartition : escape_partition_value(value)) + "/";
  }
  return out;
}

void RowFormatter::append(::duckdb::DataChunk& chunk, FolderTexts& out) {
  rows_.begin(chunk);
  if (keys_.empty()) {
    auto& all = out[""];
    for (std::size_t row = 0; row < chunk.size(); ++row) rows_.append(row, all.text);
    all.rows += static_cast<std::int64_t>(chunk.size());
    return;
  }
  for (std::size_t i = 0; i < keys_.size(); ++i) key_texts_[i].begin(chunk.data[keys_[i]], chunk.size());
  for (std::size_t row = 0; row < chunk.size(); ++row) {
    auto& part = out[folder(row)];
    rows_.append(row, part.text);
    ++part.rows;
  }
}

PartWriter::PartWriter(::duckdb::ClientContext& context, UnloadPlan& plan)
    : context_(context), plan_(plan), header_(RowFormatter(plan).header()) {}

void PartWriter::start(const std::string& folder, Part& part) {
  if (slice_ < 0) slice_ = plan_.next_slice();
  part.file = plan_.open(plan_.location(folder, slice_, part.number), part.staged);
  part.rows = 0;
  part.bytes = 0;
  part.started = true;
  put(part, header_);
}

void PartWriter::put(Part& part, std::string_view text) {
  part.last_used = ++clock_;
  if (!part.sink) {
    limit_open_files();
    // A file that is opened again goes on behind its end; compressed files may have several such members.
    part.sink = open_sink(context_, part.staged, plan_.statement.compression, part.bytes > 0);
    ++open_;
  }
  if (text.empty()) return;
  part.sink->write(text);
  part.bytes += static_cast<std::int64_t>(text.size());
}

/// Closes the file, for good or until it is needed again.
void PartWriter::rest(Part& part) {
  if (!part.sink) return;
  part.sink->close();
  part.sink.reset();
  --open_;
}

void PartWriter::end(Part& part) {
  if (!part.started) return;
  rest(part);
  plan_.close(part.file, part.rows);
  part.started = false;
  ++part.number;
}

void PartWriter::limit_open_files() {
  if (open_ < kMaxOpenFiles) return;
  Part* oldest = nullptr;
  for (auto& [folder, part] : parts_)
    if (part.sink && (!oldest || part.last_used < oldest->last_used)) oldest = &part;
  if (oldest) rest(*oldest);
}

void PartWriter::write(const std::string& folder, std::string_view text, std::int64_t rows) {
  auto& part = parts_[folder];
  if (part.started && part.bytes + static_cast<std::int64_t>(text.size()) > plan_.statement.max_file_bytes) end(part);
  if (!part.started) start(folder, part);
  put(part, text);
  part.rows += rows;
}

void PartWriter::finish(bool at_least_one) {
  if (at_least_one && parts_.empty()) start("", parts_[""]);
  for (auto& [folder, part] : parts_) end(part);
}

}  // namespace slipher::engine
