#include "api/model.h"

#include "api/catalog.h"
#include "api/error_table.h"
#include "wire/describe.h"
#include "wire/encode_json.h"

namespace slipher::api {

namespace {

void append_string_member(std::string& out, std::string_view name, std::string_view text) {
  wire::append_json_string(out, name);
  out += ':';
  wire::append_json_string(out, text);
}

void append_errors(const ServiceInfo& service, const OperationInfo& operation, std::string& out) {
  out += "\"errors\":[";
  std::size_t count = 0;
  const auto append = [&](std::string_view type, int status) {
    out += count++ ? ",{" : "{";
    append_string_member(out, "code", type);
    if (status) out += ",\"httpStatusCode\":" + std::to_string(status);
    out += '}';
  };
  for (const ErrorCode code : operation.errors) append(error_type(code, service.name), error_row(code).status);
  for (const std::string_view type : operation.unraised_errors) append(type, 0);
  out += ']';
}

void append_operation(const ServiceInfo& service, const OperationInfo& operation, std::string& out) {
  wire::append_json_string(out, operation.name);
  out += ":{";
  append_string_member(out, "summary", operation.summary);
  out += ",\"input\":";
  wire::describe_members(*operation.input, out);
  out += ",\"output\":";
  wire::describe_members(*operation.output, out);
  out += ',';
  append_errors(service, operation, out);
  out += '}';
}

void append_service(const ServiceInfo& service, std::string& out) {
  wire::append_json_string(out, service.signing_name);
  out += ":{";
  append_string_member(out, "title", service.title);
  out += ',';
  append_string_member(out, "apiVersion", service.api_version);
  out += ',';
  append_string_member(out, "protocol", service.protocol == Protocol::kJson ? "json" : "query");
  out += ',';
  append_string_member(out, "targetPrefix", service.name);
  out += ",\"operations\":{";
  for (std::size_t i = 0; i < service.operations.size(); ++i) {
    if (i > 0) out += ",\n";
    append_operation(service, service.operations[i], out);
  }
  out += "}}";
}

}  // namespace

std::string model_json() {
  std::string out = "{\"services\":{\n";
  const auto all = services();
  for (std::size_t i = 0; i < all.size(); ++i) {
    if (i > 0) out += ",\n";
    append_service(all[i], out);
  }
  return out + "\n}}";
}

}  // namespace slipher::api
