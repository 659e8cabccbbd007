#include "engine/duckdb/federated/remote_table.h"

#include <gmock/gmock.h>

#include "duckdb/planner/filter/list.hpp"
#include "engine/duckdb/federated/remote_filter.h"

namespace slipher::engine {
namespace {

using ::duckdb::ConstantFilter;
using ::duckdb::ExpressionType;
using ::duckdb::Value;
using ::testing::Contains;
using ::testing::Not;
using ::testing::Pair;

std::string type_of(std::int64_t oid, std::int64_t modifier = -1) { return remote_type(oid, modifier).type.ToString(); }
std::int64_t numeric(int digits, int scale) { return ((digits << 16) | scale) + 4; }

RemoteColumn column_of(std::int64_t oid, const std::string& name = "c") {
  return {name, remote_type(oid, -1), "", oid, true};
}

TEST(RemoteType, IsTheOneOfRedshift) {
  EXPECT_EQ(type_of(16), "BOOLEAN");
  EXPECT_EQ(type_of(21), "SMALLINT");
  EXPECT_EQ(type_of(23), "INTEGER");
  EXPECT_EQ(type_of(20), "BIGINT");
  EXPECT_EQ(type_of(700), "FLOAT");
  EXPECT_EQ(type_of(701), "DOUBLE");
  EXPECT_EQ(type_of(1082), "DATE");
  EXPECT_EQ(type_of(1114), "TIMESTAMP");
  EXPECT_EQ(type_of(1184), "TIMESTAMP WITH TIME ZONE");
  EXPECT_EQ(type_of(1700, numeric(10, 2)), "DECIMAL(10,2)");
  EXPECT_EQ(type_of(1700, numeric(38, 37)), "DECIMAL(38,37)");
  EXPECT_EQ(type_of(1042, 4 + 7), "rs_char(7)");
  EXPECT_EQ(type_of(1043, 4 + 7), "rs_varchar(28)");
  EXPECT_EQ(type_of(1043, 4 + 20000), "rs_varchar(65535)");
}

TEST(RemoteType, IsTextWhereRedshiftHasNone) {
  for (const std::int64_t oid : {25, 114, 3802, 2950, 17, 1083, 1266, 1186, 1007, 790, 869, 26, 999999})
    EXPECT_EQ(type_of(oid), "rs_varchar(65535)") << oid;
  EXPECT_EQ(type_of(1700), "rs_varchar(65535)");
  EXPECT_EQ(type_of(1700, numeric(39, 2)), "rs_varchar(65535)");
  EXPECT_EQ(type_of(1700, numeric(5, 2047)), "rs_varchar(65535)");  // scale -1
  EXPECT_EQ(type_of(1042, 4 + 5000), "rs_varchar(65535)");
  EXPECT_EQ(remote_type(25, -1).form, RemoteForm::kText);
  EXPECT_EQ(remote_type(114, -1).form, RemoteForm::kAsText);
}

TEST(RemoteConditions, AreNeverStricterThanTheFilter) {
  const auto condition = [](std::int64_t oid, ExpressionType type, const Value& value) {
    return remote_condition(column_of(oid), ConstantFilter(type, value)).value_or("none");
  };
  EXPECT_EQ(condition(23, ExpressionType::COMPARE_EQUAL, Value::INTEGER(-7)), "\"c\" = '-7'");
  EXPECT_EQ(condition(1082, ExpressionType::COMPARE_GREATERTHAN, Value::DATE(-44 + 1, 3, 15)),
            "\"c\" > '0044-03-15 BC'");
  EXPECT_EQ(condition(16, ExpressionType::COMPARE_EQUAL, Value::BOOLEAN(true)), "\"c\" = 'true'");
  EXPECT_EQ(condition(25, ExpressionType::COMPARE_EQUAL, Value("it's \\")), "\"c\" = 'it''s \\'");
  EXPECT_EQ(condition(25, ExpressionType::COMPARE_LESSTHAN, Value("a")), "\"c\" COLLATE \"C\" < 'a'");
  EXPECT_EQ(condition(2950, ExpressionType::COMPARE_NOTEQUAL, Value("a")), "(\"c\")::text COLLATE \"C\" <> 'a'");
  EXPECT_EQ(condition(25, ExpressionType::COMPARE_EQUAL, Value(std::string("a\0b", 3))), "none");
  EXPECT_EQ(condition(23, ExpressionType::COMPARE_EQUAL, Value("1")), "none");
  EXPECT_EQ(condition(23, ExpressionType::COMPARE_DISTINCT_FROM, Value::INTEGER(1)), "none");
  EXPECT_EQ(remote_condition(column_of(23, "a \"b\""), ::duckdb::IsNullFilter()).value_or(""),
            "\"a \"\"b\"\"\" IS NULL");
  ::duckdb::ConjunctionOrFilter any;
  any.child_filters.push_back(::duckdb::make_uniq<ConstantFilter>(ExpressionType::COMPARE_EQUAL, Value::INTEGER(1)));
  any.child_filters.push_back(::duckdb::make_uniq<::duckdb::IsNotNullFilter>());
  EXPECT_EQ(remote_condition(column_of(23), any).value_or(""), "(\"c\" = '1' OR \"c\" IS NOT NULL)");
  any.child_filters.push_back(
      ::duckdb::make_uniq<ConstantFilter>(ExpressionType::COMPARE_DISTINCT_FROM, Value::INTEGER(1)));
  EXPECT_FALSE(remote_condition(column_of(23), any));
}

TEST(RemoteConditions, OfAUuidUseItsIndex) {
  const auto range = [](const std::string& from, const std::string& below) {
    ::duckdb::ConjunctionAndFilter both;
    both.child_filters.push_back(
        ::duckdb::make_uniq<ConstantFilter>(ExpressionType::COMPARE_GREATERTHANOREQUALTO, Value(from)));
    both.child_filters.push_back(::duckdb::make_uniq<ConstantFilter>(ExpressionType::COMPARE_LESSTHAN, Value(below)));
    return remote_condition(column_of(2950), both).value_or("");
  };
  const std::string id = "a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11";
  EXPECT_EQ(range(id, id + "!"), "\"c\" = '" + id + "'");
  EXPECT_THAT(range(id, "b"), ::testing::HasSubstr("::text"));
  EXPECT_THAT(range("A" + id.substr(1), "A" + id.substr(1) + "!"), ::testing::HasSubstr("::text"));
}

TEST(ConnectionOptions, AreValuesAndNoText) {
  FederatedSettings settings;
  auto options = connection_options({"h", 5433, "d' host=x", "s"}, {"u", "p' sslmode=disable"}, settings);
  for (const auto& [name, value] : std::vector<std::pair<std::string, std::string>>{{"host", "h"},
                                                                                    {"port", "5433"},
                                                                                    {"dbname", "d' host=x"},
                                                                                    {"user", "u"},
                                                                                    {"password", "p' sslmode=disable"},
                                                                                    {"sslmode", "prefer"},
                                                                                    {"client_encoding", "UTF8"}})
    EXPECT_THAT(options, Contains(Pair(name, value)));
  EXPECT_THAT(options, Not(Contains(Pair("sslrootcert", ::testing::_))));
  settings.sslmode = "verify-full";
  settings.ca_file = "/ca.pem";
  options = connection_options({"h", 1, "d", "s"}, {"u", "p"}, settings);
  EXPECT_THAT(options, Contains(Pair("sslmode", "verify-full")));
  EXPECT_THAT(options, Contains(Pair("sslrootcert", "/ca.pem")));
}

}  // namespace
}  // namespace slipher::engine
