#pragma once
#include <boost/json.hpp>
#include <memory>
#include <string>
#include <utility>

#include "api/front_door.h"
#include "api/secrets.h"
#include "api/services.h"
#include "api/testing/fake_statements.h"
#include "api/testing/fake_store.h"
#include "identity/sigv4.h"

namespace slipher::api::testing {

/// Seals by turning the bytes around behind their context: enough to see that values are sealed, and to what.
class FakeVault final : public identity::Vault {
 public:
  std::string seal(std::string_view plain, std::string_view context) const override {
    return std::string(context) + "|" + std::string(plain.rbegin(), plain.rend());
  }
  Result<std::string> open(std::string_view sealed, std::string_view context) const override {
    if (sealed.substr(0, context.size()) != context) return Error(ErrorCode::kDecryptionFailure, "another context");
    const std::string_view rest = sealed.substr(context.size() + 1);
    return std::string(rest.rbegin(), rest.rend());
  }
};

class NoWarehouses final : public engine::WarehouseProvider {
 public:
  Result<std::shared_ptr<engine::Warehouse>> find(std::string_view) override {
    return Error(ErrorCode::kValidation, "Redshift endpoint doesn't exist in this region.");
  }
  std::vector<std::pair<std::string, std::shared_ptr<engine::Warehouse>>> open_warehouses() override { return {}; }
};

/// A reply with its body parsed.
struct Reply {
  RawResponse raw;
  boost::json::object body;

  std::string text(std::string_view member) const {
    const auto* const value = body.if_contains(member);
    return value && value->is_string() ? std::string(value->get_string())
                                       : std::string("(no ") + std::string(member) + ")";
  }
};

/// The front door on fakes: a clock that stands still at 2023-11-14T22:13:20Z, sequential ids, two users with keys.
class Door {
 public:
  FakeClock clock;
  SequentialIds ids;
  Metrics metrics;
  FakeStore store;
  FakeVault vault;
  identity::Identity identity{"123456789012", "us-east-1"};
  FakeStatements statements{clock, ids};
  NoWarehouses warehouses;
  std::unique_ptr<Secrets> secrets = *Secrets::load({clock, store, vault});
  Services services{.clock = clock,
                    .ids = ids,
                    .metrics = metrics,
                    .store = store,
                    .identity = identity,
                    .statements = statements,
                    .warehouses = warehouses,
                    .secrets = *secrets,
                    .settings = {.region = "us-east-1", .account = "123456789012"},
                    .token_key = std::string(32, 'k')};
  identity::AccessKey root{"AKIAROOTROOTROOTROOT", "secretsecretsecretsecretsecretsecretsecr", "root", true};
  identity::AccessKey alice{"AKIAALICEALICEALICE1", "alicealicealicealicealicealicealicealic1", "alice", false};
  /// Who signs.
  identity::AccessKey user = root;

  Door() {
    identity.add(root);
    identity.add(alice);
    open();
  }

  /// Makes the front door anew, after a change of settings.
  void open() { front_door = std::make_unique<FrontDoor>(services); }

  static RawRequest json_request(std::string target, std::string body) {
    RawRequest request{.method = "POST", .target = "/", .headers = {}, .body = std::move(body), .peer = "127.0.0.1:1"};
    request.headers.add("Host", "127.0.0.1:8439");
    request.headers.add("Content-Type", "application/x-amz-json-1.1");
    request.headers.add("X-Amz-Target", std::move(target));
    return request;
  }

  void sign(RawRequest& request, const std::string& service) {
    identity::sign(request, "127.0.0.1:8439", user, {"us-east-1", service}, clock.now());
  }

  /// Answers that come at once; a request that is parked gives status 0.
  RawResponse send(RawRequest request) {
    auto reply = std::make_shared<RawResponse>();
    reply->status = 0;
    front_door->handle(std::move(request), [reply](RawResponse response) { *reply = std::move(response); });
    return *reply;
  }

  Reply call(const std::string& target, const std::string& body) {
    RawRequest request = json_request(target, body);
    sign(request, target.starts_with("secretsmanager") ? "secretsmanager" : "redshift-data");
    Reply reply{send(std::move(request)), {}};
    boost::system::error_code error;
    const auto parsed = boost::json::parse(reply.raw.body, error);
    if (!error && parsed.is_object()) reply.body = parsed.get_object();
    return reply;
  }
  Reply data(const std::string& operation, const std::string& body) { return call("RedshiftData." + operation, body); }
  Reply secret(const std::string& operation, const std::string& body) {
    return call("secretsmanager." + operation, body);
  }

  std::unique_ptr<FrontDoor> front_door;
};

}  // namespace slipher::api::testing
