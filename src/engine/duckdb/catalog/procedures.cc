#include "engine/duckdb/catalog/families.h"

/// Calls of stored procedures and the messages that they raised, from the warehouse's memory
/// (procedures/procedure_log.h).
namespace slipher::engine::families {
namespace {

constexpr std::string_view kSchema = "pg_catalog";

constexpr SystemView kViews[] = {
    {kSchema, "svl_stored_proc_call",
     "userid int4, session_userid int4, query int8, label char(320), xid int8, pid int4, database char(32), "
     "querytxt char(4000), starttime timestamp, endtime timestamp, aborted int4, from_sp_call int8",
     R"(SELECT u.user_id AS userid, s.user_id AS session_userid, c.query, c.label, h.transaction_id AS xid, c.pid, c.database, c.querytxt,
               c.starttime, c.endtime, c.aborted, c.from_sp_call
        FROM rs_procedure_calls() c LEFT JOIN slipher_queries() h ON h.query_id = c.query
        LEFT JOIN {fact:users} u ON u.user_name = c.user_name
        LEFT JOIN {fact:users} s ON s.user_name = c.session_user_name
        WHERE {sees:c.session_user_name})",
     "calls of procedures, the last 10,000"},

    {kSchema, "svl_stored_proc_messages",
     "userid int4, session_userid int4, pid int4, xid int8, query int8, recordtime timestamp, loglevel int4, "
     "loglevel_text char(10), message char(1024), linenum int4, querytext char(500), label char(320), aborted int4, "
     "message_xid int8",
     R"(SELECT u.user_id AS userid, s.user_id AS session_userid, m.pid, h.transaction_id AS xid, m.query, m.recordtime, m.loglevel,
               m.loglevel_text, m.message, m.linenum, left(m.querytxt, 500) AS querytext, m.label, m.aborted,
               h.transaction_id AS message_xid
        FROM rs_procedure_messages() m LEFT JOIN slipher_queries() h ON h.query_id = m.query
        LEFT JOIN {fact:users} u ON u.user_name = m.user_name
        LEFT JOIN {fact:users} s ON s.user_name = m.session_user_name
        WHERE {sees:m.session_user_name})",
     "what RAISE said, the last 10,000"},

    {kSchema, "sys_procedure_call",
     "session_user_id int4, security_user_id int4, query_id int8, query_text char(4000), start_time timestamp, "
     "end_time timestamp, status char(10), caller_procedure_query_id int8",
     R"(SELECT s.user_id AS session_user_id, u.user_id AS security_user_id, c.query AS query_id,
               c.querytxt AS query_text, c.starttime AS start_time, c.endtime AS end_time,
               CASE WHEN c.endtime IS NULL THEN 'running' WHEN c.aborted = 1 THEN 'failed' ELSE 'success' END AS status,
               c.from_sp_call AS caller_procedure_query_id
        FROM rs_procedure_calls() c LEFT JOIN {fact:users} u ON u.user_name = c.user_name
        LEFT JOIN {fact:users} s ON s.user_name = c.session_user_name
        WHERE {sees:c.session_user_name})",
     "calls of procedures, the last 10,000"},

    {kSchema, "sys_procedure_messages",
     "transaction_id int8, query_id int8, record_time timestamp, log_level char(10), message char(1024), "
     "line_number int4",
     R"(SELECT h.transaction_id, m.query AS query_id, m.recordtime AS record_time, m.loglevel_text AS log_level,
               m.message, m.linenum AS line_number
        FROM rs_procedure_messages() m LEFT JOIN slipher_queries() h ON h.query_id = m.query
        WHERE {sees:m.session_user_name})",
     "what RAISE said, the last 10,000"},
};

}  // namespace

std::span<const SystemView> procedures() { return kViews; }

}  // namespace slipher::engine::families
