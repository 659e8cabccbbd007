#pragma once
#include <string>

#include "base/clock.h"
#include "base/ids.h"
#include "base/metrics.h"
#include "identity/identity.h"
#include "statements/service.h"
#include "store/store.h"

namespace slipher::api {

/// What the front door itself needs to know; every member is a configuration key.
struct Settings {
  std::string region = "us-east-1";
  std::string account = "000000000000";
  /// Answers /metrics without a signature.
  bool open_metrics = false;
  /// SigV4 clock skew allowed: into the past and into the future.
  seconds signature_skew_past{900};
  seconds signature_skew_future{300};
};

/// Everything an operation may reach. Made by app/, outlives the front door.
struct Services {
  const Clock& clock;
  IdSource& ids;
  Metrics& metrics;
  store::Store& store;
  identity::Identity& identity;
  statements::Service& statements;
  engine::WarehouseProvider& warehouses;
  Settings settings;
};

}  // namespace slipher::api
