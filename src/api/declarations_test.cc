// Boundary cases of every operation, derived from its declaration: below, at and above each limit; missing; null; wrong
// type; unknown member. A new operation is covered by being in the catalog.
#include <boost/json.hpp>
#include <gtest/gtest.h>
#include <map>
#include <vector>

#include "api/patterns.h"
#include "api/redshift_data/operations.h"
#include "api/secretsmanager/operations.h"
#include "api/sts/operations.h"
#include "wire/decode_json.h"

namespace slipher::api {
namespace {

namespace json = boost::json;
using wire::Kind;
using wire::Limits;
using wire::Type;

/// A text that meets each pattern.
std::string sample_of_pattern(std::string_view pattern) {
  static const std::map<std::string_view, std::string> kSamples{
      {patterns::kStatementId, "d9b6c0c9-0000-4000-8000-00000000000a"},
      {patterns::kClusterIdentifier, "a"},
      {patterns::kWorkgroup, "abc"},
      {patterns::kParameterName, "a"},
      {patterns::kRegion, "us-east-1"},
      {patterns::kRotationToken, std::string(36, 'a')},
      {patterns::kFilterValue, "a"},
      {secretsmanager::kPolicyNamePattern, "a"},
  };
  const auto found = kSamples.find(pattern);
  EXPECT_NE(found, kSamples.end()) << "no sample for " << pattern;
  return found == kSamples.end() ? "" : found->second;
}

std::string sample_text(const Limits& limits) {
  if (!limits.values.empty()) return std::string(limits.values.front());
  if (!limits.pattern.empty()) return sample_of_pattern(limits.pattern);
  return std::string(static_cast<std::size_t>(std::max<std::int64_t>(limits.min.value_or(1), 1)), 'a');
}

json::object sample_structure(const Type& type, bool required_only);

json::value sample(const Type& type, const Limits& limits) {
  static constexpr Limits kNone{};
  switch (type.kind) {
    case Kind::kString:
      return json::string(sample_text(limits));
    case Kind::kBoolean:
      return true;
    case Kind::kInteger:
    case Kind::kLong:
      return limits.min.value_or(limits.max.value_or(1));
    case Kind::kDouble:
    case Kind::kTimestamp:
      return 1.5;
    case Kind::kBlob:
      return "AAAA";
    case Kind::kList: {
      json::array list;
      for (std::int64_t i = 0; i < std::max<std::int64_t>(limits.min.value_or(1), 1); ++i)
        list.push_back(sample(*type.element, limits.element ? *limits.element : kNone));
      return list;
    }
    case Kind::kMap:
      return json::object();
    case Kind::kStructure:
      return sample_structure(type, false);
  }
  return nullptr;
}

json::object sample_structure(const Type& type, bool required_only) {
  json::object out;
  for (const wire::Member& member : type.members)
    if (!required_only || member.limits.required) out[member.name] = sample(*member.type, member.limits);
  return out;
}

template <class Op>
class Declaration {
 public:
  explicit Declaration(const ServiceInfo& service) : service_(service) {}

  void check() const {
    const Type& type = wire::type_of<typename Op::Request>();
    const json::object good = sample_structure(type, false);
    expect(good, kAccepted, "every member");
    expect(sample_structure(type, true), kAccepted, "required members only");
    json::object more = good;
    more["NoSuchMember"] = json::array{1, json::object{{"a", nullptr}}};
    expect(more, kAccepted, "an unknown member");
    for (const wire::Member& member : type.members) check_member(good, member);
  }

 private:
  static constexpr int kAccepted = -1;

  /// kAccepted, or the error's code.
  int outcome(const json::object& request) const {
    const auto decoded =
        wire::decode_json<typename Op::Request>(json::serialize(request), {.pattern_style = service_.pattern_style});
    return decoded ? kAccepted : static_cast<int>(decoded.error().code);
  }

  void expect(const json::object& request, int wanted, const std::string& what) const {
    EXPECT_EQ(outcome(request), wanted) << service_.name << "." << Op::name << ": " << what << ": "
                                        << json::serialize(request).substr(0, 300);
  }
  static constexpr int code(ErrorCode code) { return static_cast<int>(code); }

  void check_member(const json::object& good, const wire::Member& member) const {
    const std::string name(member.name);
    json::object changed = good;
    changed.erase(name);
    const int if_absent = member.limits.required ? code(ErrorCode::kValidation) : kAccepted;
    expect(changed, if_absent, name + " missing");
    changed[name] = nullptr;
    expect(changed, if_absent, name + " null");
    changed[name] = wrong_type(*member.type);
    expect(changed, code(ErrorCode::kSerialization), name + " of a wrong type");
    if (member.type->kind == Kind::kStructure || member.type->kind == Kind::kList) {
      changed[name] = "text";
      expect(changed, code(ErrorCode::kSerialization), name + " a string");
    }
    check_limits(good, member);
    if (member.type->kind == Kind::kList) check_elements(good, member);
  }

  static json::value wrong_type(const Type& type) {
    return type.kind == Kind::kBoolean || type.kind == Kind::kInteger || type.kind == Kind::kLong ? json::value("1")
                                                                                                  : json::value(true);
  }

  /// A value of the given size: characters, elements, bytes, or the number itself.
  static json::value of_size(const Type& type, const Limits& limits, std::int64_t size) {
    static constexpr Limits kNone{};
    const auto count = static_cast<std::size_t>(std::max<std::int64_t>(size, 0));
    switch (type.kind) {
      case Kind::kString:
        return json::string(std::string(count, 'a'));
      case Kind::kBlob: {
        std::string text;
        for (std::size_t i = 0; i < count / 3; ++i) text += "AAAA";
        if (count % 3 == 1) text += "AA==";
        if (count % 3 == 2) text += "AAA=";
        return json::string(text);
      }
      case Kind::kList: {
        json::array list;
        for (std::size_t i = 0; i < count; ++i)
          list.push_back(sample(*type.element, limits.element ? *limits.element : kNone));
        return list;
      }
      default:
        return size;
    }
  }

  void check_limits(const json::object& good, const wire::Member& member) const {
    const Limits& limits = member.limits;
    const std::string name(member.name);
    const bool is_patterned = limits.matches != nullptr;
    const bool is_number = member.type->kind == Kind::kInteger || member.type->kind == Kind::kLong;
    json::object changed = good;
    const auto try_size = [&](std::int64_t size, int wanted, const char* what) {
      if (size < 0 && !is_number) return;
      changed[name] = of_size(*member.type, limits, size);
      expect(changed, wanted, name + what);
    };
    const int refused = code(ErrorCode::kValidation);
    if (limits.min) {
      const bool is_absent = limits.empty_is_absent && *limits.min == 1;
      try_size(*limits.min - 1, is_absent ? kAccepted : refused, " below its minimum");
      if (!is_patterned) try_size(*limits.min, kAccepted, " at its minimum");
    }
    if (limits.max) {
      if (!is_patterned) try_size(*limits.max, kAccepted, " at its maximum");
      try_size(*limits.max + 1, refused, " above its maximum");
    }
    if (is_patterned || !limits.values.empty()) {
      changed[name] = "\xC2\xA7 no such thing";
      expect(changed, refused, name + " that does not match");
    }
    for (const std::string_view value : limits.values) {
      changed[name] = json::string(value);
      expect(changed, kAccepted, name + " with each value");
    }
    if (limits.empty_is_absent) {
      changed[name] = "";
      expect(changed, limits.required ? refused : kAccepted, name + " empty");
    }
  }

  void check_elements(const json::object& good, const wire::Member& member) const {
    const std::string name(member.name);
    json::object changed = good;
    changed[name] = json::array{nullptr};
    expect(changed, code(ErrorCode::kValidation), name + " with a null element");
    changed[name] = json::array{wrong_type(*member.type->element)};
    expect(changed, code(ErrorCode::kSerialization), name + " with an element of a wrong type");
    if (member.type->element->kind != Kind::kStructure) return;
    for (const wire::Member& inner : member.type->element->members) {
      if (!inner.limits.required) continue;
      json::object element = sample_structure(*member.type->element, false);
      element.erase(inner.name);
      changed[name] = json::array{element};
      expect(changed, code(ErrorCode::kValidation), name + " whose element lacks " + std::string(inner.name));
    }
  }

  const ServiceInfo& service_;
};

template <class Operations>
void check_service(const ServiceInfo& service) {
  Operations::for_each([&]<class Op>() { Declaration<Op>(service).check(); });
}

TEST(Declarations, RedshiftData) { check_service<redshift_data::Operations>(redshift_data::kService); }
TEST(Declarations, SecretsManager) { check_service<secretsmanager::Operations>(secretsmanager::kService); }
TEST(Declarations, Sts) { check_service<sts::Operations>(sts::kService); }

}  // namespace
}  // namespace slipher::api
