#include "app/wiring.h"

#include <unistd.h>

#include "api/front_door.h"
#include "api/redshift_data/credentials.h"
#include "api/secrets.h"
#include "app/access_keys.h"
#include "app/account.h"
#include "app/config_load.h"
#include "app/directory_lock.h"
#include "app/files.h"
#include "app/object_store_keys.h"
#include "base/log.h"
#include "engine/duckdb/provider.h"
#include "http/server.h"
#include "objects/s3_settings.h"

namespace slipher::app {

namespace {

/// What the last answers may take once all statements have ended.
constexpr seconds kLastAnswers{5};

/// The URL under which this machine reaches a listener on every address.
std::string reachable(std::string url) {
  for (const auto& [any, loopback] : {std::pair<std::string, std::string>{"//0.0.0.0:", "//127.0.0.1:"},
                                      std::pair<std::string, std::string>{"//[::]:", "//[::1]:"}}) {
    if (const auto at = url.find(any); at != std::string::npos) url.replace(at, any.size(), loopback);
  }
  return url;
}

}  // namespace

/// In the order of building; stop() takes them down in the reverse order.
struct Application::Parts {
  explicit Parts(const Config& config_in) : config(config_in), directory(config.data_directory) {}

  Config config;
  std::string directory;
  std::unique_ptr<DirectoryLock> lock;
  SystemClock clock;
  RandomIds ids;
  Metrics metrics;
  std::unique_ptr<TimerQueue> timers;
  Account account;
  std::unique_ptr<identity::Vault> vault;
  std::unique_ptr<identity::Identity> identity;
  std::unique_ptr<store::Store> store;
  std::unique_ptr<AccessKeyWatch> keys;
  std::unique_ptr<api::Secrets> secrets;
  std::unique_ptr<objects::ObjectStore> objects;
  std::unique_ptr<engine::WarehouseProvider> warehouses;
  std::unique_ptr<statements::Service> statements;
  std::unique_ptr<api::Services> services;
  std::unique_ptr<api::FrontDoor> front_door;
  std::unique_ptr<http::Server> server;

  Result<void> build();
  Result<void> build_directory();
  Result<void> build_identity();
  Result<void> build_statements();
  Result<void> build_server();
  void stop();
};

Result<void> Application::Parts::build() {
  for (auto step : {&Parts::build_directory, &Parts::build_identity, &Parts::build_statements, &Parts::build_server}) {
    if (auto built = (this->*step)(); !built) return built;
  }
  return {};
}

Result<void> Application::Parts::build_directory() {
  if (auto made = make_directory(directory); !made) return made;
  auto taken = DirectoryLock::take(directory + "/lock");
  if (!taken) return taken.error();
  lock = *std::move(taken);
  ::unlink((directory + "/endpoint").c_str());  // of a server that was killed
  for (const char* part : {"/warehouses", "/results", "/buckets", "/spill"}) {
    if (auto made = make_directory(directory + part); !made) return made;
  }
  return {};
}

Result<void> Application::Parts::build_identity() {
  auto loaded = load_account(directory, config.account);
  if (!loaded) return loaded.error();
  account = *std::move(loaded);
  auto opened_vault = identity::Vault::open(directory + "/master.key");
  if (!opened_vault) return opened_vault.error();
  vault = *std::move(opened_vault);
  auto root = load_or_make_root_key(directory);
  if (!root) return root.error();
  identity = std::make_unique<identity::Identity>(account.id, config.region);
  identity->add(*std::move(root));

  auto opened_store = store::open_store(directory + "/slipher.sqlite");
  if (!opened_store) return opened_store.error();
  store = *std::move(opened_store);
  timers = std::make_unique<TimerQueue>(clock);
  keys = std::make_unique<AccessKeyWatch>(*store, *vault, *identity, clock, *timers);
  if (auto read = keys->load(); !read) return read;
  keys->start();
  auto loaded_secrets = api::Secrets::load({clock, *store, *vault});
  if (!loaded_secrets) return loaded_secrets.error();
  secrets = *std::move(loaded_secrets);
  return {};
}

Result<void> Application::Parts::build_statements() {
  auto rules = bucket_rules(config.object_stores, process_environment());
  if (!rules) return rules.error();
  objects = objects::object_store(directory + "/buckets", *std::move(rules));
  engine::DuckDbSettings engine;
  engine.warehouses_directory = directory + "/warehouses";
  engine.spill_directory = directory + "/spill";
  engine.declared = config.warehouses;
  engine.auto_create = config.auto_create;
  engine.memory_limit_bytes = config.memory_limit_bytes;
  engine.threads = config.engine_threads;
  engine.federated = config.federated;
  engine.federated.find_login = [this](const std::string& secret) {
    return api::redshift_data::login_of_secret(*secrets, secret);
  };
  warehouses = engine::duckdb_warehouses(std::move(engine), *objects);
  auto started = statements::Service::start({.clock = clock,
                                             .ids = ids,
                                             .timers = *timers,
                                             .metrics = metrics,
                                             .store = *store,
                                             .warehouses = *warehouses,
                                             .results_directory = directory + "/results",
                                             .region = config.region,
                                             .account = account.id},
                                            config.statements);
  if (!started) return started.error();
  statements = *std::move(started);
  return {};
}

Result<void> Application::Parts::build_server() {
  api::Settings settings;
  settings.region = config.region;
  settings.account = account.id;
  settings.open_metrics = config.open_metrics;
  settings.signature_skew_past = config.signature_skew_past;
  settings.signature_skew_future = config.signature_skew_future;
  settings.only_own_region = config.only_own_region;
  services = std::make_unique<api::Services>(api::Services{.clock = clock,
                                                           .ids = ids,
                                                           .metrics = metrics,
                                                           .store = *store,
                                                           .identity = *identity,
                                                           .statements = *statements,
                                                           .warehouses = *warehouses,
                                                           .secrets = *secrets,
                                                           .settings = settings,
                                                           .token_key = account.token_key});
  front_door = std::make_unique<api::FrontDoor>(*services);
  auto started = http::Server::start(
      config.http,
      [this](RawRequest request, std::function<void(RawResponse)> done) {
        front_door->handle(std::move(request), std::move(done));
      },
      metrics);
  if (!started) return started.error();
  server = *std::move(started);
  return write_file(directory + "/endpoint", reachable(server->urls().front()) + "\n");
}

void Application::Parts::stop() {
  if (server) {
    ::unlink((directory + "/endpoint").c_str());
    server->drain();
  }
  if (statements) statements->stop(server ? config.shutdown_grace : seconds(0));
  if (server) server->stop(kLastAnswers);
  if (timers) timers->stop();
  if (warehouses) {
    for (auto& [name, warehouse] : warehouses->open_warehouses()) {
      if (auto closed = warehouse->close(); !closed) spdlog::error("warehouse {}: {}", name, closed.error().message);
    }
  }
  server.reset();
  front_door.reset();
  services.reset();
  statements.reset();
  warehouses.reset();
  store.reset();  // joins its writer thread, which may still call into the secrets
  secrets.reset();
}

Application::Application(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}

Result<std::unique_ptr<Application>> Application::start(const Config& config) {
  std::unique_ptr<Application> application(new Application(std::make_unique<Parts>(config)));
  if (auto built = application->parts_->build(); !built) return built.error();
  return application;
}

Application::~Application() {
  parts_->config.shutdown_grace = seconds(0);
  parts_->stop();
}

std::string Application::url() const { return parts_->server->urls().front(); }

void Application::stop() { parts_->stop(); }

}  // namespace slipher::app
