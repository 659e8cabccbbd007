#include "statements/service.h"

#include <algorithm>
#include <filesystem>
#include <system_error>
#include <utility>

#include "base/log.h"
#include "statements/janitor.h"
#include "statements/lookup.h"
#include "statements/messages.h"
#include "statements/recovery.h"
#include "statements/session_list.h"
#include "statements/shutdown.h"
#include "statements/submit.h"

namespace slipher::statements {
namespace {

/// The front of this room: every call goes on to the file that knows it.
class ServiceFront final : public Service {
 public:
  explicit ServiceFront(std::shared_ptr<Core> core) : core_(std::move(core)) {}
  ~ServiceFront() override { shut_down(core_, seconds(0)); }

  void submit(Submission submission, Completion<View> done) override {
    std::make_shared<Submit>(core_, std::move(submission), std::move(done))->start();
  }

  void describe(const Requester& requester, const std::string& id, std::optional<seconds> wait,
                Completion<View> done) override {
    const auto found = find_statement(*core_, requester, id);
    if (!found) return done(found.error());
    const auto& limits = core_->limits;
    const bool is_asked = wait.has_value();
    const auto patience = is_asked ? milliseconds(*wait) : limits.describe_patience;
    answer_when_ended(*core_, *found, is_asked || patience > milliseconds(0) ? std::optional(patience) : std::nullopt,
                      limits.waiting_requests,
                      [found = *found, is_asked, done = std::move(done)](const Result<RecordPointer>& record) {
                        if (record) {
                          done(View{*record, found.sub});
                        } else if (is_asked) {
                          done(record.error());
                        } else {  // too many wait: it is told what is known
                          done(View{found.record, found.sub});
                        }
                      });
  }

  void cancel(const Requester& requester, const std::string& id, Completion<bool> done) override {
    done(cancel_statement(*core_, requester, id));
  }

  void result_page(const Requester& requester, const std::string& id, bool csv, std::size_t page,
                   std::optional<seconds> wait, Completion<ResultPage> done) override {
    const auto found = find_statement(*core_, requester, id);
    if (!found) return done(found.error());
    if (auto checked = check_page_request(*found, csv); !checked) return done(checked.error());
    answer_when_ended(
        *core_, *found, wait, core_->limits.waiting_requests,
        [core = core_, sub = found->sub, id, page, done = std::move(done)](const Result<RecordPointer>& record) {
          if (!record) return done(record.error());
          answer_page(core, *record, sub, id, page, done);
        });
  }

  Result<std::vector<store::StatementRecord>> list_statements(const store::StatementFilter& filter) override {
    return core_->dependencies.store.list_statements(filter);
  }

  Result<std::vector<SessionView>> list_sessions(const store::SessionFilter& filter,
                                                 const std::optional<std::string>& status) override {
    return statements::list_sessions(*core_, filter, status);
  }

  Result<SessionView> find_session(const Requester& requester, const std::string& id) override {
    return statements::find_session(*core_, requester, id);
  }

  Result<void> run_on_warehouse(const std::string& warehouse,
                                std::function<void(Result<std::shared_ptr<engine::Warehouse>>)> work) override {
    if (core_->is_stopping) return server_is_stopping();
    const bool posted = core_->scheduler.post(
        [core = core_, warehouse, work = std::move(work)] { work(core->dependencies.warehouses.find(warehouse)); });
    if (!posted) return too_much_work();
    return {};
  }

  void stop(seconds grace) override { shut_down(core_, grace); }

 private:
  const std::shared_ptr<Core> core_;
};

void add_gauges(const std::shared_ptr<Core>& core) {
  auto& metrics = core->dependencies.metrics;
  const auto gauge = [&](const char* name, const char* help, auto read) {
    metrics.gauge(name, help, {}, [weak = std::weak_ptr(core), read]() -> double {
      const auto alive = weak.lock();
      return alive ? static_cast<double>(read(*alive)) : 0;
    });
  };
  gauge("slipher_statements_queued", "Statements that wait for a runner.",
        [](const Core& core) { return core.scheduler.queued(); });
  gauge("slipher_runners_busy", "Runner threads at work.", [](const Core& core) { return core.scheduler.running(); });
  gauge("slipher_statements_active", "Statements that have not ended.",
        [](const Core& core) { return core.registry.live_count(); });
  gauge("slipher_sessions", "Open sessions.", [](const Core& core) { return core.sessions->count(); });
  gauge("slipher_engine_memory_bytes", "Memory that the engines of all open warehouses hold.", [](const Core& core) {
    std::int64_t bytes = 0;
    for (const auto& [name, warehouse] : core.dependencies.warehouses.open_warehouses())
      bytes += warehouse->memory_bytes();
    return bytes;
  });
}

}  // namespace

Result<std::unique_ptr<Service>> Service::start(Dependencies dependencies, Limits limits) {
  std::error_code failure;
  std::filesystem::create_directories(dependencies.results_directory, failure);
  if (failure) {
    return Error(ErrorCode::kInternal, "cannot make " + dependencies.results_directory + ": " + failure.message());
  }
  auto core = Core::make(std::move(dependencies), limits);
  auto again = recover(core);
  if (!again) return again.error();
  for (auto& task : *again) enqueue(core, std::make_shared<Task>(std::move(task)));
  add_gauges(core);
  start_janitor(core);
  core->scheduler.start();
  return std::unique_ptr<Service>(std::make_unique<ServiceFront>(std::move(core)));
}

}  // namespace slipher::statements
