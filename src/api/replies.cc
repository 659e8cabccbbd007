#include "api/replies.h"

#include "api/error_table.h"
#include "api/operation.h"
#include "wire/encode_json.h"
#include "wire/encode_xml.h"

namespace slipher::api {

namespace {

constexpr std::string_view kFrontEndNamespace = "com.amazon.coral.service#";
constexpr char kJsonType[] = "application/x-amz-json-1.1";
constexpr char kPlainJsonType[] = "application/json";

void append_xml_element(std::string& out, std::string_view name, std::string_view text) {
  out.append("<").append(name).append(">");
  wire::append_xml_text(out, text);
  out.append("</").append(name).append(">");
}

RawResponse response_of(int status, const char* content_type, std::string body) {
  RawResponse response;
  response.status = status;
  response.headers.add("Content-Type", content_type);
  response.body = std::move(body);
  return response;
}

RawResponse xml_response(int status, std::string body) { return response_of(status, "text/xml", std::move(body)); }

}  // namespace

RawResponse json_reply(const wire::Type& type, const void* response) {
  RawResponse reply;
  reply.headers.add("Content-Type", kJsonType);
  wire::encode_json(type, response, reply.body);
  return reply;
}

RawResponse json_error(const Error& error, std::string_view service) {
  const ErrorRow& row = error_row(error.code);
  const std::string_view type = error_type(error.code, service);
  RawResponse reply;
  reply.status = row.status;
  reply.headers.add("x-amzn-ErrorType", std::string(type));
  reply.headers.add("Content-Type", kJsonType);
  std::string& body = reply.body;
  body = "{\"__type\":\"";
  if (row.is_front_end) body += kFrontEndNamespace;
  body.append(type).append("\"");
  const auto member = [&](std::string_view name, std::string_view text) {
    body.append(",\"").append(name).append("\":");
    wire::append_json_string(body, text);
  };
  if (!error.message.empty()) member(row.message_member, error.message);
  if (!row.resource_member.empty() && !error.resource_id.empty()) member(row.resource_member, error.resource_id);
  body += '}';
  return reply;
}

RawResponse query_reply(const ServiceInfo& service, const OperationInfo& operation, const void* response,
                        std::string_view request_id) {
  const std::string name(operation.name);
  std::string body =
      "<" + name + "Response xmlns=\"" + std::string(service.xml_namespace) + "\">\n  <" + name + "Result>";
  wire::encode_xml_members(*operation.output, response, body);
  body += "</" + name + "Result>\n  <ResponseMetadata>";
  append_xml_element(body, "RequestId", request_id);
  body += "</ResponseMetadata>\n</" + name + "Response>\n";
  return xml_response(200, std::move(body));
}

RawResponse query_error(const Error& error, const ServiceInfo& service, std::string_view request_id) {
  const ErrorRow& row = error_row(error.code);
  std::string body = "<ErrorResponse xmlns=\"" + std::string(service.xml_namespace) + "\">\n  <Error>";
  append_xml_element(body, "Type", row.query_status < 500 ? "Sender" : "Receiver");
  append_xml_element(body, "Code", row.query_type);
  append_xml_element(body, "Message", error.message);
  body += "</Error>\n  ";
  append_xml_element(body, "RequestId", request_id);
  body += "\n</ErrorResponse>\n";
  return xml_response(row.query_status, std::move(body));
}

RawResponse query_json_reply(const OperationInfo& operation, const void* response, std::string_view request_id) {
  const std::string name(operation.name);
  std::string body = "{\"" + name + "Response\":{\"" + name + "Result\":";
  wire::encode_json(*operation.output, response, body);
  body += ",\"ResponseMetadata\":{\"RequestId\":";
  wire::append_json_string(body, request_id);
  body += "}}}";
  return response_of(200, kPlainJsonType, std::move(body));
}

RawResponse query_json_error(const Error& error, std::string_view request_id) {
  const ErrorRow& row = error_row(error.code);
  std::string body = "{\"Error\":{\"Code\":";
  wire::append_json_string(body, row.query_type);
  body += ",\"Message\":";
  wire::append_json_string(body, error.message);
  body += ",\"Type\":";
  wire::append_json_string(body, row.query_status < 500 ? "Sender" : "Receiver");
  body += "},\"RequestId\":";
  wire::append_json_string(body, request_id);
  body += '}';
  return response_of(row.query_status, kPlainJsonType, std::move(body));
}

RawResponse unknown_resource() { return xml_response(404, "<UnknownOperationException/>\n"); }

RawResponse plain_text(int status, std::string text) {
  return response_of(status, "text/plain; charset=utf-8", std::move(text));
}

}  // namespace slipher::api
