#include <gtest/gtest.h>

#include "api/testing/fixture.h"

namespace slipher::api::secretsmanager {
namespace {

using testing::Door;
using testing::Reply;
namespace json = boost::json;

constexpr char kToken1[] = "11111111-1111-4111-8111-111111111111";
constexpr char kToken2[] = "22222222-2222-4222-8222-222222222222";

std::string create(Door& door, const std::string& name, const std::string& value, const char* token = kToken1) {
  return door
      .secret("CreateSecret",
              json::serialize(json::object{{"Name", name}, {"SecretString", value}, {"ClientRequestToken", token}}))
      .text("ARN");
}

TEST(Secrets, AreSealedUnderTheirArnAndVersion) {
  Door door;
  const std::string arn = create(door, "a", "hunter2");
  const store::SecretRecord& kept = door.store.kept.at(arn);
  EXPECT_EQ(kept.versions.at(0).sealed_value, "secret:" + arn + ":" + kToken1 + "|2retnuh");
  EXPECT_EQ(kept.owner, "arn:aws:iam::123456789012:user/root");
  EXPECT_EQ(door.secret("GetSecretValue", R"({"SecretId":"a"})").text("SecretString"), "hunter2");
}

TEST(Secrets, SurviveARestart) {
  Door door;
  create(door, "a", "hunter2");
  const auto again = Secrets::load({door.clock, door.store, door.vault});
  ASSERT_TRUE(again);
  EXPECT_EQ(*(*again)->current_value({"arn:aws:iam::123456789012:user/root", false}, "a"), "hunter2");
}

TEST(Secrets, ShowChangesOnceTheyAreDurable) {
  Door door;
  door.store.hold = true;
  create(door, "a", "one");
  EXPECT_EQ(door.secret("GetSecretValue", R"({"SecretId":"a"})").text("__type"), "ResourceNotFoundException");
  create(door, "b", "two");  // waits for its turn
  EXPECT_EQ(door.store.held.size(), 1u);
  door.store.release();
  EXPECT_EQ(door.secret("GetSecretValue", R"({"SecretId":"b"})").text("SecretString"), "two");
  door.store.fail = Error(ErrorCode::kInternal, "disk full");
  const Reply refused = door.secret("CreateSecret", R"({"Name":"c","SecretString":"x"})");
  EXPECT_EQ(refused.raw.status, 500);
  EXPECT_EQ(refused.text("__type"), "InternalServiceError");
  EXPECT_EQ(door.secret("GetSecretValue", R"({"SecretId":"c"})").text("__type"), "ResourceNotFoundException");
}

TEST(Secrets, BelongToTheirMakers) {
  Door door;
  create(door, "a", "x");
  door.user = door.alice;
  for (const char* operation : {"GetSecretValue", "DescribeSecret", "DeleteSecret"})
    EXPECT_EQ(door.secret(operation, R"({"SecretId":"a"})").text("Message"),
              "Secrets Manager can't find the specified secret.");
  EXPECT_EQ(door.secret("ListSecrets", "{}").raw.body, R"({"SecretList":[]})");
  create(door, "b", "y");
  door.user = door.root;
  EXPECT_EQ(door.secret("GetSecretValue", R"({"SecretId":"b"})").text("SecretString"), "y");
}

TEST(CreateSecret, RefusesWhatItCannotKeep) {
  Door door;
  create(door, "a", "x");
  const auto refused = [&](const std::string& body) {
    const Reply reply = door.secret("CreateSecret", body);
    return reply.text("__type") + ": " +
           (reply.body.contains("Message") ? reply.text("Message") : reply.text("message"));
  };
  EXPECT_EQ(refused(R"({"Name":"a","SecretString":"y"})"),
            "ResourceExistsException: The operation failed because the secret a already exists.");
  EXPECT_EQ(refused(R"({"Name":"a b"})").find("ValidationException: Invalid name."), 0u);
  EXPECT_EQ(refused(R"({"Name":"b","SecretString":"y","SecretBinary":"AA=="})"),
            "InvalidParameterException: You can't specify both SecretString and SecretBinary.");
  EXPECT_EQ(refused(R"({"Name":"b","AddReplicaRegions":[{"Region":"eu-west-1"}]})").find("InvalidParameterException"),
            0u);
  EXPECT_EQ(refused(R"({"Name":"b","Tags":[{"Key":"aws:x","Value":"1"}]})").find("InvalidParameterException"), 0u);
  door.secret("DeleteSecret", R"({"SecretId":"a"})");
  EXPECT_EQ(
      refused(R"({"Name":"a"})"),
      "InvalidRequestException: You can't create this secret because a secret with this name is already scheduled "
      "for deletion.");
}

TEST(CreateSecret, TheSameTokenIsTheSameRequest) {
  Door door;
  const std::string arn = create(door, "a", "x");
  EXPECT_EQ(create(door, "a", "x"), arn);
  EXPECT_EQ(door.secret("CreateSecret", json::serialize(json::object{
                                            {"Name", "a"}, {"SecretString", "z"}, {"ClientRequestToken", kToken1}}))
                .text("__type"),
            "ResourceExistsException");
}

TEST(PutSecretValue, MovesTheLabels) {
  Door door;
  const std::string arn = create(door, "a", "one");
  const Reply put = door.secret(
      "PutSecretValue",
      json::serialize(json::object{{"SecretId", "a"}, {"SecretBinary", "AQI="}, {"ClientRequestToken", kToken2}}));
  EXPECT_EQ(put.raw.body, "{\"ARN\":\"" + arn + "\",\"Name\":\"a\",\"VersionId\":\"" + kToken2 +
                              "\",\"VersionStages\":[\"AWSCURRENT\"]}");
  const auto value = [&](const char* more) {
    return door.secret("GetSecretValue", std::string(R"({"SecretId":"a")") + more + "}");
  };
  EXPECT_EQ(value("").text("SecretBinary"), "AQI=");
  EXPECT_EQ(value(R"(,"VersionStage":"AWSPREVIOUS")").text("SecretString"), "one");
  EXPECT_EQ(value((R"(,"VersionId":")" + std::string(kToken1) + "\"").c_str()).text("SecretString"), "one");
  EXPECT_EQ(value(R"(,"VersionStage":"NONE")").text("Message"),
            "Secrets Manager can't find the specified secret value for staging label: NONE");
  EXPECT_EQ(
      value((R"(,"VersionStage":"AWSCURRENT","VersionId":")" + std::string(kToken1) + "\"").c_str()).text("__type"),
      "InvalidRequestException");
  door.secret("PutSecretValue", R"({"SecretId":"a","SecretString":"three","VersionStages":["MINE"]})");
  EXPECT_EQ(value("").text("SecretBinary"), "AQI=");
  EXPECT_EQ(value(R"(,"VersionStage":"MINE")").text("SecretString"), "three");
  EXPECT_EQ(door.secret("PutSecretValue", R"({"SecretId":"a"})").text("Message"),
            "You must provide either SecretString or SecretBinary.");
}

TEST(UpdateSecret, ChangesWhatIsGiven) {
  Door door;
  create(door, "a", "one");
  EXPECT_FALSE(door.secret("UpdateSecret", R"({"SecretId":"a","Description":"d"})").body.contains("VersionId"));
  EXPECT_EQ(door.secret("GetSecretValue", R"({"SecretId":"a"})").text("SecretString"), "one");
  EXPECT_TRUE(door.secret("UpdateSecret", R"({"SecretId":"a","SecretString":"two","KmsKeyId":"k"})")
                  .body.contains("VersionId"));
  const Reply described = door.secret("DescribeSecret", R"({"SecretId":"a"})");
  EXPECT_EQ(described.text("Description") + described.text("KmsKeyId"), "dk");
  EXPECT_EQ(described.body.at("VersionIdsToStages").as_object().at(kToken1), json::array{"AWSPREVIOUS"});
  EXPECT_EQ(described.body.at("LastAccessedDate"), 1699920000);  // the day only
}

TEST(DeleteSecret, WaitsForTheWindowOrNot) {
  Door door;
  create(door, "a", "x");
  EXPECT_EQ(door.secret("DeleteSecret", R"({"SecretId":"a","RecoveryWindowInDays":6})").text("Message"),
            "The RecoveryWindowInDays value must be between 7 and 30 days (inclusive).");
  EXPECT_EQ(
      door.secret("DeleteSecret", R"({"SecretId":"a","RecoveryWindowInDays":7,"ForceDeleteWithoutRecovery":true})")
          .text("__type"),
      "InvalidParameterException");
  EXPECT_EQ(door.secret("DeleteSecret", R"({"SecretId":"a","RecoveryWindowInDays":7})").body.at("DeletionDate"),
            1'700'000'000 + 7 * 86400);
  EXPECT_EQ(door.secret("GetSecretValue", R"({"SecretId":"a"})").text("Message"),
            "You can't perform this operation on the secret because it was marked for deletion.");
  EXPECT_EQ(door.secret("ListSecrets", "{}").body.at("SecretList").as_array().size(), 0u);
  EXPECT_EQ(door.secret("ListSecrets", R"({"IncludePlannedDeletion":true})").body.at("SecretList").as_array().size(),
            1u);
  door.clock.advance(std::chrono::hours(24 * 7));
  EXPECT_EQ(door.secret("DescribeSecret", R"({"SecretId":"a"})").text("__type"), "ResourceNotFoundException");
  const std::string again = create(door, "a", "y");
  EXPECT_EQ(door.store.kept.size(), 1u);
  door.secret("DeleteSecret", R"({"SecretId":"a","ForceDeleteWithoutRecovery":true})");
  EXPECT_TRUE(door.store.kept.empty());
  EXPECT_EQ(door.secret("DeleteSecret", R"({"SecretId":"a","ForceDeleteWithoutRecovery":true})").raw.status, 200);
}

TEST(ListSecrets, FiltersSortsAndPages) {
  Door door;
  for (const char* name : {"app/db", "app/web", "other"}) {
    create(door, name, "x");
    door.clock.advance(seconds(1));
  }
  door.secret("UpdateSecret", R"({"SecretId":"other","Description":"The Big one"})");
  EXPECT_EQ(door.secret("TagResource", R"({"SecretId":"app/db","Tags":[{"Key":"team","Value":"data"}]})").raw.body,
            "{}");
  const auto names = [&](const std::string& request) {
    std::string out;
    const Reply reply = door.secret("ListSecrets", request);
    for (const auto& entry : reply.body.at("SecretList").as_array())
      out += std::string(entry.at("Name").as_string()) + " ";
    return out;
  };
  EXPECT_EQ(names("{}"), "other app/web app/db ");
  EXPECT_EQ(names(R"({"SortOrder":"asc","SortBy":"name"})"), "app/db app/web other ");
  EXPECT_EQ(names(R"({"Filters":[{"Key":"name","Values":["app/"]}],"SortOrder":"asc"})"), "app/db app/web ");
  EXPECT_EQ(names(R"({"Filters":[{"Key":"name","Values":["!app/"]}]})"), "other ");
  EXPECT_EQ(names(R"({"Filters":[{"Key":"description","Values":["big"]}]})"), "other ");
  EXPECT_EQ(names(R"({"Filters":[{"Key":"tag-key","Values":["team"]},{"Key":"all","Values":["DATA"]}]})"), "app/db ");
  EXPECT_EQ(names(R"({"Filters":[{"Key":"owning-service","Values":["x"]}]})"), "");
  const Reply first = door.secret("ListSecrets", R"({"MaxResults":2})");
  EXPECT_EQ(names(json::serialize(json::object{{"MaxResults", 2}, {"NextToken", first.text("NextToken")}})), "app/db ");
  EXPECT_EQ(door.secret("ListSecrets", R"({"NextToken":"x"})").text("__type"), "InvalidNextTokenException");
}

}  // namespace
}  // namespace slipher::api::secretsmanager
