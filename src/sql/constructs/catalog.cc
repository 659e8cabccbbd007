#include "sql/constructs/families.h"

namespace slipher::sql {
namespace {

using enum Verdict;

constexpr Construct kRows[] = {
    {"pg_catalog, information_schema, svv_..., sys_..., stl_..., stv_..., svl_..., svcs_...", kDiffers,
     "with Redshift's columns; the rows below say where their contents differ"},
    {"oids", kDiffers,
     "between 100,000 and 99,000,000, derived from what an object is and its name: the same in every session, another "
     "one after a rename; of objects whose derived oids are the same the later ones get the next free ones, which may "
     "change with a restart"},
    {"`query` in stl, stv and svl views", kDiffers, "bigint, the number that sys views call `query_id`"},
    {"statements and sessions (stl_query, svl_qlog, sys_query_history, stv_sessions, stl_connection_log ...)", kDiffers,
     "the last 5,000 statements (8 MiB of texts) and 1,000 ended sessions since the server started, in memory; users "
     "who "
     "are no superusers see their own; secrets in texts are masked; queue, compile and lock times are 0; statements of "
     "procedures end when they begin to give rows"},
    {"svv_transactions, pg_locks, stv_locks", kDiffers,
     "open transactions with the lock of their own number, of tables that they have written to and of those that LOCK "
     "named; reading takes no lock, nobody waits in them"},
    {"sys_transaction_history, stl_commit_stats", kDiffers,
     "the last 5,000 transactions since the server started; no blocks are counted"},
    {"stl_wlm_query, svl_query_queue_info, stv_wlm_...", kDiffers,
     "one queue, service class 100, in which nothing waits"},
    {"stl_scan, svl_query_summary", kDiffers,
     "a row per table that a query reads, with all rows that the table has now, and one per query for what it "
     "returned"},
    {"stl_analyze, stl_vacuum, stl_userlog and their sys_ views", kDiffers,
     "the last 1,000 events since the server started, also of transactions that were rolled back"},
    {"stv_blocklist, stv_tbl_perm, stv_partitions, stv_node_storage_capacity", kDiffers,
     "one slice on one disk; the estimated size of a table, spread over its columns"},
    {"other steps, slices, queues, Spectrum, datashares, models (stl_hash, stl_explain, svl_s3query ...)", kDiffers,
     "no rows: there is nothing of the kind"},
    {"svv_table_info, pg_table_size", kDiffers, "sizes are estimated from the number of rows and the types of columns"},
    {"encodings that nobody chose", kDiffers,
     "shown as those that ENCODE AUTO begins with: az64, lzo, zstd for SUPER, none for sort keys and the rest"},
    {"SHOW TABLES", kDiffers, "when a table was changed is not known: last_altered_time, last_modified_time are NULL"},
    {"svv_mv_info.is_stale", kDiffers, "`u`: not known"},
    {"pg_stat_all_tables, pg_statio_all_tables and their like", kDiffers, "tables and keys; nothing is counted"},
    {"CHANGE_QUERY_PRIORITY, CHANGE_SESSION_PRIORITY, CHANGE_USER_PRIORITY", kWithoutEffect, "there are no queues"},
    {"HAS_ASSUMEROLE_PRIVILEGE, DEFAULT_IAM_ROLE, PG_GET_SESSION_ROLES", kDiffers,
     "true, `none` and no rows: roles of IAM and identity providers are not known"},
    {"`'name'::regclass`", kDiffers, "the relation's oid, also when it is shown; `oid::regclass` is its name"},
    {"ABSTIME (`valuntil` of pg_user), ACLITEM", kDiffers, "texts; infinity is 2038-01-19 03:14:04"},
    {"CURRENT_NAMESPACE", kDiffers, "made from the warehouse's name"},
    {"pg_proc", kDiffers, "built-in functions by name only, SQL functions of users with their types"},
};

}  // namespace

std::span<const Construct> catalog_constructs() { return kRows; }

}  // namespace slipher::sql
