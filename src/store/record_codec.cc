#include "store/record_codec.h"

#include "store/encoding.h"

namespace slipher::store {
namespace {

constexpr char kRequestVersion = 1;
constexpr char kOutcomeVersion = 1;
constexpr char kSessionVersion = 1;
constexpr char kSecretVersion = 1;

using Pairs = std::vector<std::pair<std::string, std::string>>;

void encode_pairs(Encoder& encoder, const Pairs& pairs) {
  encoder.integer(static_cast<std::int64_t>(pairs.size()));
  for (const auto& [name, value] : pairs) {
    encoder.text(name);
    encoder.text(value);
  }
}

Pairs decode_pairs(Decoder& decoder) {
  Pairs pairs;
  for (std::size_t left = decoder.count(); left > 0; --left) {
    std::string name = decoder.text();
    pairs.emplace_back(std::move(name), decoder.text());
  }
  return pairs;
}

bool decode_state(Decoder& decoder, StatementState& state) {
  const std::int64_t value = decoder.integer();
  state = static_cast<StatementState>(value);
  return value >= 0 && value <= static_cast<std::int64_t>(StatementState::kAborted);
}

void encode_version(Encoder& encoder, const SecretVersionRecord& version) {
  encoder.text(version.version_id);
  encoder.integer(static_cast<std::int64_t>(version.stages.size()));
  for (const std::string& stage : version.stages) encoder.text(stage);
  encoder.text(version.sealed_value);
  encoder.boolean(version.is_binary);
  encoder.time(version.created_at);
}

SecretVersionRecord decode_version(Decoder& decoder) {
  SecretVersionRecord version;
  version.version_id = decoder.text();
  for (std::size_t left = decoder.count(); left > 0; --left) version.stages.push_back(decoder.text());
  version.sealed_value = decoder.text();
  version.is_binary = decoder.boolean();
  version.created_at = decoder.time();
  return version;
}

void encode_optional_time(Encoder& encoder, const std::optional<Timestamp>& time) {
  encoder.boolean(time.has_value());
  if (time) encoder.time(*time);
}

std::optional<Timestamp> decode_optional_time(Decoder& decoder) {
  if (!decoder.boolean()) return std::nullopt;
  return decoder.time();
}

}  // namespace

std::string encode_request(const StatementRecord& record) {
  Encoder encoder(kRequestVersion);
  encoder.text(record.warehouse_name);
  encoder.text(record.db_user);
  encoder.boolean(record.db_user_given);
  encoder.text(record.secret_arn);
  encoder.text(record.session_id);
  encoder.boolean(record.owns_session);
  encoder.integer(record.session_keep_alive_seconds);
  encoder.boolean(record.is_batch);
  encoder.boolean(record.auto_commit);
  encoder.optional_text(record.execution_mode);
  encoder.boolean(record.with_event);
  encoder.boolean(record.csv);
  encoder.optional_text(record.result_format);
  encode_pairs(encoder, record.parameters);
  encoder.integer(static_cast<std::int64_t>(record.subs.size()));
  for (const SubStatement& sub : record.subs) encoder.text(sub.sql);
  return std::move(encoder).take();
}

bool decode_request(std::string_view bytes, StatementRecord& record) {
  Decoder decoder(bytes, kRequestVersion);
  record.warehouse_name = decoder.text();
  record.db_user = decoder.text();
  record.db_user_given = decoder.boolean();
  record.secret_arn = decoder.text();
  record.session_id = decoder.text();
  record.owns_session = decoder.boolean();
  record.session_keep_alive_seconds = decoder.integer();
  record.is_batch = decoder.boolean();
  record.auto_commit = decoder.boolean();
  record.execution_mode = decoder.optional_text();
  record.with_event = decoder.boolean();
  record.csv = decoder.boolean();
  record.result_format = decoder.optional_text();
  record.parameters = decode_pairs(decoder);
  const std::size_t subs = decoder.count();
  record.subs.clear();
  for (std::size_t i = 0; i < subs; ++i) record.subs.emplace_back().sql = decoder.text();
  return decoder.complete();
}

std::string encode_outcome(const StatementRecord& record) {
  Encoder encoder(kOutcomeVersion);
  encoder.text(record.error);
  encoder.integer(record.duration_ns);
  encoder.integer(record.process_id);
  encoder.boolean(record.has_result_set);
  encoder.integer(static_cast<std::int64_t>(record.subs.size()));
  for (const SubStatement& sub : record.subs) {
    encoder.integer(static_cast<std::int64_t>(sub.state));
    encoder.text(sub.error);
    encoder.time(sub.created_at);
    encoder.time(sub.updated_at);
    encoder.integer(sub.duration_ns);
    encoder.integer(sub.result_rows);
    encoder.integer(sub.result_bytes);
    encoder.integer(sub.query_id);
    encoder.boolean(sub.has_result_set);
  }
  return std::move(encoder).take();
}

bool decode_outcome(std::string_view bytes, StatementRecord& record) {
  Decoder decoder(bytes, kOutcomeVersion);
  record.error = decoder.text();
  record.duration_ns = decoder.integer();
  record.process_id = decoder.integer();
  record.has_result_set = decoder.boolean();
  if (decoder.count() != record.subs.size()) return false;
  for (SubStatement& sub : record.subs) {
    if (!decode_state(decoder, sub.state)) return false;
    sub.error = decoder.text();
    sub.created_at = decoder.time();
    sub.updated_at = decoder.time();
    sub.duration_ns = decoder.integer();
    sub.result_rows = decoder.integer();
    sub.result_bytes = decoder.integer();
    sub.query_id = decoder.integer();
    sub.has_result_set = decoder.boolean();
  }
  return decoder.complete();
}

std::string encode_session(const SessionRecord& record) {
  Encoder encoder(kSessionVersion);
  encoder.text(record.warehouse_name);
  encoder.text(record.db_user);
  encoder.boolean(record.db_user_given);
  encoder.text(record.secret_arn);
  encoder.integer(record.keep_alive_seconds);
  return std::move(encoder).take();
}

bool decode_session(std::string_view bytes, SessionRecord& record) {
  Decoder decoder(bytes, kSessionVersion);
  record.warehouse_name = decoder.text();
  record.db_user = decoder.text();
  record.db_user_given = decoder.boolean();
  record.secret_arn = decoder.text();
  record.keep_alive_seconds = decoder.integer();
  return decoder.complete();
}

std::string encode_secret(const SecretRecord& record) {
  Encoder encoder(kSecretVersion);
  encoder.text(record.description);
  encoder.text(record.kms_key_id);
  encoder.text(record.owner);
  encode_pairs(encoder, record.tags);
  encoder.integer(static_cast<std::int64_t>(record.versions.size()));
  for (const SecretVersionRecord& version : record.versions) encode_version(encoder, version);
  encoder.time(record.created_at);
  encoder.time(record.changed_at);
  encode_optional_time(encoder, record.last_accessed_at);
  encode_optional_time(encoder, record.deletes_at);
  return std::move(encoder).take();
}

bool decode_secret(std::string_view bytes, SecretRecord& record) {
  Decoder decoder(bytes, kSecretVersion);
  record.description = decoder.text();
  record.kms_key_id = decoder.text();
  record.owner = decoder.text();
  record.tags = decode_pairs(decoder);
  record.versions.clear();
  for (std::size_t left = decoder.count(); left > 0; --left) record.versions.push_back(decode_version(decoder));
  record.created_at = decoder.time();
  record.changed_at = decoder.time();
  record.last_accessed_at = decode_optional_time(decoder);
  record.deletes_at = decode_optional_time(decoder);
  return decoder.complete();
}

}  // namespace slipher::store
