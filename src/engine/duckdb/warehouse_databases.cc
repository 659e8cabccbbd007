// DuckDbWarehouse: databases made, renamed and dropped.
#include <algorithm>
#include <chrono>
#include <thread>

#include "base/blocked_section.h"
#include "base/failpoint.h"
#include "base/log.h"
#include "duckdb/main/attached_database.hpp"
#include "duckdb/main/database_manager.hpp"
#include "duckdb/transaction/duck_transaction_manager.hpp"
#include "engine/duckdb/access/principal_store.h"
#include "engine/duckdb/database_name.h"
#include "engine/duckdb/database_renames.h"
#include "engine/duckdb/duckdb_warehouse.h"
#include "engine/duckdb/errors.h"
#include "engine/duckdb/markers.h"
#include "engine/duckdb/own_catalog.h"
#include "engine/duckdb/quoting.h"
#include "engine/duckdb/rename_catalog.h"
#include "sql/tree.h"

namespace slipher::engine {
namespace {

/// How long the end of other sessions is waited for: one that its client has let go of is there a moment longer.
constexpr std::chrono::seconds kPatience{2};
constexpr std::chrono::milliseconds kPause{5};

void run(::duckdb::Connection& connection, const std::string& text) {
  const auto result = connection.Query(text);
  if (result->HasError()) result->ThrowError();
}

/// Closes the database's file, which is done when the last transaction that reads it ends.
void detach(::duckdb::Connection& connection, const std::string& name) {
  const ::duckdb::weak_ptr<::duckdb::AttachedDatabase> attached =
      ::duckdb::DatabaseManager::Get(*connection.context).GetDatabase(name);
  run(connection, "DETACH DATABASE IF EXISTS " + quote_name(name));
  const BlockedSection waits_for_others;
  while (!attached.expired()) std::this_thread::sleep_for(kPause);
}

}  // namespace

Result<void> DuckDbWarehouse::reserve_name(const std::string& name) {
  if (auto valid = check_database_name(name); !valid) return valid;
  std::lock_guard lock(mutex_);
  if (databases_.contains(name)) return sql_failure("database \"" + name + "\" already exists");
  databases_[name] = "database \"" + name + "\" is being made";
  return {};
}

void DuckDbWarehouse::release_name(const std::string& name) {
  std::lock_guard lock(mutex_);
  databases_.erase(name);
}

bool DuckDbWarehouse::is_in_use(const std::string& name) const {
  const auto sessions = activity_->sessions();
  const auto is_connected = [&](const SessionRecord& each) { return each.ended == 0 && each.database == name; };
  if (std::any_of(sessions.begin(), sessions.end(), is_connected)) return true;
  // Sessions of other databases may read it.
  const auto attached = ::duckdb::DatabaseManager::Get(*database_->instance).GetDatabase(name);
  return attached &&
         ::duckdb::DuckTransactionManager::Get(*attached).LowestActiveStart() < ::duckdb::TRANSACTION_ID_START;
}

Result<void> DuckDbWarehouse::shut_out_sessions(const std::string& name) {
  {
    std::lock_guard lock(mutex_);
    const auto found = databases_.find(name);
    if (found == databases_.end()) return sql_failure("database \"" + name + "\" does not exist");
    if (!found->second.empty()) return sql_failure(found->second);
    found->second = "database \"" + name + "\" is being renamed or dropped";
  }
  const BlockedSection waits_for_others;
  for (const auto deadline = std::chrono::steady_clock::now() + kPatience; is_in_use(name);) {
    if (std::chrono::steady_clock::now() > deadline) {
      let_sessions_in(name);
      return sql_failure("database \"" + name + "\" is being accessed by other users");
    }
    std::this_thread::sleep_for(kPause);
  }
  return {};
}

void DuckDbWarehouse::let_sessions_in(const std::string& name) {
  std::lock_guard lock(mutex_);
  databases_[name].clear();
}

Result<void> DuckDbWarehouse::create_database(const std::string& name, const CommitMarker* marker,
                                              const std::string& collation) {
  if (auto reserved = reserve_name(name); !reserved) return reserved;
  auto made = make_file(name, marker, collation);
  if (made) made = attach(name);
  if (made) return made;
  files_.remove_unfinished(name);
  release_name(name);
  return sql_failure(made.error().message);
}

// The database is made under another name and gets its own when it is whole, its marker included.
Result<void> DuckDbWarehouse::make_file(const std::string& name, const CommitMarker* marker,
                                        const std::string& collation) {
  files_.remove_unfinished(name);
  const auto catalog = "unfinished " + name;  // no database of a user's has a blank
  auto made = guarded([&]() -> Result<void> {
    ::duckdb::Connection connection(*database_);
    run(connection, attach_statement(files_.unfinished_path(name), catalog));
    prepare_database(connection, catalog);
    if (!collation.empty())
      run(connection, "INSERT INTO " + internal_table(catalog, "database_settings") + " VALUES ('collation', " +
                          quote_text(collation) + ")");
    if (marker) run(connection, marker_text(catalog, *marker));
    run(connection, "CHECKPOINT " + quote_name(catalog));
    run(connection, "DETACH " + quote_name(catalog));
    return {};
  });
  if (!made) {
    ::duckdb::Connection(*database_).Query("DETACH DATABASE IF EXISTS " + quote_name(catalog));
    return made;
  }
  failpoint("engine.before_create_database");
  return files_.finish(name);
}

// Principals may stand in any of the databases: what this one holds goes on in another one.
Result<void> DuckDbWarehouse::carry_principals_to_heir(const std::string& name) {
  std::optional<std::string> heir;
  for (const auto& other : attached()) {
    if (other != name && (!heir || other == kFirstDatabase)) heir = other;
  }
  if (!heir) return {};
  ::duckdb::Connection connection(*database_);
  return carry_principals_over(connection, name, *heir);
}

Result<void> DuckDbWarehouse::rename_database(const std::string& from, const std::string& to,
                                              const CommitMarker* marker) {
  if (auto reserved = reserve_name(to); !reserved) return reserved;
  auto renamed = shut_out_sessions(from);
  if (renamed) {
    renamed = move_file(from, to, marker);
    if (renamed) {
      release_name(from);
      return note_opened(to, open_renamed(to));
    }
    // As if nothing had been said.
    (void)note_opened(from, open_renamed(from));
  }
  release_name(to);
  return renamed;
}

Result<void> DuckDbWarehouse::move_file(const std::string& from, const std::string& to, const CommitMarker* marker) {
  // For the sessions that ask who they are while it is closed.
  if (auto carried = carry_principals_to_heir(from); !carried) return carried;
  return guarded([&]() -> Result<void> {
    ::duckdb::Connection connection(*database_);
    if (!can_rename_catalog(connection, from, to))
      return sql::not_supported("ALTER DATABASE RENAME with a DEFAULT of a function that calls another");
    announce_rename(connection, from, to, marker);
    // A log names the database that it belongs to.
    run(connection, "CHECKPOINT " + quote_name(from));
    detach(connection, from);
    failpoint("engine.before_rename_database");
    auto moved = files_.rename(from, to);
    failpoint("engine.after_rename_database");
    return moved;
  });
}

Result<void> DuckDbWarehouse::open_renamed(const std::string& name) {
  if (auto opened = open_file(name); !opened) return opened;
  return settle(name);
}

Result<void> DuckDbWarehouse::settle(const std::string& name) {
  auto names = attached();
  if (std::find(names.begin(), names.end(), name) == names.end()) names.push_back(name);
  return guarded([&]() -> Result<void> {
    ::duckdb::Connection connection(*database_);
    settle_rename(connection, name, names, principals_);
    return {};
  });
}

Result<void> DuckDbWarehouse::drop_database(const std::string& name, const CommitMarker* marker) {
  const bool is_open = bool(check_database(name));
  if (is_open) {
    if (auto shut_out = shut_out_sessions(name); !shut_out) return shut_out;
    // Before anything else: it may be done and the database still be there.
    if (auto carried = carry_principals_to_heir(name); !carried) return let_sessions_in(name), carried;
  } else {
    std::lock_guard lock(mutex_);
    if (!databases_.contains(name)) return sql_failure("database \"" + name + "\" does not exist");
  }
  auto detached = guarded([&]() -> Result<void> {
    ::duckdb::Connection connection(*database_);
    detach(connection, name);
    return {};
  });
  if (!detached) return let_sessions_in(name), detached;
  failpoint("engine.before_drop_database");
  const auto id = marker ? marker->statement_id : std::string();
  auto dropped = files_.drop(name, id);
  if (!dropped) {
    (void)attach(name);
    return sql_failure(dropped.error().message);
  }
  std::lock_guard lock(mutex_);
  databases_.erase(name);
  if (!dropped->empty()) dropped_[id] = *std::move(dropped);
  return {};
}

}  // namespace slipher::engine
