#include "engine/duckdb/catalog/families.h"

/// What views about users and privileges are made of (access/).
namespace slipher::engine::families {
namespace {

constexpr SystemView kViews[] = {
    {kFacts, "users",
     "user_name name, user_id int4, is_superuser bool, may_create_databases bool, valid_until text, connection_limit "
     "int8, syslog_access text, session_timeout int8, external_id text, settings text",
     R"(SELECT name AS user_name, id AS user_id, is_superuser, may_create_databases,
               CASE valid_until WHEN 'infinity' THEN '2038-01-19 03:14:04'
                    ELSE strftime(try_cast(valid_until AS timestamp), '%Y-%m-%d %H:%M:%S') END AS valid_until,
               connection_limit, syslog_access, session_timeout, external_id, settings
        FROM {fact:principals} WHERE kind = 'user'
        UNION ALL
        SELECT user_name, rs_implicit_user_id(user_name), true, true, NULL, -1, 'UNRESTRICTED', 0, NULL, NULL
        FROM (SELECT {user} AS user_name
              UNION SELECT unnest(['rdsdb', 'awsuser'])
              UNION SELECT owner FROM {all:tables} WHERE owner IS NOT NULL
              UNION SELECT owner FROM {all:views} WHERE owner IS NOT NULL
              UNION SELECT owner FROM {all:schemas} WHERE owner IS NOT NULL
              UNION SELECT user_name FROM slipher_sessions()
              UNION SELECT user_name FROM slipher_queries())
        WHERE lower(user_name) NOT IN (SELECT lower(name) FROM {fact:principals} WHERE kind = 'user'))",
     "the created ones, and everyone else who owns something or was connected; rdsdb owns what the system has. "
     "valid_until is in the form of Redshift's ABSTIME, which ends in 2038"},

    {kFacts, "principals",
     "kind text, id int8, name name, is_superuser bool, may_create_databases bool, password text, valid_until text, "
     "connection_limit int8, syslog_access text, session_timeout int8, external_id text, owner name, settings text",
     R"(SELECT kind, id, name, is_superuser, may_create_databases, password, valid_until, connection_limit, syslog_access,
               session_timeout, external_id, owner, settings
        FROM (SELECT *, row_number() OVER (PARTITION BY id ORDER BY version DESC) AS age FROM {all:principals})
        WHERE age = 1 AND NOT removed
        UNION ALL
        SELECT 'role', id, name, false, false, NULL, NULL, -1, 'RESTRICTED', 0, NULL, 'rdsdb', NULL
        FROM (VALUES (11, 'sys:monitor'), (12, 'sys:operator'), (13, 'sys:dba'), (14, 'sys:superuser'),
                     (15, 'sys:secadmin')) AS roles(id, name))",
     "users, groups and roles of the warehouse"},

    {kFacts, "cluster_grants",
     "kind text, parent int8, object name, privilege text, member int8, with_option bool, grantor name",
     R"(SELECT kind, parent, object, privilege, member, with_option, grantor
        FROM (SELECT *, row_number() OVER (PARTITION BY kind, parent, object, privilege, member
                                           ORDER BY version DESC) AS age FROM {all:cluster_grants})
        WHERE age = 1 AND NOT removed)",
     "memberships, system privileges, privileges on databases and their owners"},

    {kFacts, "identities", "id int8, name name, type text",
     R"(SELECT id, name, kind AS type FROM {fact:principals} UNION ALL SELECT 0, 'public', 'public')",
     "whom privileges are given to"},

    {kFacts, "privileges",
     "object_kind text, schema_name name, object_name name, column_name name, privilege text, grantee int8, "
     "grantee_name name, grantee_type text, grantable bool, grantor name",
     R"(SELECT p.object_kind, p.schema_name, p.object_name, p.column_name, upper(p.privilege) AS privilege, p.grantee,
               i.name AS grantee_name, i.type AS grantee_type, p.grantable, p.grantor
        FROM {own:privileges} p JOIN {fact:identities} i ON i.id = p.grantee)",
     "of the connected database"},

    {kFacts, "scoped_privileges",
     "schema_name name, privilege text, grantee int8, grantee_name name, grantee_type text, grantable bool, "
     "grantor name, scope text",
     R"(SELECT schema_name, privilege, grantee, grantee_name, grantee_type, grantable, grantor,
               upper(object_kind) AS scope
        FROM {fact:privileges}
        WHERE object_kind IN ('schemas', 'tables', 'functions', 'procedures', 'languages', 'copy jobs'))",
     "on all objects of a kind: of the connected database where there is no schema"},

    {kFacts, "database_privileges",
     "database_name name, privilege text, grantee int8, grantee_name name, grantee_type text, grantable bool, "
     "grantor name",
     R"(SELECT g.object AS database_name, upper(g.privilege) AS privilege, g.member AS grantee, i.name AS grantee_name,
               i.type AS grantee_type, g.with_option AS grantable, g.grantor
        FROM {fact:cluster_grants} g JOIN {fact:identities} i ON i.id = g.member WHERE g.kind = 'database')",
     "on databases, where something was granted"},

    {kFacts, "acl_letters", "privilege text, letter text, place int4",
     R"(SELECT privilege, letter, place
        FROM (VALUES ('INSERT', 'a', 1), ('SELECT', 'r', 2), ('UPDATE', 'w', 3), ('DELETE', 'd', 4),
                     ('REFERENCES', 'x', 5), ('DROP', 'D', 6), ('TRUNCATE', 'P', 7), ('ALTER', 'A', 8),
                     ('EXECUTE', 'X', 9), ('USAGE', 'U', 10), ('CREATE', 'C', 11), ('TEMP', 'T', 12))
               AS letters(privilege, letter, place))",
     "privileges in items of pg_class.relacl and its like, in their order"},

    {kFacts, "acls", "object_kind text, schema_name name, object_name name, acl text[]",
     R"(WITH given AS (
          SELECT object_kind, schema_name, object_name, privilege, grantee_name, grantee_type, grantable, grantor
          FROM {fact:privileges} WHERE column_name = ''
          UNION ALL SELECT 'database', '', database_name, privilege, grantee_name, grantee_type, grantable, grantor
          FROM {fact:database_privileges}),
        items AS (
          SELECT object_kind, schema_name, object_name,
                 CASE grantee_type WHEN 'public' THEN '' WHEN 'user' THEN grantee_name
                                   ELSE grantee_type || ' ' || grantee_name END || '=' ||
                 string_agg(letter || CASE WHEN grantable THEN '*' ELSE '' END, '' ORDER BY place) || '/' || grantor
                   AS item, grantee_type <> 'public' AS is_named, grantee_name
          FROM given JOIN {fact:acl_letters} USING (privilege)
          GROUP BY object_kind, schema_name, object_name, grantee_type, grantee_name, grantor)
        SELECT object_kind, schema_name, object_name,
               list(item ORDER BY is_named, grantee_name) AS acl
        FROM items GROUP BY object_kind, schema_name, object_name)",
     "what was granted, as items of pg_class.relacl and its like; the owner's is not among them"},
};

}  // namespace

std::span<const SystemView> access_facts() { return kViews; }

}  // namespace slipher::engine::families
