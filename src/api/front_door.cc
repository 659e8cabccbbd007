#include "api/front_door.h"

#include <exception>

#include "api/call.h"
#include "api/catalog.h"
#include "api/replies.h"
#include "api/request_metrics.h"
#include "api/route.h"
#include "identity/sigv4.h"
#include "wire/json_reader.h"

namespace slipher::api {

namespace {

identity::VerifierSettings verifier_settings(const Settings& settings) {
  identity::VerifierSettings out;
  out.skew_past = settings.signature_skew_past;
  out.skew_future = settings.signature_skew_future;
  if (settings.only_own_region) out.region = settings.region;
  return out;
}

}  // namespace

struct FrontDoor::Impl {
  explicit Impl(Services& services_in)
      : services(services_in),
        verifier(services_in.identity, services_in.clock, verifier_settings(services_in.settings)),
        metrics(std::make_shared<RequestMetrics>(services_in.metrics)) {}

  /// The checks of the real front end, in its order: JSON, operation, signature; then the operation itself.
  void json(const std::shared_ptr<Call>& call, const Route& route) {
    if (route.service) call->set_service(*route.service);
    const std::string& body = call->request().body;
    if (!body.empty() && !wire::is_json(body))
      return call->fail(Error(ErrorCode::kSerialization, "The request body is not valid JSON."));
    if (!route.operation) return call->fail(Error(ErrorCode::kUnknownOperation, ""));
    call->set_operation(*route.operation);
    if (!authenticate(*call, route.service->signing_name)) return;
    route.operation->run(services, call);
  }

  /// The query protocol names the operation among the signed parameters, so that the signature comes first.
  void query(const std::shared_ptr<Call>& call, const ServiceInfo& service) {
    call->set_service(service);
    const RawRequest& request = call->request();
    auto form = wire::FormParameters::parse(
        request.method == "POST" && !request.body.empty() ? request.body : query_of(request.target));
    if (!form) return call->fail(form.error());
    const std::string* const action = form->find("Action");
    const std::string* const version = form->find("Version");
    const OperationInfo* const operation = action ? service.find(*action) : nullptr;
    // A request to a service that is not served is told so, not that its signature is of the wrong service.
    const auto scope = identity::claimed_scope(request);
    const bool is_foreign = !operation && scope && scope->service != service.signing_name;
    if (!is_foreign && !authenticate(*call, service.signing_name)) return;
    if (!operation || (version && *version != service.api_version)) {
      return call->fail(Error(ErrorCode::kUnknownOperation, "Could not find operation " + (action ? *action : "null") +
                                                                " for version " +
                                                                (version ? *version : "NO_VERSION_SPECIFIED")));
    }
    call->set_operation(*operation);
    call->set_form(std::move(*form));
    operation->run(services, call);
  }

  void print_metrics(Call& call) {
    if (!services.settings.open_metrics) {
      const auto scope = identity::claimed_scope(call.request());
      const ServiceInfo* const service = scope ? find_service_by_signing_name(scope->service) : nullptr;
      if (!authenticate(call, service ? service->signing_name : "redshift-data")) return;
    }
    call.answer(plain_text(200, services.metrics.prometheus_text()), "ok");
  }

  bool authenticate(Call& call, std::string_view signing_name) {
    auto principal = verifier.verify(call.request(), signing_name);
    if (!principal) {
      call.fail(principal.error());
      return false;
    }
    call.set_principal(std::move(*principal));
    return true;
  }

  void dispatch(const std::shared_ptr<Call>& call) {
    const Route route = find_route(call->request());
    switch (route.kind) {
      case RouteKind::kHealth:
        return call->answer(plain_text(200, "ok\n"), "ok");
      case RouteKind::kMetrics:
        return print_metrics(*call);
      case RouteKind::kJson:
        return json(call, route);
      case RouteKind::kQuery:
        return query(call, *route.service);
      case RouteKind::kNowhere:
        return call->answer(unknown_resource(), "UnknownOperationException");
    }
  }

  Services& services;
  identity::SignatureVerifier verifier;
  std::shared_ptr<RequestMetrics> metrics;
};

FrontDoor::FrontDoor(Services& services) : impl_(std::make_unique<Impl>(services)) {}
FrontDoor::~FrontDoor() = default;

void FrontDoor::handle(RawRequest request, std::function<void(RawResponse)> done) {
  const auto call = std::make_shared<Call>(impl_->services.ids, impl_->metrics, std::move(request), std::move(done));
  try {
    impl_->dispatch(call);
  } catch (const std::exception& failure) {
    call->fail(Error(ErrorCode::kInternal, std::string("The request failed inside the server: ") + failure.what()));
  }
}

}  // namespace slipher::api
