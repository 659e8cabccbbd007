#include "store/small_tables.h"

#include "store/record_codec.h"

namespace slipher::store {

Result<std::optional<TokenRecord>> find_token(Database& database, std::string_view owner, std::string_view token,
                                              Timestamp now) {
  Query query(database,
              "SELECT statement_id, request_hash, expires_at FROM tokens "
              "WHERE owner = ?1 AND token = ?2 AND expires_at > ?3",
              owner, token, now);
  std::optional<TokenRecord> record;
  if (query.next()) {
    record = TokenRecord{.owner = std::string(owner),
                         .token = std::string(token),
                         .statement_id = query.text(0),
                         .request_hash = query.text(1),
                         .expires_at = query.time(2)};
  }
  if (auto status = query.status(); !status) return std::move(status).error();
  return record;
}

Result<std::vector<AccessKeyRecord>> access_keys(Database& database) {
  Query query(database,
              "SELECT access_key_id, sealed_secret, user_name, is_administrator, is_revoked, created_at "
              "FROM access_keys ORDER BY created_at, access_key_id");
  std::vector<AccessKeyRecord> keys;
  while (query.next()) {
    keys.push_back({.access_key_id = query.text(0),
                    .sealed_secret = query.text(1),
                    .user_name = query.text(2),
                    .is_administrator = query.integer(3) != 0,
                    .is_revoked = query.integer(4) != 0,
                    .created_at = query.time(5)});
  }
  if (auto status = query.status(); !status) return std::move(status).error();
  return keys;
}

Result<std::vector<SecretRecord>> secrets(Database& database) {
  Query query(database, "SELECT arn, name, body FROM secrets ORDER BY name, arn");
  std::vector<SecretRecord> records;
  while (query.next()) {
    SecretRecord record;
    record.arn = query.text(0);
    record.name = query.text(1);
    if (!decode_secret(query.bytes(2), record)) {
      return Error(ErrorCode::kInternal,
                   "store " + database.file() + ": the record of secret " + record.arn + " is damaged");
    }
    records.push_back(std::move(record));
  }
  if (auto status = query.status(); !status) return std::move(status).error();
  return records;
}

Result<std::vector<OutboxRecord>> outbox(Database& database, std::size_t limit) {
  Query query(database, "SELECT statement_id, body, created_at FROM outbox ORDER BY seq LIMIT ?1",
              static_cast<std::int64_t>(limit));
  std::vector<OutboxRecord> records;
  while (query.next()) {
    records.push_back({.statement_id = query.text(0), .body = query.text(1), .created_at = query.time(2)});
  }
  if (auto status = query.status(); !status) return std::move(status).error();
  return records;
}

}  // namespace slipher::store
