#include "engine/duckdb/catalog/families.h"

/// Blocks and disks. Sizes of tables are estimated from rows and types, in blocks of 1 MB, which are spread over the
/// columns.
namespace slipher::engine::families {
namespace {

constexpr std::string_view kSchema = "pg_catalog";

constexpr SystemView kViews[] = {
    {kFacts, "table_sizes", "relation_oid oid, column_count int8, row_count int8, megabytes int8, is_temporary bool",
     R"(SELECT r.oid AS relation_oid, c.column_count, r.row_count, r.is_temporary,
               CASE WHEN r.row_count = 0 THEN 0 ELSE (r.row_count * c.row_bytes) // 1048576 + 1 END AS megabytes
        FROM slipher_relations() r
        JOIN (SELECT relation_oid, database_name, count(*) AS column_count,
                     sum(CASE type_name WHEN 'bool' THEN 1 WHEN 'int2' THEN 2 WHEN 'int4' THEN 4 WHEN 'date' THEN 4
                                        WHEN 'float4' THEN 4 WHEN 'varchar' THEN 16 WHEN 'bpchar' THEN 16 ELSE 8 END)
                       AS row_bytes
              FROM slipher_columns() GROUP BY relation_oid, database_name) c
          ON c.relation_oid = r.oid AND c.database_name = r.database_name
        WHERE r.kind = 'r')",
     "of all databases"},

    {kSchema, "stv_blocklist",
     "slice int4, col int4, tbl int4, blocknum int4, num_values int4, extended_limits int4, minvalue int8, "
     "maxvalue int8, sb_pos int4, pinned int4, on_disk int4, modified int4, hdr_modified int4, unsorted int4, "
     "tombstone int4, preferred_diskno int4, temporary int4, newblock int4, num_readers int4, flags int4",
     R"(SELECT 0 AS slice, b.n % t.column_count AS col, t.relation_oid AS tbl, b.n // t.column_count AS blocknum,
               t.row_count * t.column_count // t.megabytes AS num_values, 0 AS extended_limits, 0 AS sb_pos, 0 AS pinned,
               1 AS on_disk, 0 AS modified, 0 AS hdr_modified, 0 AS unsorted, 0 AS tombstone, 0 AS preferred_diskno,
               CASE WHEN t.is_temporary THEN 1 ELSE 0 END AS temporary, 0 AS newblock, 0 AS num_readers, 0 AS flags
        FROM {fact:table_sizes} t, unnest(range(t.megabytes)) AS b(n)
        WHERE {superuser})",
     "blocks of tables"},

    {kSchema, "svv_diskusage",
     "db_id int4, name char(72), slice int4, col int4, tbl int4, blocknum int4, num_values int4, minvalue int8, "
     "maxvalue int8, sb_pos int4, pinned int4, on_disk int4, modified int4, hdr_modified int4, unsorted int4, "
     "tombstone int4, preferred_diskno int4, temporary int4, newblock int4",
     R"(SELECT p.db_id, p.name, b.slice, b.col, b.tbl, b.blocknum, b.num_values, b.sb_pos, b.pinned, b.on_disk,
               b.modified, b.hdr_modified, b.unsorted, b.tombstone, b.preferred_diskno, b.temporary, b.newblock
        FROM slipher_view('pg_catalog', 'stv_blocklist') b
        JOIN slipher_view('pg_catalog', 'stv_tbl_perm') p ON p.id = b.tbl AND p.slice = b.slice)",
     "blocks of tables"},

    {kSchema, "stv_partitions",
     "owner int4, host int4, diskno int4, part_begin int8, part_end int8, used int4, tossed int4, capacity int4, "
     "reads int8, writes int8, seek_forward int4, seek_back int4, is_san int4, failed int4, mbps int4, mount "
     "char(256)",
     R"(SELECT 0 AS owner, 0 AS host, 0 AS diskno, 0 AS part_begin, capacity AS part_end, used, 0 AS tossed, capacity,
               0 AS is_san, 0 AS failed
        FROM slipher_disk() WHERE {superuser})",
     "the disk that the databases are on, and what they take of it"},

    {kSchema, "stv_node_storage_capacity", "node int4, used int4, capacity int4",
     R"(SELECT 0 AS node, used, capacity FROM slipher_disk() WHERE {superuser})",
     "the disk that the databases are on, and what they take of it"},
};

}  // namespace

std::span<const SystemView> storage() { return kViews; }

}  // namespace slipher::engine::families
