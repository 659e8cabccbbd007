#pragma once
#include <string>

#include "base/clock.h"
#include "base/ids.h"
#include "base/metrics.h"
#include "identity/identity.h"
#include "statements/service.h"
#include "store/store.h"

namespace slipher::api {

class Secrets;

/// What the front door itself needs to know; every member is a configuration key.
struct Settings {
  std::string region = "us-east-1";
  std::string account = "000000000000";
  /// Answers /metrics without a signature.
  bool open_metrics = false;
  /// SigV4 clock skew allowed: into the past and into the future.
  seconds signature_skew_past{900};
  seconds signature_skew_future{300};
  /// Whether only requests signed for `region` are taken; else any well-formed region is.
  bool only_own_region = false;
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
  /// Secrets Manager's secrets: `Secrets::load(...)`.
  Secrets& secrets;
  Settings settings;
  /// 32 secret bytes under which paging tokens are authenticated; from the vault, so that tokens survive a restart.
  std::string token_key;
};

}  // namespace slipher::api
