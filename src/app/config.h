#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "api/services.h"
#include "base/log.h"
#include "engine/federated.h"
#include "http/settings.h"
#include "statements/limits.h"

namespace slipher::app {

/// One [[object_store]] of the configuration: buckets that are kept at an S3 endpoint. object_store_keys.h declares the
/// names.
struct ObjectStoreEntry {
  std::string bucket;
  std::string endpoint;
  std::string region = "us-east-1";
  std::string addressing = "auto";
  std::string access_key_id;
  std::string secret_access_key;
  std::string secret_access_key_file;
  std::string secret_access_key_variable;
  std::string session_token;
  std::string ca_file;
};

/// Every setting of the server, with its default. config_keys.h declares the names under which they are set.
struct Config {
  /// What the server keeps: databases, results, keys, buckets.
  std::string data_directory = "./slipher-data";
  http::Settings http;
  bool open_metrics = false;
  /// What running statements and open requests get at SIGTERM before they are interrupted.
  seconds shutdown_grace{30};
  statements::Limits statements;
  /// Warehouses that exist always.
  std::vector<std::string> warehouses;
  /// Makes a warehouse of any valid identifier when it is first used.
  bool auto_create = true;
  /// Of one warehouse; 0 = the engine's own default.
  std::int64_t memory_limit_bytes = 0;
  int engine_threads = 0;
  engine::FederatedSettings federated;
  std::string region = "us-east-1";
  bool only_own_region = false;
  /// 12 digits; "" = made at the first start and kept in DIR/account.toml.
  std::string account;
  seconds signature_skew_past{900};
  seconds signature_skew_future{300};
  LogSettings log;
  /// In this order; buckets that none of them names are directories below DIR/buckets.
  std::vector<ObjectStoreEntry> object_stores;
};

}  // namespace slipher::app
