#include "engine/duckdb/load/load_scan.h"

#include <atomic>
#include <deque>
#include <mutex>
#include <vector>

#include "duckdb/execution/partition_info.hpp"
#include "engine/duckdb/load/byte_scan.h"
#include "engine/duckdb/load/column_writer.h"
#include "engine/duckdb/load/file_blocks.h"
#include "engine/duckdb/load/load_plan.h"

namespace slipher::engine {
namespace {

using ::duckdb::ClientContext;
using ::duckdb::DataChunk;

constexpr int kMaxThreads = 256;

struct ScanBindData final : ::duckdb::TableFunctionData {
  explicit ScanBindData(::duckdb::shared_ptr<LoadPlan> plan_in) : plan(std::move(plan_in)) {}
  ::duckdb::shared_ptr<LoadPlan> plan;
};

/// A file that threads take turns to read; each parses what it took on its own.
struct OpenFile {
  std::mutex mutex;
  std::unique_ptr<FileBlocks> blocks;
  std::atomic<bool> ended{false};
};

/// The files, handed out block by block. Shared by all threads.
class ScanState final : public ::duckdb::GlobalTableFunctionState {
 public:
  ScanState(ClientContext& context, ::duckdb::shared_ptr<LoadPlan> plan_in)
      : plan(std::move(plan_in)), context_(context), files_(plan->files.size()) {}

  idx_t MaxThreads() const override { return kMaxThreads; }

  /// The next block for a thread that last read `file`; false when there are no more.
  bool next(std::size_t& file, Block& block) {
    while (true) {
      if (file < files_.size() && read(file, block)) return true;
      file = next_file_++;
      if (file >= files_.size()) break;
    }
    next_file_ = files_.size();
    // Every file has its thread: help the ones that are not through.
    for (file = 0; file < files_.size(); ++file)
      if (!files_[file].ended && read(file, block)) return true;
    return false;
  }

  double progress() const {
    if (files_.empty()) return 100;
    std::size_t ended = 0;
    for (const auto& file : files_) ended += file.ended;
    return 100.0 * static_cast<double>(ended) / static_cast<double>(files_.size());
  }

  ::duckdb::shared_ptr<LoadPlan> plan;

 private:
  bool read(std::size_t index, Block& block) {
    auto& file = files_[index];
    const std::lock_guard lock(file.mutex);
    if (file.ended) return false;
    if (!file.blocks) file.blocks = std::make_unique<FileBlocks>(context_, *plan, index);
    if (!file.blocks->next(block)) {
      file.ended = true;
      file.blocks.reset();
      return false;
    }
    block.sequence = ++sequence_;
    return true;
  }

  ClientContext& context_;
  std::deque<OpenFile> files_;
  std::atomic<std::size_t> next_file_{0};
  std::atomic<std::uint64_t> sequence_{0};
};

/// One thread's readers and writers.
class ScanThread final : public ::duckdb::LocalTableFunctionState {
 public:
  explicit ScanThread(LoadPlan& plan) : plan_(plan) {
    for (const auto& column : plan.columns) writers_.emplace_back(column, plan.conversion);
  }

  void fill(ScanState& state, DataChunk& output) {
    while (output.size() == 0) {
      if (!reading_ && !take(state)) return;
      rows(output);
    }
  }
  std::uint64_t sequence() const { return block_.sequence; }

 private:
  bool take(ScanState& state) {
    if (!state.next(file_, block_)) return false;
    if (block_.oversized) {
      refuse({.raw = block_.text.substr(0, kMaxRawBytes)}, LoadErrorCode::kInvalidLine, nullptr, {},
             "Record is longer than " + std::to_string(kMaxRecordBytes) + " bytes");
      return reading_ = true, ended_ = true;
    }
    ended_ = false;
    if (!reader_ || newline_ != block_.newline) reader_ = make_record_reader(plan_.format, block_.newline);
    newline_ = block_.newline;
    reader_->start(block_.text);
    return reading_ = true;
  }

  void rows(DataChunk& output) {
    for (std::size_t i = 0; i < writers_.size(); ++i) {
      writers_[i].begin(output.data[i]);
      // Long texts stay where they are; the vector keeps their block.
      if (output.data[i].GetType().InternalType() == ::duckdb::PhysicalType::VARCHAR)
        ::duckdb::StringVector::AddBuffer(output.data[i], block_.memory);
    }
    std::size_t row = 0;
    while (row < STANDARD_VECTOR_SIZE) {
      if (ended_ || !reader_->next(record_)) {
        reading_ = false;
        break;
      }
      row += write(row);
    }
    output.SetCardinality(row);
  }

  /// Whether the record became row `row`.
  bool write(std::size_t row) {
    const auto& statement = plan_.statement;
    const bool json = plan_.format.format == sql::CopyFormat::kJson;
    const std::size_t columns = writers_.size();
    auto& fields = record_.fields;
    if (record_.error != LoadErrorCode::kNone) return refuse(record_, record_.error, nullptr, {}, record_.reason);
    if (record_.raw.empty() && statement.ignore_blank_lines) return false;
    if (fields.size() != columns && !json) {
      // A delimiter may end the line.
      if (fields.size() == columns + 1 && fields.back().text.empty() && plan_.format.format != sql::CopyFormat::kCsv) {
        fields.pop_back();
      } else if (fields.size() > columns) {
        return refuse(record_, LoadErrorCode::kTooManyColumns, nullptr, {}, "Extra column(s) found");
      } else if (!statement.fill_record) {
        if (record_.raw.empty()) return refuse(record_, LoadErrorCode::kEmptyLine, nullptr, {}, "Line is empty");
        return refuse(record_, LoadErrorCode::kDelimiterNotFound, &plan_.columns[fields.size()], {},
                      "Delimiter not found");
      }
      fields.resize(columns);
    }
    for (std::size_t i = 0; i < columns; ++i) {
      const auto code = writers_[i].write(fields[i], row, reason_);
      if (code != LoadErrorCode::kNone) return refuse(record_, code, &plan_.columns[i], fields[i].text, reason_);
    }
    return true;
  }

  bool refuse(const Record& record, LoadErrorCode code, const TargetColumn* column, std::string_view value,
              std::string_view reason) {
    LoadError error;
    error.code = code;
    error.file = plan_.files[block_.file].uri;
    const auto before = static_cast<std::size_t>(record.raw.data() - block_.text.data());
    error.line =
        block_.first_line + static_cast<std::int64_t>(count_byte(block_.text.substr(0, before), block_.newline));
    if (plan_.format.format == sql::CopyFormat::kJson)  // the object's last line
      error.line += static_cast<std::int64_t>(count_byte(record.raw, block_.newline));
    if (column) {
      error.column = column->name;
      error.type = column->type_name;
      if (column->declared.bytes > 0) error.length = std::to_string(column->declared.bytes);
    }
    error.raw_line = record.raw.substr(0, kMaxRawBytes);
    error.raw_value = value.substr(0, kMaxRawBytes);
    error.reason = reason;
    if (!plan_.report(std::move(error))) throw ::duckdb::InvalidInputException("the load failed");
    return false;
  }

  LoadPlan& plan_;
  std::vector<ColumnWriter> writers_;
  std::unique_ptr<RecordReader> reader_;
  Record record_;
  Block block_;
  std::string reason_;
  std::size_t file_ = static_cast<std::size_t>(-1);
  char newline_ = '\n';
  bool reading_ = false;
  bool ended_ = false;
};

::duckdb::unique_ptr<::duckdb::FunctionData> bind(ClientContext& context, ::duckdb::TableFunctionBindInput&,
                                                  ::duckdb::vector<::duckdb::LogicalType>& types,
                                                  ::duckdb::vector<std::string>& names) {
  auto plan = context.registered_state->Get<LoadPlan>(LoadPlan::kKey);
  if (!plan) throw ::duckdb::BinderException("function %s() does not exist", kLoadScan);
  for (const auto& column : plan->columns) {
    types.push_back(column.type);
    names.push_back(column.name);
  }
  return ::duckdb::make_uniq<ScanBindData>(std::move(plan));
}

::duckdb::unique_ptr<::duckdb::GlobalTableFunctionState> begin(ClientContext& context,
                                                               ::duckdb::TableFunctionInitInput& input) {
  return ::duckdb::make_uniq<ScanState>(context, input.bind_data->Cast<ScanBindData>().plan);
}

::duckdb::unique_ptr<::duckdb::LocalTableFunctionState> begin_thread(::duckdb::ExecutionContext&,
                                                                     ::duckdb::TableFunctionInitInput& input,
                                                                     ::duckdb::GlobalTableFunctionState*) {
  return ::duckdb::make_uniq<ScanThread>(*input.bind_data->Cast<ScanBindData>().plan);
}

void scan(ClientContext&, ::duckdb::TableFunctionInput& input, DataChunk& output) {
  input.local_state->Cast<ScanThread>().fill(input.global_state->Cast<ScanState>(), output);
}

::duckdb::OperatorPartitionData partition(ClientContext&, ::duckdb::TableFunctionGetPartitionInput& input) {
  return ::duckdb::OperatorPartitionData(input.local_state->Cast<ScanThread>().sequence());
}

double progress(ClientContext&, const ::duckdb::FunctionData*, const ::duckdb::GlobalTableFunctionState* state) {
  return state ? state->Cast<ScanState>().progress() : 0;
}

}  // namespace

::duckdb::TableFunction load_scan_function() {
  ::duckdb::TableFunction function(kLoadScan, {}, scan, bind, begin, begin_thread);
  function.get_partition_data = partition;
  function.table_scan_progress = progress;
  return function;
}

}  // namespace slipher::engine
