#include <span>

#include "api/catalog.h"
#include "api/error_table.h"
#include "api/model.h"
#include "wire/describe.h"

namespace slipher::api {

namespace {

/// A table cell: pipes would end it.
std::string cell(std::string_view text) {
  std::string out;
  for (const char c : text) out += c == '|' ? std::string("\\|") : std::string(1, c);
  return out;
}

std::string type_text(const wire::Type& type) {
  if (type.kind == wire::Kind::kList) return "list of " + type_text(*type.element);
  if (type.kind == wire::Kind::kMap) return "map to " + type_text(*type.element);
  return std::string(type.is_union ? "union" : wire::kind_name(type.kind));
}

std::string constraint_text(const wire::Type& type, const wire::Limits& limits) {
  std::string out;
  const auto add = [&](const std::string& text) { out += (out.empty() ? "" : "; ") + text; };
  const bool is_number = type.kind == wire::Kind::kInteger || type.kind == wire::Kind::kLong;
  if (limits.min || limits.max) {
    add(std::string(is_number ? "" : "length ") + (limits.min ? std::to_string(*limits.min) : "") + ".." +
        (limits.max ? std::to_string(*limits.max) : ""));
  }
  if (!limits.values.empty()) {
    std::string values;
    for (const std::string_view value : limits.values) values += (values.empty() ? "" : ", ") + std::string(value);
    add(values);
  }
  if (!limits.pattern.empty()) add("`" + cell(limits.pattern) + "`");
  if (limits.idempotency_token) add("idempotency token");
  if (limits.sensitive) add("never logged");
  return out;
}

/// The structure inside lists and maps, or nullptr.
const wire::Type* structure_of(const wire::Type& type) {
  const wire::Type* at = &type;
  while (at->element) at = at->element;
  return at->kind == wire::Kind::kStructure ? at : nullptr;
}

void append_rows(const wire::Type& structure, const std::string& prefix, bool with_required, std::string& out) {
  for (const wire::Member& member : structure.members) {
    out += "| " + prefix + "`" + std::string(member.name) + "` | " + type_text(*member.type) + " | ";
    if (with_required) out += std::string(member.limits.required ? "yes" : "") + " | ";
    out += constraint_text(*member.type, member.limits) + " |\n";
    if (const wire::Type* const inner = structure_of(*member.type))
      append_rows(*inner, prefix + "`" + std::string(member.name) + "`.", with_required, out);
  }
}

void append_table(std::string_view title, const wire::Type& structure, bool with_required, std::string& out) {
  if (structure.members.empty()) {
    out.append(title).append(": no members.\n\n");
    return;
  }
  out.append("| ").append(title).append(with_required
                                            ? " | type | required | constraints |\n| --- | --- | --- | --- |\n"
                                            : " | type | values |\n| --- | --- | --- |\n");
  append_rows(structure, "", with_required, out);
  out += '\n';
}

void append_operation(const ServiceInfo& service, const OperationInfo& operation, std::string& out) {
  out.append("### ").append(operation.name).append("\n\n").append(operation.summary).append("\n\n");
  append_table("request", *operation.input, true, out);
  append_table("reply", *operation.output, false, out);
  if (operation.errors.empty()) return;
  out += "Errors: ";
  for (std::size_t i = 0; i < operation.errors.size(); ++i) {
    const ErrorCode code = operation.errors[i];
    out.append(i > 0 ? ", " : "").append("`").append(error_type(code, service.name)).append("` ");
    out += std::to_string(error_row(code).status);
  }
  out += ".\n\n";
}

}  // namespace

std::string model_markdown() {
  std::string out =
      "# API\n\nGenerated from the declarations by `slipher model --markdown`; do not edit. Lengths are in "
      "characters,\n"
      "of lists in elements, of blobs in bytes.\n\n";
  for (const ServiceInfo& service : services()) {
    out.append("## ").append(service.title).append("\n\n");
    if (service.protocol == Protocol::kJson) {
      out.append("AWS JSON 1.1: `POST /` with `X-Amz-Target: ").append(service.name).append(".<operation>`");
    } else {
      out.append("AWS query: `Action=<operation>&Version=").append(service.api_version).append("`");
    }
    out.append(", signed for `").append(service.signing_name).append("`.\n\n");
    for (const OperationInfo& operation : service.operations) append_operation(service, operation, out);
  }
  while (out.ends_with("\n\n")) out.pop_back();
  return out;
}

}  // namespace slipher::api
