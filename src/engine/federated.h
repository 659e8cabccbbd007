#pragma once
#include <chrono>
#include <functional>
#include <string>

#include "base/result.h"

namespace slipher::engine {

/// Who the server is at a remote database. Never logged, never printed.
struct RemoteLogin {
  std::string user;
  std::string password;
};

/// How external schemas FROM POSTGRES reach their servers. Limits are those of one warehouse.
struct FederatedSettings {
  /// For a new connection, log-in included, and for the wait for a free one.
  std::chrono::seconds connect_timeout{10};
  /// Of one statement at the remote server; 0 = the remote server's own setting.
  std::chrono::seconds statement_timeout{0};
  /// How long a connection without work is kept.
  std::chrono::seconds idle_timeout{60};
  int connections = 32;
  /// libpq's: disable, allow, prefer, require, verify-ca, verify-full.
  std::string sslmode = "prefer";
  /// PEM file with the authorities that verify-ca and verify-full trust; "" = libpq's default.
  std::string ca_file;
  /// The log-in that a SECRET_ARN stands for; from any thread. Empty = there are no secrets.
  std::function<Result<RemoteLogin>(const std::string& secret_arn)> find_login;
};

}  // namespace slipher::engine
