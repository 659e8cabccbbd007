#pragma once
#include <memory>
#include <string>

#include "duckdb.hpp"
#include "engine/duckdb/session_context.h"
#include "objects/store.h"

namespace slipher::engine {

/// Lets DuckDB read "s3://bucket/key", of local buckets and remote ones alike. For queries of our own only: a user's
/// query cannot name a file. `objects` outlives the instance.
void register_object_file_system(::duckdb::DatabaseInstance& instance, objects::ObjectStore& objects);

/// The store that code inside of DuckDB uses for the statement that runs on `context`: the statement's own when it has
/// one (StatementObjects), else `objects`, stopped by the connection's interrupt.
std::shared_ptr<objects::Store> objects_of(::duckdb::ClientContext& context, objects::ObjectStore& objects);

/// Gives a statement its own view of the object store, for as long as this lives: the credentials that it names, its
/// interrupt. SessionContext::objects points there meanwhile.
class StatementObjects {
 public:
  StatementObjects(SessionContext& session, std::optional<objects::Credentials> credentials);
  ~StatementObjects();
  StatementObjects(const StatementObjects&) = delete;
  StatementObjects& operator=(const StatementObjects&) = delete;

 private:
  SessionContext& session_;
  objects::ObjectStore* const shared_;
};

/// A file's path that the engine does not take for a pattern, and back.
std::string without_glob(const std::string& path);
std::string plain_path(const std::string& path);

/// Throws the error as DuckDB's exception that to_error() turns back into it.
[[noreturn]] void throw_storage_error(const Error& error);

}  // namespace slipher::engine
