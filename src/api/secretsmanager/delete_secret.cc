#include "api/secretsmanager/delete_secret.h"

#include "api/secretsmanager/versions.h"

namespace slipher::api::secretsmanager {

namespace {

constexpr std::int64_t kDefaultWindow = 30;
constexpr std::int64_t kShortestWindow = 7;
constexpr std::int64_t kLongestWindow = 30;

Result<void> check_request(const DeleteSecret::Request& request) {
  if (request.recovery_window_in_days && request.force_delete_without_recovery.value_or(false))
    return Error(ErrorCode::kInvalidParameter,
                 "You can't use ForceDeleteWithoutRecovery in conjunction with RecoveryWindowInDays.");
  const std::int64_t window = request.recovery_window_in_days.value_or(kDefaultWindow);
  if (window < kShortestWindow || window > kLongestWindow)
    return Error(ErrorCode::kInvalidParameter,
                 "The RecoveryWindowInDays value must be between 7 and 30 days (inclusive).");
  return {};
}

/// What is said of a secret that does not exist: deleting it at once is no error, so that it can be repeated.
DeleteSecret::Response already_gone(const Settings& settings, const std::string& id, Timestamp now) {
  const std::string prefix = "arn:aws:secretsmanager:" + settings.region + ":" + settings.account + ":secret:";
  if (id.starts_with(prefix)) return {id, id.substr(prefix.size()), now};
  return {prefix + id, id, now};
}

}  // namespace

void DeleteSecret::handle(Services& services, const Caller& caller, const Request& request, Completion<Response> done) {
  if (auto checked = check_request(request); !checked) return done(checked.error());
  const bool at_once = request.force_delete_without_recovery.value_or(false);
  const auto window = std::chrono::days(request.recovery_window_in_days.value_or(kDefaultWindow));
  const auto response = std::make_shared<Response>();
  auto make = [&services, requester = caller.requester(), id = *request.secret_id, at_once, window,
               response]() -> Result<Secrets::Change> {
    const auto record = services.secrets.find(requester, id);
    const Timestamp now = services.clock.now();
    if (!record && at_once) {
      *response = already_gone(services.settings, id, now);
      return Secrets::Change{};
    }
    if (!record) return record.error();
    *response = {(*record)->arn, (*record)->name, now};
    if (at_once) return Secrets::Change{.erase = (*record)->arn};
    if (auto live = check_not_deleted(**record); !live) return live.error();
    response->deletion_date = now + window;
    Secrets::Change change{.put = **record};
    change.put->deletes_at = response->deletion_date;
    return change;
  };
  services.secrets.change(std::move(make), [done = std::move(done), response](const Result<Secrets::Record>& record) {
    if (!record) return done(record.error());
    done(std::move(*response));
  });
}

}  // namespace slipher::api::secretsmanager
