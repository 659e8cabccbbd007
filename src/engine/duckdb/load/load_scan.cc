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
  std::unique_ptr<BlockSource> blocks;
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
    try {
      if (!advance(index, block)) {
        end(index);
        return false;
      }
    } catch (...) {
      end(index);  // other threads must not go on with it
      throw;
    }
    block.sequence = ++sequence_;
    return true;
  }

  bool advance(std::size_t index, Block& block) {
    auto& file = files_[index];
    if (!file.blocks) {
      plan->progress[index].started_at = SystemClock().now();
      file.blocks = open_blocks(context_, *plan, index);
    }
    return file.blocks->next(block);
  }

  void end(std::size_t index) {
    files_[index].ended = true;
    files_[index].blocks.reset();
    plan->progress[index].ended_at = SystemClock().now();
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
      try {
        rows(output);
      } catch (const BadFile& bad) {
        throw_bad_file(plan_, block_.file, bad);
      }
    }
  }
  std::uint64_t sequence() const { return block_.sequence; }

 private:
  bool take(ScanState& state) {
    if (!state.next(file_, block_)) return false;
    if (block_.oversized) {
      record_ = {.raw = block_.text.substr(0, kMaxRawBytes)};
      refuse(LoadErrorCode::kInvalidLine, kNoColumn,
             {"Record is longer than " + std::to_string(kMaxRecordBytes) + " bytes"});
      return reading_ = true, ended_ = true;
    }
    ended_ = false;
    counted_ = block_.text.data();
    counted_lines_ = 0;
    if (!reader_ || newline_ != block_.newline || avro_ != block_.avro)
      reader_ =
          block_.avro ? make_avro_reader(plan_.format, block_.avro) : make_record_reader(plan_.format, block_.newline);
    newline_ = block_.newline;
    avro_ = block_.avro;
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
    const bool named = plan_.format.format == sql::CopyFormat::kJson || plan_.format.format == sql::CopyFormat::kAvro;
    const std::size_t columns = writers_.size();
    auto& fields = record_.fields;
    if (record_.error != LoadErrorCode::kNone) return refuse(record_.error, kNoColumn, {record_.reason});
    if (record_.raw.empty() && statement.ignore_blank_lines) return false;
    if (fields.size() != columns && !named) {
      // A delimiter may end the line.
      if (fields.size() == columns + 1 && fields.back().text.empty() && plan_.format.format != sql::CopyFormat::kCsv) {
        fields.pop_back();
      } else if (fields.size() > columns) {
        return refuse(LoadErrorCode::kTooManyColumns, kNoColumn, {"Extra column(s) found"});
      } else if (!statement.fill_record) {
        if (record_.raw.empty()) return refuse(LoadErrorCode::kEmptyLine, kNoColumn, {"Line is empty"});
        return refuse(LoadErrorCode::kDelimiterNotFound, fields.size(), {"Delimiter not found"});
      }
      fields.resize(columns);
    }
    Refusal refusal;
    for (std::size_t i = 0; i < columns; ++i) {
      const auto code = writers_[i].write(fields[i], row, refusal);
      if (code != LoadErrorCode::kNone) return refuse(code, i, refusal);
    }
    return true;
  }

  /// Line breaks of the block before `at`. Records come in order, so none is counted twice.
  std::int64_t lines_before(const char* at) {
    if (at < counted_) return counted_lines_;
    counted_lines_ +=
        static_cast<std::int64_t>(count_byte({counted_, static_cast<std::size_t>(at - counted_)}, block_.newline));
    counted_ = at;
    return counted_lines_;
  }

  /// Reports the current record; `column` is where it was refused. Never true.
  bool refuse(LoadErrorCode code, std::size_t column, const Refusal& refusal) {
    LoadError error;
    error.code = code;
    error.file_index = block_.file;
    error.file = plan_.files[block_.file].uri;
    error.line = block_.first_line + (record_.ordinal >= 0 ? record_.ordinal : lines_before(record_.raw.data()));
    if (plan_.format.format == sql::CopyFormat::kJson)  // the object's last line
      error.line += static_cast<std::int64_t>(count_byte(record_.raw, block_.newline));
    if (column < plan_.columns.size()) {
      const auto description = described(column);
      error.column = description.column;
      error.type = description.type;
      error.length = description.length;
      error.raw_value = description.value;
      if (plan_.wants_fields())
        for (std::size_t i = 0; i <= column; ++i) error.fields.push_back(described(i));
    }
    error.position = refusal.position;
    error.raw_line = reader_ ? reader_->shown(record_) : shown_text(record_.raw);
    error.reason = refusal.reason;
    if (!plan_.report(std::move(error))) throw ::duckdb::InvalidInputException("the load failed");
    return false;
  }

  LoadErrorField described(std::size_t index) const {
    const auto& column = plan_.columns[index];
    LoadErrorField field{.column = column.name, .type = column.type_name};
    if (column.declared.bytes > 0) field.length = std::to_string(column.declared.bytes);
    if (index >= record_.fields.size()) return field;
    field.value = shown_text(record_.fields[index].text);
    field.is_null = record_.fields[index].is_null;
    return field;
  }

  static constexpr std::size_t kNoColumn = static_cast<std::size_t>(-1);

  LoadPlan& plan_;
  std::vector<ColumnWriter> writers_;
  std::unique_ptr<RecordReader> reader_;
  Record record_;
  Block block_;
  const char* counted_ = nullptr;  // lines_before() has counted up to here
  std::int64_t counted_lines_ = 0;
  std::size_t file_ = static_cast<std::size_t>(-1);
  char newline_ = '\n';
  std::shared_ptr<const AvroHeader> avro_;
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
