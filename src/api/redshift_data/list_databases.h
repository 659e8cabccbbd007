#pragma once
#include "api/redshift_data/catalog_look_up.h"

namespace slipher::api::redshift_data {

/// The databases of a cluster or workgroup.
struct ListDatabases {
  static constexpr std::string_view name = "ListDatabases";
  static constexpr std::string_view summary = "Lists the databases of a cluster or workgroup.";
  static constexpr auto errors = kCatalogErrors;

  struct Request {
    std::optional<std::string> cluster_identifier;
    std::optional<std::string> database;
    std::optional<std::string> secret_arn;
    std::optional<std::string> db_user;
    std::optional<std::string> next_token;
    std::optional<std::int32_t> max_results;
    std::optional<std::string> workgroup_name;
    static constexpr auto fields() {
      using R = Request;
      using wire::field;
      return std::tuple{field("ClusterIdentifier", &R::cluster_identifier, kClusterIdentifier),
                        field("Database", &R::database, kText),
                        field("SecretArn", &R::secret_arn, kText),
                        field("DbUser", &R::db_user, kText),
                        field("NextToken", &R::next_token, kText),
                        field("MaxResults", &R::max_results, kMaxDatabaseResults),
                        field("WorkgroupName", &R::workgroup_name, kWorkgroupName)};
    }
  };
  struct Response {
    std::vector<std::string> databases;
    std::optional<std::string> next_token;
    static constexpr auto fields() {
      return std::tuple{wire::field("Databases", &Response::databases),
                        wire::field("NextToken", &Response::next_token)};
    }
  };

  static void handle(Services& services, const Caller& caller, const Request& request, Completion<Response> done);
};

}  // namespace slipher::api::redshift_data
