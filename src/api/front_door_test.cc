#include "api/front_door.h"

#include <gtest/gtest.h>

#include "api/testing/fixture.h"

namespace slipher::api {
namespace {

using testing::Door;

constexpr char kUnknownId[] = R"({"Id":"d9b6c0c9-0000-4000-8000-00000000000a"})";

std::string type_of_error(const RawResponse& response) { return std::string(response.headers.get("x-amzn-ErrorType")); }

TEST(FrontDoor, AnswersHealthWithoutASignature) {
  Door door;
  RawRequest request{.method = "GET", .target = "/healthz", .headers = {}, .body = "", .peer = ""};
  const RawResponse response = door.send(request);
  EXPECT_EQ(response.status, 200);
  EXPECT_EQ(response.body, "ok\n");
}

TEST(FrontDoor, ShowsMetricsToSignersOrToAll) {
  Door door;
  RawRequest request{.method = "GET", .target = "/metrics", .headers = {}, .body = "", .peer = ""};
  EXPECT_EQ(type_of_error(door.send(request)), "MissingAuthenticationTokenException");
  RawRequest with_key = request;
  door.sign(with_key, "redshift-data");
  EXPECT_NE(door.send(with_key).body.find("slipher_requests_total"), std::string::npos);
  door.services.settings.open_metrics = true;
  EXPECT_EQ(door.send(request).status, 200);
}

TEST(FrontDoor, ChecksJsonThenOperationThenSignature) {
  Door door;
  // Nothing right: the body is what is complained about.
  RawRequest request = Door::json_request("RedshiftData.Nothing", "{");
  EXPECT_EQ(type_of_error(door.send(request)), "SerializationException");
  request.body = "{}";
  RawResponse response = door.send(request);
  EXPECT_EQ(response.status, 400);
  EXPECT_EQ(response.body, R"({"__type":"com.amazon.coral.service#UnknownOperationException"})");
  response = door.send(Door::json_request("RedshiftData.DescribeStatement", "{}"));
  EXPECT_EQ(
      response.body,
      R"({"__type":"com.amazon.coral.service#MissingAuthenticationTokenException","message":"Request is missing Authentication Token"})");
  // Signed: now the members count.
  EXPECT_EQ(door.data("DescribeStatement", "{}").text("__type"), "ValidationException");
}

TEST(FrontDoor, NoBodyMeansNoMembers) {
  Door door;
  EXPECT_EQ(door.data("ListStatements", "").raw.body, door.data("ListStatements", "{}").raw.body);
  EXPECT_EQ(door.data("DescribeStatement", "").raw.body, door.data("DescribeStatement", "{}").raw.body);
  EXPECT_EQ(type_of_error(door.data("ListStatements", " ").raw), "SerializationException");
}

TEST(FrontDoor, KnowsServicesByTarget) {
  Door door;
  for (const char* target :
       {"", "RedshiftData", "DynamoDB_20120810.ListTables", "secretsmanager.ListStatements", "STS.GetCallerIdentity",
        "RedshiftData.", ".ListStatements", "redshiftdata.ListStatements"})
    EXPECT_EQ(type_of_error(door.send(Door::json_request(target, "{}"))), "UnknownOperationException") << target;
  EXPECT_EQ(door.secret("ListSecrets", "{}").raw.status, 200);
}

TEST(FrontDoor, ASignatureForAnotherServiceIsRefused) {
  Door door;
  RawRequest request = Door::json_request("secretsmanager.ListSecrets", "{}");
  door.sign(request, "redshift-data");
  const RawResponse response = door.send(request);
  EXPECT_EQ(type_of_error(response), "InvalidSignatureException");
  EXPECT_NE(response.body.find("Credential should be scoped to correct service: 'secretsmanager'."), std::string::npos);
}

TEST(FrontDoor, OtherPathsMethodsAndTypesAreNowhere) {
  Door door;
  const auto status = [&](const char* method, const char* target, const char* type) {
    RawRequest request{.method = method, .target = target, .headers = {}, .body = "{}", .peer = ""};
    request.headers.add("Content-Type", type);
    request.headers.add("X-Amz-Target", "RedshiftData.ListStatements");
    return door.send(request).status;
  };
  EXPECT_EQ(status("GET", "/", "application/x-amz-json-1.1"), 404);
  EXPECT_EQ(status("POST", "/other", "application/x-amz-json-1.1"), 404);
  EXPECT_EQ(status("POST", "/", "text/plain"), 404);
  EXPECT_EQ(status("POST", "/healthz", "application/x-amz-json-1.1"), 404);
  EXPECT_EQ(status("POST", "/", "application/x-amz-json-1.1; charset=utf-8"), 400);
}

TEST(FrontDoor, GivesEveryReplyARequestId) {
  Door door;
  RawRequest bad{.method = "PUT", .target = "/x", .headers = {}, .body = "", .peer = ""};
  EXPECT_EQ(door.send(bad).headers.get("x-amzn-RequestId"), "00000000-0000-4000-8000-000000000001");
  EXPECT_EQ(door.data("ListStatements", "{}").raw.headers.get("x-amzn-RequestId"),
            "00000000-0000-4000-8000-000000000002");
}

TEST(FrontDoor, ModelledErrorsNameTheirResource) {
  Door door;
  const auto reply = door.data("DescribeStatement", kUnknownId);
  EXPECT_EQ(reply.raw.status, 400);
  EXPECT_EQ(
      reply.raw.body,
      R"({"__type":"ResourceNotFoundException","Message":"Query does not exist.","ResourceId":"d9b6c0c9-0000-4000-8000-00000000000a"})");
}

TEST(FrontDoor, CausesInsideTheServerAreNotTold) {
  Door door;
  const char* const body = R"({"ClusterIdentifier":"demo","Database":"dev","Sql":"select 1"})";
  for (const ErrorCode code : {ErrorCode::kInternal, ErrorCode::kExecuteStatement, ErrorCode::kBatchExecuteStatement}) {
    door.statements.refuse = Error(code, "cannot write /srv/slipher/slipher.sqlite: disk full");
    const auto reply = door.data("ExecuteStatement", body);
    EXPECT_EQ(reply.raw.status, 500);
    EXPECT_EQ(reply.raw.body.find("/srv"), std::string::npos) << reply.raw.body;
    EXPECT_NE(reply.text("Message").find(reply.raw.headers.get("x-amzn-RequestId")), std::string::npos);
  }
  door.statements.refuse = Error(ErrorCode::kServiceUnavailable, "The server is stopping.");
  EXPECT_EQ(door.data("ExecuteStatement", body).text("message"), "The server is stopping.");
}

TEST(FrontDoor, AParkedRequestIsAnsweredLater) {
  Door door;
  door.statements.park = true;
  int answers = 0;
  RawRequest request = Door::json_request("RedshiftData.DescribeStatement", kUnknownId);
  door.sign(request, "redshift-data");
  door.front_door->handle(std::move(request), [&](RawResponse) { ++answers; });
  EXPECT_EQ(answers, 0);
  // Even after the front door is gone.
  door.front_door.reset();
  door.statements.parked.front()(Error(ErrorCode::kResourceNotFound, "Query does not exist."));
  EXPECT_EQ(answers, 1);
}

TEST(FrontDoor, ADroppedRequestIsAnsweredToo) {
  Door door;
  door.statements.park = true;
  RawResponse reply;
  RawRequest request = Door::json_request("RedshiftData.DescribeStatement", kUnknownId);
  door.sign(request, "redshift-data");
  door.front_door->handle(std::move(request), [&](RawResponse response) { reply = std::move(response); });
  door.statements.parked.clear();
  EXPECT_EQ(reply.status, 503);
  EXPECT_EQ(type_of_error(reply), "ServiceUnavailableException");
}

TEST(FrontDoor, CountsRequests) {
  Door door;
  door.data("ListStatements", "{}");
  door.data("ListStatements", R"({"MaxResults":101})");
  const std::string text = door.metrics.prometheus_text();
  const std::string series = R"(slipher_requests_total{service="redshift-data",operation="ListStatements",result=")";
  EXPECT_NE(text.find(series + "ok\"} 1"), std::string::npos) << text;
  EXPECT_NE(text.find(series + "ValidationException\"} 1"), std::string::npos);
}

TEST(Sts, GivesTheCallersIdentityByPostAndGet) {
  Door door;
  RawRequest post{.method = "POST",
                  .target = "/",
                  .headers = {},
                  .body = "Action=GetCallerIdentity&Version=2011-06-15",
                  .peer = ""};
  post.headers.add("Content-Type", "application/x-www-form-urlencoded; charset=utf-8");
  door.sign(post, "sts");
  RawResponse response = door.send(post);
  EXPECT_EQ(response.status, 200);
  EXPECT_EQ(response.headers.get("Content-Type"), "text/xml");
  EXPECT_EQ(response.body,
            "<GetCallerIdentityResponse xmlns=\"https://sts.amazonaws.com/doc/2011-06-15/\">\n"
            "  <GetCallerIdentityResult><Arn>arn:aws:iam::123456789012:user/root</Arn><UserId>" +
                door.identity.principal(door.root).user_id +
                "</UserId><Account>123456789012</Account></GetCallerIdentityResult>\n"
                "  <ResponseMetadata><RequestId>00000000-0000-4000-8000-000000000001</RequestId></ResponseMetadata>\n"
                "</GetCallerIdentityResponse>\n");

  RawRequest get{.method = "GET",
                 .target = "/?Action=GetCallerIdentity&Version=2011-06-15",
                 .headers = {},
                 .body = "",
                 .peer = ""};
  door.user = door.alice;
  identity::presign(get, "127.0.0.1:8439", door.alice, {"us-east-1", "sts"}, door.clock.now(), seconds(60));
  response = door.send(get);
  EXPECT_NE(response.body.find("user/alice"), std::string::npos) << response.body;
}

TEST(Sts, AnswersInJsonWhenAskedTo) {
  Door door;
  RawRequest request{.method = "POST",
                     .target = "/",
                     .headers = {},
                     .body = "Action=GetCallerIdentity&Version=2011-06-15",
                     .peer = ""};
  request.headers.add("Content-Type", "application/x-www-form-urlencoded");
  request.headers.add("Accept", "application/json");
  RawResponse response = door.send(request);
  EXPECT_EQ(response.status, 403);
  EXPECT_EQ(response.headers.get("Content-Type"), "application/json");
  EXPECT_TRUE(response.body.starts_with("{\"Error\":{\"Code\":\"MissingAuthenticationToken\",\"Message\":\""))
      << response.body;
  door.sign(request, "sts");
  response = door.send(request);
  EXPECT_EQ(response.status, 200);
  EXPECT_EQ(response.body,
            "{\"GetCallerIdentityResponse\":{\"GetCallerIdentityResult\":{\"Account\":\"123456789012\","
            "\"Arn\":\"arn:aws:iam::123456789012:user/root\",\"UserId\":\"" +
                door.identity.principal(door.root).user_id +
                "\"},\"ResponseMetadata\":{\"RequestId\":\"00000000-0000-4000-8000-000000000002\"}}}");
}

TEST(Sts, AnswersErrorsInXml) {
  Door door;
  RawRequest request{
      .method = "POST", .target = "/", .headers = {}, .body = "Action=AssumeRole&Version=2011-06-15", .peer = ""};
  request.headers.add("Content-Type", "application/x-www-form-urlencoded");
  RawResponse response = door.send(request);
  EXPECT_EQ(response.status, 403);
  EXPECT_NE(response.body.find("<Type>Sender</Type><Code>MissingAuthenticationToken</Code>"), std::string::npos);
  door.sign(request, "sts");
  response = door.send(request);
  EXPECT_EQ(response.status, 400);
  EXPECT_NE(response.body.find("<Code>InvalidAction</Code><Message>Could not find operation AssumeRole for version "
                               "2011-06-15</Message>"),
            std::string::npos);

  // Another service of the query protocol.
  RawRequest foreign{
      .method = "POST", .target = "/", .headers = {}, .body = "Action=DescribeClusters&Version=2012-12-01", .peer = ""};
  foreign.headers.add("Content-Type", "application/x-www-form-urlencoded");
  door.sign(foreign, "redshift");
  EXPECT_NE(door.send(foreign).body.find("<Code>InvalidAction</Code>"), std::string::npos);
}

}  // namespace
}  // namespace slipher::api
