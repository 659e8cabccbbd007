#include "wire/query.h"

#include <charconv>

#include "base/utf8.h"
#include "wire/base64.h"

namespace slipher::wire {

namespace {

int hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

std::optional<std::string> percent_decode(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '+') {
      out.push_back(' ');
    } else if (text[i] != '%') {
      out.push_back(text[i]);
    } else {
      if (text.size() - i < 3) return std::nullopt;
      const int high = hex_digit(text[i + 1]);
      const int low = hex_digit(text[i + 2]);
      if (high < 0 || low < 0) return std::nullopt;
      out.push_back(static_cast<char>(high * 16 + low));
      i += 2;
    }
  }
  if (!is_utf8(out)) return std::nullopt;
  return out;
}

class QueryDecoder {
 public:
  QueryDecoder(const FormParameters& form, PatternStyle style) : form_(form), violations_(style) {}

  Result<void> run(const Type& type, void* out) {
    if (!structure(type, out, "", Path{})) return Error(ErrorCode::kSerialization, problem_);
    if (!violations_.empty()) return violations_.error();
    return {};
  }

 private:
  bool structure(const Type& type, void* out, const std::string& prefix, const Path& path) {
    for (const Member& member : type.members) {
      const std::string name = prefix + std::string(member.name);
      const Path here{&path, member.name};
      if (!form_.find(name) && !form_.has_prefix(name + ".")) {
        if (member.limits.required) violations_.missing(here);
        continue;
      }
      void* const slot = member.emplace(out);
      if (!value(*member.type, member.limits, slot, name, here)) return false;
    }
    return true;
  }

  bool value(const Type& type, const Limits& limits, void* out, const std::string& name, const Path& path) {
    if (type.kind == Kind::kStructure) return structure(type, out, name + ".", path);
    if (type.kind == Kind::kList) return list(type, limits, out, name, path);
    const std::string* const text = form_.find(name);
    if (!text || !scalar(type, out, *text)) {
      problem_ = "Malformed input at '" + path.text() + "'";
      return false;
    }
    violations_.check(type, limits, out, path);
    return true;
  }

  bool list(const Type& type, const Limits& limits, void* out, const std::string& name, const Path& path) {
    static constexpr Limits kNone{};
    for (std::size_t index = 1; index <= FormParameters::kMaxParameters; ++index) {
      const std::string element = name + ".member." + std::to_string(index);
      if (!form_.find(element) && !form_.has_prefix(element + ".")) break;
      const Path here{&path, {}, index};
      if (!value(*type.element, limits.element ? *limits.element : kNone, type.append(out), element, here))
        return false;
    }
    violations_.check(type, limits, out, path);
    return true;
  }

  static bool scalar(const Type& type, void* out, const std::string& text) {
    const auto number = [&](auto& target) {
      const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), target);
      return error == std::errc{} && end == text.data() + text.size();
    };
    switch (type.kind) {
      case Kind::kString:
        *static_cast<std::string*>(out) = text;
        return true;
      case Kind::kBoolean:
        *static_cast<bool*>(out) = text == "true";
        return text == "true" || text == "false";
      case Kind::kInteger:
        return number(*static_cast<std::int32_t*>(out));
      case Kind::kLong:
        return number(*static_cast<std::int64_t*>(out));
      case Kind::kDouble:
        return number(*static_cast<double*>(out));
      case Kind::kBlob: {
        auto bytes = base64_decode(text);
        if (bytes) static_cast<Blob*>(out)->bytes = std::move(*bytes);
        return bytes.has_value();
      }
      default:
        return false;  // timestamps and maps: no query operation has one yet
    }
  }

  const FormParameters& form_;
  Violations violations_;
  std::string problem_;
};

}  // namespace

Result<FormParameters> FormParameters::parse(std::string_view text) {
  FormParameters form;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('&'), text.size());
    const std::string_view pair = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    if (pair.empty()) continue;
    if (form.entries_.size() >= kMaxParameters) return Error(ErrorCode::kSerialization, "Too many parameters");
    const std::size_t equals = std::min(pair.find('='), pair.size());
    auto name = percent_decode(pair.substr(0, equals));
    auto value = percent_decode(equals < pair.size() ? pair.substr(equals + 1) : std::string_view());
    if (!name || !value) return Error(ErrorCode::kSerialization, "Malformed query string");
    form.entries_.emplace_back(std::move(*name), std::move(*value));
  }
  return form;
}

const std::string* FormParameters::find(std::string_view name) const {
  for (const auto& [key, value] : entries_)
    if (key == name) return &value;
  return nullptr;
}

bool FormParameters::has_prefix(std::string_view prefix) const {
  for (const auto& [key, value] : entries_)
    if (key.starts_with(prefix)) return true;
  return false;
}

Result<void> decode_query(const Type& type, void* out, const FormParameters& form, PatternStyle style) {
  return QueryDecoder(form, style).run(type, out);
}

}  // namespace slipher::wire
