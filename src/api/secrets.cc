#include "api/secrets.h"

#include <algorithm>

#include "base/log.h"

namespace slipher::api {

namespace {

constexpr std::size_t kSuffixLength = 7;  // "-" and six characters, at the end of an ARN

Error not_found() { return {ErrorCode::kResourceNotFound, "Secrets Manager can't find the specified secret."}; }

std::string context(std::string_view arn, std::string_view version_id) {
  return "secret:" + std::string(arn) + ":" + std::string(version_id);
}

}  // namespace

const store::SecretVersionRecord* find_stage(const store::SecretRecord& secret, std::string_view stage) {
  for (const store::SecretVersionRecord& version : secret.versions)
    if (std::find(version.stages.begin(), version.stages.end(), stage) != version.stages.end()) return &version;
  return nullptr;
}

Result<std::unique_ptr<Secrets>> Secrets::load(Dependencies dependencies) {
  auto records = dependencies.store.secrets();
  if (!records) return records.error();
  std::unique_ptr<Secrets> secrets(new Secrets(dependencies));
  for (store::SecretRecord& record : *records) {
    const auto shared = std::make_shared<const store::SecretRecord>(std::move(record));
    secrets->by_name_[shared->name] = shared;
    secrets->by_arn_[shared->arn] = shared;
  }
  return secrets;
}

bool Secrets::is_gone(const store::SecretRecord& record) const {
  return record.deletes_at && *record.deletes_at <= dependencies_.clock.now();
}

Secrets::Record Secrets::find_locked(std::string_view id) const {
  if (!id.starts_with("arn:")) {
    const auto found = by_name_.find(id);
    return found == by_name_.end() ? nullptr : found->second;
  }
  // Exact, or the first one that continues the text with a suffix.
  const auto found = by_arn_.lower_bound(id);
  if (found == by_arn_.end()) return nullptr;
  for (auto at = found; at != by_arn_.end() && at->first.starts_with(id); ++at) {
    const std::string_view rest = std::string_view(at->first).substr(id.size());
    if (rest.empty() || (rest.size() == kSuffixLength && rest.front() == '-')) return at->second;
  }
  return nullptr;
}

Result<Secrets::Record> Secrets::find(const statements::Requester& requester, std::string_view id) const {
  Record record;
  {
    std::lock_guard lock(mutex_);
    record = find_locked(id);
  }
  if (!record || is_gone(*record)) return not_found();
  if (!requester.is_administrator && record->owner != requester.principal) return not_found();
  return record;
}

Secrets::Record Secrets::find_by_name(std::string_view name) const {
  std::lock_guard lock(mutex_);
  const auto found = by_name_.find(name);
  return found == by_name_.end() ? nullptr : found->second;
}

std::vector<Secrets::Record> Secrets::list(const statements::Requester& requester) const {
  std::vector<Record> out;
  std::lock_guard lock(mutex_);
  for (const auto& [name, record] : by_name_) {
    if (is_gone(*record)) continue;
    if (requester.is_administrator || record->owner == requester.principal) out.push_back(record);
  }
  return out;
}

Result<std::string> Secrets::open(const store::SecretRecord& secret, const store::SecretVersionRecord& version) const {
  auto value = dependencies_.vault.open(version.sealed_value, context(secret.arn, version.version_id));
  if (!value)
    return Error(ErrorCode::kDecryptionFailure,
                 "Secrets Manager can't decrypt the protected secret text using the provided KMS key.");
  return value;
}

std::string Secrets::seal(std::string_view arn, std::string_view version_id, std::string_view value) const {
  return dependencies_.vault.seal(value, context(arn, version_id));
}

Result<std::string> Secrets::current_value(const statements::Requester& requester, std::string_view id) const {
  const auto record = find(requester, id);
  if (!record) return record.error();
  if ((*record)->deletes_at)
    return Error(ErrorCode::kInvalidRequest,
                 "You can't perform this operation on the secret because it was marked for deletion.");
  const store::SecretVersionRecord* const version = find_stage(**record, "AWSCURRENT");
  if (!version)
    return Error(ErrorCode::kResourceNotFound,
                 "Secrets Manager can't find the specified secret value for staging label: AWSCURRENT");
  return open(**record, *version);
}

void Secrets::change(std::function<Result<Change>()> make, std::function<void(Result<Record>)> done) {
  Pending pending{std::move(make), std::move(done)};
  bool is_full = false;
  {
    std::lock_guard lock(mutex_);
    is_full = is_changing_ && pending_.size() >= kMaxPending;
    if (is_changing_ && !is_full) {
      pending_.push_back(std::move(pending));
      return;
    }
    if (!is_full) is_changing_ = true;
  }
  if (is_full) return pending.done(Error(ErrorCode::kThrottling, "Rate exceeded"));
  run(std::move(pending));
}

void Secrets::run(Pending pending) {
  auto made = pending.make();
  if (!made) {
    pending.done(made.error());
    return run_next();
  }
  auto transaction = dependencies_.store.begin();
  if (made->erase) transaction->erase_secret(*made->erase);
  if (made->put) transaction->put(*made->put);
  const auto change = std::make_shared<Change>(std::move(*made));
  dependencies_.store.commit(
      std::move(transaction), [this, change, done = std::move(pending.done)](Result<void> committed) {
        if (!committed) {
          done(committed.error());
        } else {
          const Record record = change->put ? std::make_shared<const store::SecretRecord>(*change->put) : nullptr;
          apply(*change, record);
          done(record);
        }
        run_next();
      });
}

void Secrets::run_next() {
  Pending next;
  {
    std::lock_guard lock(mutex_);
    if (pending_.empty()) {
      is_changing_ = false;
      return;
    }
    next = std::move(pending_.front());
    pending_.pop_front();
  }
  run(std::move(next));
}

void Secrets::apply(const Change& change, const Record& record) {
  std::lock_guard lock(mutex_);
  if (change.erase) {
    if (const auto found = by_arn_.find(*change.erase); found != by_arn_.end()) {
      by_name_.erase(found->second->name);
      by_arn_.erase(found);
    }
  }
  if (record) {
    by_name_[record->name] = record;
    by_arn_[record->arn] = record;
  }
}

void Secrets::touch(const store::SecretRecord& secret) {
  const auto today = Timestamp(std::chrono::floor<std::chrono::days>(dependencies_.clock.now()));
  if (secret.last_accessed_at && *secret.last_accessed_at >= today) return;
  change(
      [this, arn = secret.arn, today]() -> Result<Change> {
        std::lock_guard lock(mutex_);
        const auto found = by_arn_.find(arn);
        if (found == by_arn_.end()) return not_found();
        Change change{.put = *found->second};
        change.put->last_accessed_at = today;
        return change;
      },
      [](const Result<Record>& result) {
        if (!result && result.error().code == ErrorCode::kInternal)
          spdlog::warn("the last access to a secret was not kept: {}", result.error().message);
      });
}

}  // namespace slipher::api
