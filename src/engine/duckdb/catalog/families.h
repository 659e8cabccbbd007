#pragma once
#include <span>

#include "engine/duckdb/catalog/system_views.h"

/// The table of definitions, one file per family.
namespace slipher::engine::families {

/// What other views are made of; users do not see them.
std::span<const SystemView> facts();
/// The same about users, groups, roles and privileges, and the views of them.
std::span<const SystemView> access_facts();
std::span<const SystemView> access_views();
std::span<const SystemView> pg_catalog();
/// pg_catalog's rarer views.
std::span<const SystemView> pg_catalog_rest();
/// pg_stat_... and pg_statio_... of tables and indexes.
std::span<const SystemView> pg_statistics();
std::span<const SystemView> information_schema();
std::span<const SystemView> svv();
/// svv_all_..., svv_redshift_...: every database.
std::span<const SystemView> svv_databases();
/// The data catalog.
std::span<const SystemView> svv_external();
std::span<const SystemView> sys();
/// Statements, sessions and transactions: stl, stv and svl views.
std::span<const SystemView> activity();
/// Open transactions and what they hold; those that have ended.
std::span<const SystemView> locks();
/// Queues and steps of plans.
std::span<const SystemView> workload();
/// Blocks and disks.
std::span<const SystemView> storage();
/// ANALYZE, VACUUM, changes of users.
std::span<const SystemView> maintenance();
/// Calls of stored procedures and their messages.
std::span<const SystemView> procedures();
/// Loads and unloads.
std::span<const SystemView> loads();
/// Columns of views about what does not exist here: slices, blocks, queues, compilation ...
std::span<const SystemView> empty_stl();
std::span<const SystemView> empty_stv();
std::span<const SystemView> empty_svl();
std::span<const SystemView> empty_svv();
std::span<const SystemView> empty_sys();

}  // namespace slipher::engine::families
