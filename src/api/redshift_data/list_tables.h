#pragma once
#include "api/redshift_data/catalog_look_up.h"

namespace slipher::api::redshift_data {

/// The tables and views of a database.
struct ListTables {
  static constexpr std::string_view name = "ListTables";
  static constexpr std::string_view summary = "Lists the tables and views of a database.";
  static constexpr auto errors = kCatalogErrors;

  struct Request {
    std::optional<std::string> cluster_identifier;
    std::optional<std::string> secret_arn;
    std::optional<std::string> db_user;
    std::optional<std::string> database;
    std::optional<std::string> connected_database;
    std::optional<std::string> schema_pattern;
    std::optional<std::string> table_pattern;
    std::optional<std::string> next_token;
    std::optional<std::int32_t> max_results;
    std::optional<std::string> workgroup_name;
    static constexpr auto fields() {
      using R = Request;
      using wire::field;
      return std::tuple{field("ClusterIdentifier", &R::cluster_identifier, kClusterIdentifier),
                        field("SecretArn", &R::secret_arn, kText),
                        field("DbUser", &R::db_user, kText),
                        field("Database", &R::database, kRequired),
                        field("ConnectedDatabase", &R::connected_database, kText),
                        field("SchemaPattern", &R::schema_pattern, kText),
                        field("TablePattern", &R::table_pattern, kText),
                        field("NextToken", &R::next_token, kText),
                        field("MaxResults", &R::max_results, kMaxDatabaseResults),
                        field("WorkgroupName", &R::workgroup_name, kWorkgroupName)};
    }
  };
  struct Response {
    std::vector<TableMember> tables;
    std::optional<std::string> next_token;
    static constexpr auto fields() {
      using R = Response;
      return std::tuple{wire::field("Tables", &R::tables), wire::field("NextToken", &R::next_token)};
    }
  };

  static void handle(Services& services, const Caller& caller, const Request& request, Completion<Response> done);
};

}  // namespace slipher::api::redshift_data
