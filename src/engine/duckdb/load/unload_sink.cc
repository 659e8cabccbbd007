#include "engine/duckdb/load/unload_sink.h"

#include <utility>

#include "duckdb/common/types/column/column_data_collection.hpp"
#include "engine/duckdb/load/part_writer.h"

namespace slipher::engine {
namespace {

using ::duckdb::ClientContext;
using ::duckdb::CopyFunctionExecutionMode;
using ::duckdb::DataChunk;
using ::duckdb::ExecutionContext;
using ::duckdb::FunctionData;
using ::duckdb::GlobalFunctionData;
using ::duckdb::LocalFunctionData;

/// Text is handed to the file system in pieces of about this size.
constexpr std::size_t kFlushBytes = 1024 * 1024;
/// Texts of many folders together wait for at most this much.
constexpr std::size_t kMaxBufferedBytes = 16 * 1024 * 1024;
constexpr idx_t kBatchRows = 16 * STANDARD_VECTOR_SIZE;

struct UnloadBindData final : ::duckdb::TableFunctionData {
  explicit UnloadBindData(::duckdb::shared_ptr<UnloadPlan> plan_in) : plan(std::move(plan_in)) {}
  ::duckdb::shared_ptr<UnloadPlan> plan;
};

UnloadPlan& plan_of(FunctionData& bind_data) { return *bind_data.Cast<UnloadBindData>().plan; }

/// Formats rows and hands full texts to a writer.
class Slice {
 public:
  Slice(ClientContext& context, UnloadPlan& plan) : formatter_(plan), writer_(context, plan) {}

  void append(DataChunk& chunk) {
    formatter_.append(chunk, texts_);
    std::size_t buffered = 0;
    for (auto& [folder, part] : texts_) {
      if (part.text.size() >= kFlushBytes) flush(folder, part);
      buffered += part.text.size();
    }
    if (buffered > kMaxBufferedBytes) flush_all();
  }
  void finish(bool at_least_one) {
    flush_all();
    writer_.finish(at_least_one);
  }

 private:
  void flush(const std::string& folder, FolderText& part) {
    if (part.rows == 0) return;
    writer_.write(folder, part.text, part.rows);
    part.text.clear();
    part.rows = 0;
  }
  void flush_all() {
    for (auto& [folder, part] : texts_) flush(folder, part);
    texts_.clear();
  }

  RowFormatter formatter_;
  PartWriter writer_;
  FolderTexts texts_;
};

struct UnloadGlobal final : GlobalFunctionData {
  UnloadGlobal(ClientContext& context, UnloadPlan& plan) : serial(context, plan), batches(context, plan) {}
  Slice serial;
  PartWriter batches;
  bool batched = false;
};

struct UnloadLocal final : LocalFunctionData {
  UnloadLocal(ClientContext& context, UnloadPlan& plan) : slice(context, plan) {}
  Slice slice;
};

struct FormattedBatch final : ::duckdb::PreparedBatchData {
  FolderTexts texts;
};

::duckdb::unique_ptr<FunctionData> bind(ClientContext& context, ::duckdb::CopyFunctionBindInput&,
                                        const ::duckdb::vector<std::string>& names,
                                        const ::duckdb::vector<::duckdb::LogicalType>& types) {
  auto plan = context.registered_state->Get<UnloadPlan>(UnloadPlan::kKey);
  if (!plan) throw ::duckdb::BinderException("UNLOAD only");
  plan->names.assign(names.begin(), names.end());
  plan->types.assign(types.begin(), types.end());
  for (const auto& key : plan->statement.partition_by)
    if (std::find(names.begin(), names.end(), key) == names.end())
      throw ::duckdb::BinderException("column \"%s\" of PARTITION BY is not in the query", key);
  if (plan->statement.partition_by.size() >= names.size() && !plan->statement.include_partition_columns)
    throw ::duckdb::BinderException("PARTITION BY leaves no column to unload");
  const auto& statement = plan->statement;
  const auto written = plan->written_columns().size();
  if (statement.format == sql::UnloadFormat::kFixedWidth && statement.fixed_width.size() != written)
    throw ::duckdb::BinderException("FIXEDWIDTH has %llu columns, the files have %llu",
                                    static_cast<std::uint64_t>(statement.fixed_width.size()),
                                    static_cast<std::uint64_t>(written));
  return ::duckdb::make_uniq<UnloadBindData>(std::move(plan));
}

::duckdb::unique_ptr<GlobalFunctionData> begin(ClientContext& context, FunctionData& bind_data, const std::string&) {
  return ::duckdb::make_uniq<UnloadGlobal>(context, plan_of(bind_data));
}

::duckdb::unique_ptr<LocalFunctionData> begin_thread(ExecutionContext& context, FunctionData& bind_data) {
  return ::duckdb::make_uniq<UnloadLocal>(context.client, plan_of(bind_data));
}

void sink_parallel(ExecutionContext&, FunctionData&, GlobalFunctionData&, LocalFunctionData& local, DataChunk& chunk) {
  local.Cast<UnloadLocal>().slice.append(chunk);
}

void sink_serial(ExecutionContext&, FunctionData&, GlobalFunctionData& global, LocalFunctionData&, DataChunk& chunk) {
  global.Cast<UnloadGlobal>().serial.append(chunk);
}

void end_thread(ExecutionContext&, FunctionData&, GlobalFunctionData&, LocalFunctionData& local) {
  local.Cast<UnloadLocal>().slice.finish(false);
}

void end(ClientContext&, FunctionData& bind_data, GlobalFunctionData& global_data) {
  auto& global = global_data.Cast<UnloadGlobal>();
  auto& plan = plan_of(bind_data);
  global.batches.finish();
  global.serial.finish(false);
  // No rows: one file says so, but for JSON and partitions.
  const bool wants_file = plan.statement.format != sql::UnloadFormat::kJson && plan.statement.partition_by.empty();
  if (plan.file_count() == 0 && wants_file) global.batches.finish(true);
}

::duckdb::unique_ptr<::duckdb::PreparedBatchData> prepare_batch(
    ClientContext&, FunctionData& bind_data, GlobalFunctionData&,
    ::duckdb::unique_ptr<::duckdb::ColumnDataCollection> collection) {
  auto batch = ::duckdb::make_uniq<FormattedBatch>();
  RowFormatter formatter(plan_of(bind_data));
  for (auto& chunk : collection->Chunks()) formatter.append(chunk, batch->texts);
  return batch;
}

void flush_batch(ClientContext&, FunctionData&, GlobalFunctionData& global, ::duckdb::PreparedBatchData& batch) {
  for (const auto& [folder, part] : batch.Cast<FormattedBatch>().texts)
    global.Cast<UnloadGlobal>().batches.write(folder, part.text, part.rows);
}

idx_t batch_rows(ClientContext&, FunctionData&) { return kBatchRows; }

CopyFunctionExecutionMode parallel_mode(bool, bool) { return CopyFunctionExecutionMode::PARALLEL_COPY_TO_FILE; }
CopyFunctionExecutionMode serial_mode(bool, bool supports_batches) {
  return supports_batches ? CopyFunctionExecutionMode::BATCH_COPY_TO_FILE
                          : CopyFunctionExecutionMode::REGULAR_COPY_TO_FILE;
}

::duckdb::CopyFunction common(const char* name) {
  ::duckdb::CopyFunction function(name);
  function.copy_to_bind = bind;
  function.copy_to_initialize_global = begin;
  function.copy_to_initialize_local = begin_thread;
  function.copy_to_combine = end_thread;
  function.copy_to_finalize = end;
  return function;
}

}  // namespace

::duckdb::CopyFunction parallel_unload_function() {
  auto function = common(kParallelUnload);
  function.copy_to_sink = sink_parallel;
  function.execution_mode = parallel_mode;
  return function;
}

::duckdb::CopyFunction serial_unload_function() {
  auto function = common(kSerialUnload);
  function.copy_to_sink = sink_serial;
  function.execution_mode = serial_mode;
  function.prepare_batch = prepare_batch;
  function.flush_batch = flush_batch;
  function.desired_batch_size = batch_rows;
  return function;
}

}  // namespace slipher::engine
