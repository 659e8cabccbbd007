#include "engine/duckdb/catalog/families.h"

/// Users, groups, roles and privileges.
namespace slipher::engine::families {
namespace {

constexpr std::string_view kSchema = "pg_catalog";

constexpr SystemView kViews[] = {
    {kSchema, "pg_group", "groname name, grosysid int4, grolist oid[]",
     R"(SELECT p.name AS groname, p.id AS grosysid,
               (SELECT list(g.member ORDER BY g.member) FROM {fact:cluster_grants} g
                WHERE g.kind = 'group' AND g.parent = p.id) AS grolist
        FROM {fact:principals} p WHERE p.kind = 'group')",
     "groups of users"},

    {kSchema, "svv_roles", "role_id int4, role_name text, role_owner text, external_id text",
     R"(SELECT id AS role_id, name AS role_name, owner AS role_owner, external_id
        FROM {fact:principals} WHERE kind = 'role' AND ({sees_identity:id} OR owner = {user}))",
     "roles"},

    {kSchema, "svv_role_grants", "role_id int4, role_name text, granted_role_id int4, granted_role_name text",
     R"(SELECT m.id AS role_id, m.name AS role_name, p.id AS granted_role_id, p.name AS granted_role_name
        FROM {fact:cluster_grants} g JOIN {fact:principals} p ON p.id = g.parent
        JOIN {fact:principals} m ON m.id = g.member AND m.kind = 'role'
        WHERE g.kind = 'role' AND {sees_identity:g.member})",
     "roles of roles"},

    {kSchema, "svv_user_grants", "user_id int4, user_name text, role_id int4, role_name text, admin_option bool",
     R"(SELECT m.user_id, m.user_name, p.id AS role_id, p.name AS role_name, g.with_option AS admin_option
        FROM {fact:cluster_grants} g JOIN {fact:principals} p ON p.id = g.parent
        JOIN {fact:users} m ON m.user_id = g.member
        WHERE g.kind = 'role' AND {sees_identity:g.member})",
     "roles of users"},

    {kSchema, "svv_relation_privileges",
     "namespace_name text, relation_name text, privilege_type text, identity_id int4, identity_name text, "
     "identity_type text, admin_option bool",
     R"(SELECT schema_name AS namespace_name, object_name AS relation_name, privilege AS privilege_type,
               grantee AS identity_id, grantee_name AS identity_name, grantee_type AS identity_type,
               grantable AS admin_option
        FROM {fact:privileges} WHERE object_kind = 'relation' AND column_name = '' AND ({sees_identity:grantee} OR grantor = {user}))",
     "what was granted on tables and views"},

    {kSchema, "svv_column_privileges",
     "namespace_name text, relation_name text, column_name text, privilege_type text, identity_id int4, "
     "identity_name text, identity_type text, admin_option bool",
     R"(SELECT schema_name AS namespace_name, object_name AS relation_name, column_name, privilege AS privilege_type,
               grantee AS identity_id, grantee_name AS identity_name, grantee_type AS identity_type,
               grantable AS admin_option
        FROM {fact:privileges} WHERE object_kind = 'relation' AND column_name <> '' AND ({sees_identity:grantee} OR grantor = {user}))",
     "what was granted on columns"},

    {kSchema, "svv_schema_privileges",
     "namespace_name text, privilege_type text, identity_id int4, identity_name text, identity_type text, "
     "admin_option bool, privilege_scope text",
     R"(SELECT schema_name AS namespace_name, privilege AS privilege_type, grantee AS identity_id,
               grantee_name AS identity_name, grantee_type AS identity_type, grantable AS admin_option,
               'SCHEMA' AS privilege_scope
        FROM {fact:privileges} WHERE object_kind = 'schema' AND ({sees_identity:grantee} OR grantor = {user})
        UNION ALL
        SELECT schema_name, privilege, grantee, grantee_name, grantee_type, grantable, scope
        FROM {fact:scoped_privileges} WHERE schema_name <> '' AND ({sees_identity:grantee} OR grantor = {user}))",
     "what was granted on schemas, and on all that is in them"},

    {kSchema, "svv_database_privileges",
     "database_name text, privilege_type text, identity_id int4, identity_name text, identity_type text, "
     "admin_option bool, privilege_scope text",
     R"(SELECT database_name, privilege AS privilege_type, grantee AS identity_id, grantee_name AS identity_name,
               grantee_type AS identity_type, grantable AS admin_option, 'DATABASE' AS privilege_scope
        FROM {fact:database_privileges} WHERE ({sees_identity:grantee} OR grantor = {user})
        UNION ALL
        SELECT {database}, privilege, grantee, grantee_name, grantee_type, grantable, scope
        FROM {fact:scoped_privileges} WHERE schema_name = '' AND ({sees_identity:grantee} OR grantor = {user}))",
     "what was granted on databases, and on all that is in the connected one"},

    {kSchema, "svv_function_privileges",
     "namespace_name text, function_name text, argument_types text, privilege_type text, identity_id int4, "
     "identity_name text, identity_type text, admin_option bool",
     R"(SELECT schema_name AS namespace_name, split_part(object_name, '(', 1) AS function_name,
               rtrim(substr(object_name, strpos(object_name, '(') + 1), ')') AS argument_types,
               privilege AS privilege_type, grantee AS identity_id, grantee_name AS identity_name,
               grantee_type AS identity_type, grantable AS admin_option
        FROM {fact:privileges} WHERE object_kind IN ('function', 'procedure') AND ({sees_identity:grantee} OR grantor = {user}))",
     "what was granted on functions and procedures"},

    {kSchema, "svv_language_privileges",
     "language_name text, privilege_type text, identity_id int4, identity_name text, identity_type text, "
     "admin_option bool",
     R"(SELECT object_name AS language_name, privilege AS privilege_type, grantee AS identity_id,
               grantee_name AS identity_name, grantee_type AS identity_type, grantable AS admin_option
        FROM {fact:privileges} WHERE object_kind = 'language' AND ({sees_identity:grantee} OR grantor = {user}))",
     "what was granted on languages"},

    {kSchema, "svv_iam_privileges",
     "iam_arn text, command_type text, identity_id int4, identity_name text, identity_type text",
     R"(SELECT CASE object_name WHEN 'default' THEN 'default-aws-iam-role' ELSE object_name END AS iam_arn,
               CASE privilege WHEN 'EXTERNAL FUNCTION' THEN 'EXFUNC' ELSE privilege END AS command_type,
               grantee AS identity_id, grantee_name AS identity_name, grantee_type AS identity_type
        FROM {fact:privileges} WHERE object_kind = 'assumerole' AND ({sees_identity:grantee} OR grantor = {user}))",
     "what ASSUMEROLE was granted on"},

    {kSchema, "svv_system_privileges",
     "system_privilege text, identity_id int4, identity_name text, identity_type text",
     R"(SELECT upper(g.privilege) AS system_privilege, g.member AS identity_id, i.name AS identity_name,
               i.type AS identity_type
        FROM {fact:cluster_grants} g JOIN {fact:identities} i ON i.id = g.member
        WHERE g.kind = 'system' AND {sees_identity:g.member})",
     "system privileges of roles"},

    {kSchema, "svv_default_privileges",
     "schema_name text, object_type text, owner_id int4, owner_name text, owner_type text, privilege_type text, "
     "grantee_id int4, grantee_name text, grantee_type text, admin_option bool",
     R"(SELECT nullif(d.schema_name, '') AS schema_name, CASE d.object_kind WHEN 'relation' THEN 'RELATION'
                 ELSE upper(d.object_kind) END AS object_type, u.user_id AS owner_id, d.owner AS owner_name,
               'user' AS owner_type, upper(d.privilege) AS privilege_type, d.grantee AS grantee_id,
               i.name AS grantee_name, i.type AS grantee_type, d.grantable AS admin_option
        FROM {own:default_privileges} d JOIN {fact:identities} i ON i.id = d.grantee
        LEFT JOIN {fact:users} u ON u.user_name = d.owner 
        WHERE d.privilege <> 'none' AND ({sees_identity:d.grantee} OR d.owner = {user}))",
     "what new objects give"},

    {kSchema, "pg_default_acl",
     "defacluser int4, defaclnamespace oid, defaclobjtype char(1), defaclacl text[], oid oid hidden",
     R"(WITH items AS (
          SELECT d.owner, d.schema_name, d.object_kind, i.type <> 'public' AS is_named, i.name,
                 CASE i.type WHEN 'public' THEN '' WHEN 'user' THEN i.name ELSE i.type || ' ' || i.name END || '=' ||
                   coalesce(string_agg(l.letter || CASE WHEN d.grantable THEN '*' ELSE '' END, '' ORDER BY l.place),
                            '') || '/' || d.owner AS item
          FROM {own:default_privileges} d JOIN {fact:identities} i ON i.id = d.grantee
          LEFT JOIN {fact:acl_letters} l ON l.privilege = upper(d.privilege)
          GROUP BY d.owner, d.schema_name, d.object_kind, i.type, i.name)
        SELECT u.user_id AS defacluser, coalesce(s.oid, 0) AS defaclnamespace,
               CASE d.object_kind WHEN 'relation' THEN 'r' WHEN 'function' THEN 'f' ELSE 'p' END AS defaclobjtype,
               list(d.item ORDER BY d.is_named, d.name) AS defaclacl,
               rs_object_oid('default privileges', {database}, d.object_kind || ' ' || coalesce(any_value(d.schema_name), ''),
                             any_value(d.owner)) AS oid
        FROM items d
        LEFT JOIN {fact:users} u ON u.user_name = d.owner
        LEFT JOIN {fact:schemas} s ON s.database_name = {database} AND s.schema_name = d.schema_name
        GROUP BY u.user_id, s.oid, d.object_kind)",
     "what new objects give"},
};

}  // namespace

std::span<const SystemView> access_views() { return kViews; }

}  // namespace slipher::engine::families
