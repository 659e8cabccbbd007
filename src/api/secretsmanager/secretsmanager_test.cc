#include <algorithm>
#include <cctype>
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

TEST(RestoreSecret, CallsTheDeletionOff) {
  Door door;
  const std::string arn = create(door, "a", "x");
  door.secret("DeleteSecret", R"({"SecretId":"a"})");
  const std::string restored = "{\"ARN\":\"" + arn + "\",\"Name\":\"a\"}";
  EXPECT_EQ(door.secret("RestoreSecret", R"({"SecretId":"a"})").raw.body, restored);
  EXPECT_EQ(door.secret("GetSecretValue", R"({"SecretId":"a"})").text("SecretString"), "x");
  EXPECT_FALSE(door.secret("DescribeSecret", R"({"SecretId":"a"})").body.contains("DeletedDate"));
  EXPECT_EQ(door.secret("RestoreSecret", R"({"SecretId":"a"})").raw.body, restored);
  EXPECT_EQ(door.secret("RestoreSecret", R"({"SecretId":"b"})").text("__type"), "ResourceNotFoundException");
}

TEST(UntagResource, TakesTheTagsThatAreThere) {
  Door door;
  create(door, "a", "x");
  door.secret("TagResource", R"({"SecretId":"a","Tags":[{"Key":"k1","Value":"1"},{"Key":"k2","Value":"2"}]})");
  EXPECT_EQ(door.secret("UntagResource", R"({"SecretId":"a","TagKeys":["k1","none"]})").raw.body, "{}");
  EXPECT_EQ(json::serialize(door.secret("DescribeSecret", R"({"SecretId":"a"})").body.at("Tags")),
            R"([{"Key":"k2","Value":"2"}])");
  door.secret("DeleteSecret", R"({"SecretId":"a"})");
  EXPECT_EQ(door.secret("UntagResource", R"({"SecretId":"a","TagKeys":["k2"]})").text("__type"),
            "InvalidRequestException");
}

TEST(GetResourcePolicy, NamesTheSecretOnly) {
  Door door;
  const std::string arn = create(door, "a", "x");
  EXPECT_EQ(door.secret("GetResourcePolicy", R"({"SecretId":"a"})").raw.body,
            "{\"ARN\":\"" + arn + "\",\"Name\":\"a\"}");
  EXPECT_EQ(door.secret("GetResourcePolicy", R"({"SecretId":"a","PolicyName":"a b"})").text("__type"),
            "ValidationException");
  door.secret("DeleteSecret", R"({"SecretId":"a"})");
  EXPECT_EQ(door.secret("GetResourcePolicy", R"({"SecretId":"a"})").text("__type"), "InvalidRequestException");
}

TEST(ListSecretVersionIds, HidesVersionsWithoutLabels) {
  Door door;
  create(door, "a", "one");
  for (const char* value : {"two", "three"})
    door.secret("PutSecretValue", json::serialize(json::object{{"SecretId", "a"}, {"SecretString", value}}));
  const auto list = [&](json::object request) {
    request["SecretId"] = "a";
    return door.secret("ListSecretVersionIds", json::serialize(request));
  };
  const Reply labelled = list({});
  ASSERT_EQ(labelled.body.at("Versions").as_array().size(), 2u);
  EXPECT_EQ(json::serialize(labelled.body.at("Versions").as_array()[1].at("VersionStages")), R"(["AWSCURRENT"])");
  EXPECT_EQ(json::serialize(labelled.body.at("Versions").as_array()[1].at("KmsKeyIds")), R"(["DefaultEncryptionKey"])");
  const Reply first = list({{"IncludeDeprecated", true}, {"MaxResults", 2}});
  EXPECT_EQ(first.body.at("Versions").as_array()[0].at("VersionId"), kToken1);
  EXPECT_FALSE(first.body.at("Versions").as_array()[0].as_object().contains("VersionStages"));
  const Reply rest = list({{"IncludeDeprecated", true}, {"NextToken", first.text("NextToken")}});
  EXPECT_EQ(rest.body.at("Versions").as_array().size(), 1u);
  EXPECT_EQ(list({{"NextToken", first.text("NextToken")}}).text("__type"), "InvalidNextTokenException");
}

TEST(GetRandomPassword, KeepsToWhatIsAskedFor) {
  Door door;
  const auto ask = [&](const char* request) { return door.secret("GetRandomPassword", request); };
  const std::string plain = ask("{}").text("RandomPassword");
  EXPECT_EQ(plain.size(), 32u);
  EXPECT_NE(plain, ask("{}").text("RandomPassword"));
  EXPECT_EQ(plain.find(' '), std::string::npos);
  for (int i = 0; i < 50; ++i) {
    const std::string four = ask(R"({"PasswordLength":4})").text("RandomPassword");
    EXPECT_TRUE(std::any_of(four.begin(), four.end(), [](unsigned char c) { return std::isdigit(c); })) << four;
    EXPECT_TRUE(std::any_of(four.begin(), four.end(), [](unsigned char c) { return std::ispunct(c); })) << four;
  }
  const char* const ones =
      R"({"PasswordLength":3,"ExcludeUppercase":true,"ExcludeLowercase":true,"ExcludePunctuation":true,"ExcludeCharacters":"023456789"})";
  EXPECT_EQ(ask(ones).text("RandomPassword"), "111");
  EXPECT_EQ(ask(R"({"PasswordLength":3})").text("Message"),
            "Password length is too short based on the required types.");
  EXPECT_EQ(ask(R"({"PasswordLength":3,"RequireEachIncludedType":false})").text("RandomPassword").size(), 3u);
  EXPECT_EQ(ask(R"({"ExcludeUppercase":true,"ExcludeLowercase":true,"ExcludePunctuation":true,"ExcludeNumbers":true})")
                .text("__type"),
            "InvalidParameterException");
}

TEST(BatchGetSecretValue, ReadsByIdOrByFilter) {
  Door door;
  for (const char* name : {"app/a", "app/b", "other"}) create(door, name, std::string("value of ") + name);
  const auto ask = [&](const char* request) { return door.secret("BatchGetSecretValue", request); };
  const Reply named = ask(R"({"SecretIdList":["other","nothing","app/a"]})");
  ASSERT_EQ(named.body.at("SecretValues").as_array().size(), 2u);
  EXPECT_EQ(named.body.at("SecretValues").as_array()[0].at("SecretString"), "value of other");
  EXPECT_EQ(
      json::serialize(named.body.at("Errors")),
      R"([{"ErrorCode":"ResourceNotFoundException","Message":"Secrets Manager can't find the specified secret.","SecretId":"nothing"}])");
  const Reply first = ask(R"({"Filters":[{"Key":"name","Values":["app/"]}],"MaxResults":1})");
  EXPECT_EQ(first.body.at("SecretValues").as_array()[0].at("Name"), "app/a");
  const std::string next = R"({"Filters":[{"Key":"name","Values":["app/"]}],"NextToken":")" + first.text("NextToken");
  EXPECT_EQ(ask((next + "\"}").c_str()).body.at("SecretValues").as_array()[0].at("Name"), "app/b");
  for (const char* wrong : {"{}", R"({"SecretIdList":["a"],"Filters":[]})", R"({"SecretIdList":["a"],"MaxResults":1})"})
    EXPECT_EQ(ask(wrong).text("__type"), "InvalidParameterException") << wrong;
}

TEST(UpdateSecretVersionStage, MovesLabelsBetweenVersions) {
  Door door;
  create(door, "a", "one");
  door.secret("PutSecretValue", json::serialize(json::object{{"SecretId", "a"},
                                                             {"SecretString", "two"},
                                                             {"ClientRequestToken", kToken2},
                                                             {"VersionStages", json::array{"PENDING"}}}));
  const auto move = [&](const char* stage, const char* from, const char* to) {
    json::object request{{"SecretId", "a"}, {"VersionStage", stage}};
    if (from) request["RemoveFromVersionId"] = from;
    if (to) request["MoveToVersionId"] = to;
    return door.secret("UpdateSecretVersionStage", json::serialize(request));
  };
  const auto value = [&](const char* stage) {
    return door.secret("GetSecretValue", json::serialize(json::object{{"SecretId", "a"}, {"VersionStage", stage}}))
        .body;
  };
  EXPECT_EQ(move("AWSCURRENT", nullptr, kToken2).text("__type"), "InvalidParameterException");
  EXPECT_EQ(move("AWSCURRENT", kToken1, nullptr).text("__type"), "InvalidParameterException");
  EXPECT_EQ(move("AWSCURRENT", kToken2, kToken1).text("Message"),
            std::string("Version stage AWSCURRENT not found in version ") + kToken2);
  EXPECT_EQ(move("MINE", nullptr, "33333333-3333-4333-8333-333333333333").text("__type"), "InvalidParameterException");
  EXPECT_EQ(value("AWSCURRENT").at("SecretString"), "one");
  EXPECT_EQ(move("AWSCURRENT", kToken1, kToken2).raw.status, 200);
  EXPECT_EQ(value("AWSCURRENT").at("SecretString"), "two");
  EXPECT_EQ(value("AWSPREVIOUS").at("SecretString"), "one");
  EXPECT_EQ(move("PENDING", kToken2, nullptr).raw.status, 200);
  EXPECT_EQ(value("PENDING").at("__type"), "ResourceNotFoundException");
  EXPECT_EQ(move("MINE", nullptr, kToken1).raw.status, 200);
  EXPECT_EQ(move("MINE", nullptr, kToken1).raw.status, 200);
  EXPECT_EQ(value("MINE").at("SecretString"), "one");
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
