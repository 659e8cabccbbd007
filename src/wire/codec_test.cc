#include <boost/json.hpp>
#include <gtest/gtest.h>

#include "wire/decode_json.h"
#include "wire/describe.h"
#include "wire/encode_json.h"

namespace slipher::wire {
namespace {

constexpr std::string_view kColors[] = {"RED", "BLUE"};
constexpr Limits kLabel{.min = 1, .max = 3};

struct Part {
  std::string name;
  std::optional<std::int32_t> weight;
  static constexpr auto fields() {
    return std::tuple{field("name", &Part::name, {.required = true, .min = 1}),
                      field("weight", &Part::weight, {.min = -5, .max = 5})};
  }
};

bool is_lower(std::string_view text) { return text.find_first_not_of("abcdefghijklmnopqrstuvwxyz") == text.npos; }

/// One member of every kind.
struct Everything {
  std::optional<std::string> text;
  std::optional<std::string> maybe_empty;
  std::optional<std::string> color;
  std::optional<std::string> word;
  std::optional<std::string> secret;
  std::optional<bool> flag;
  std::optional<std::int64_t> big;
  std::optional<double> real;
  std::optional<Timestamp> at;
  std::optional<Blob> bytes;
  std::optional<std::vector<std::string>> labels;
  std::optional<std::vector<Part>> parts;
  std::optional<Part> part;
  std::optional<std::map<std::string, std::vector<std::string>>> map;
  static constexpr auto fields() {
    using E = Everything;
    return std::tuple{field("Text", &E::text, {.max = 4}),
                      field("MaybeEmpty", &E::maybe_empty, {.min = 2, .empty_is_absent = true}),
                      field("Color", &E::color, {.values = kColors}),
                      field("Word", &E::word, {.pattern = "[a-z]*", .matches = is_lower}),
                      field("Secret", &E::secret, {.max = 3, .sensitive = true}),
                      field("Flag", &E::flag),
                      field("Big", &E::big),
                      field("Real", &E::real),
                      field("At", &E::at),
                      field("Bytes", &E::bytes, {.max = 3}),
                      field("Labels", &E::labels, {.min = 1, .max = 2, .element = &kLabel}),
                      field("Parts", &E::parts),
                      field("Part", &E::part),
                      field("Map", &E::map, {.element = nullptr, .key = &kLabel})};
  }
};

Everything decoded(std::string_view text) {
  auto out = decode_json<Everything>(text);
  EXPECT_TRUE(out) << text << ": " << (out ? "" : out.error().message);
  return out ? *out : Everything{};
}

std::string refusal(std::string_view text, ErrorCode code, PatternStyle style = PatternStyle::kBare) {
  const auto out = decode_json<Everything>(text, {.pattern_style = style});
  if (out) return "accepted";
  EXPECT_EQ(out.error().code, code) << text;
  return out.error().message;
}

TEST(DecodeJson, ReadsEveryKind) {
  const Everything all = decoded(
      R"({"Text":"grün","Color":"BLUE","Flag":true,"Big":-9223372036854775808,"Real":1e-2,"At":1598323175.823,
          "Bytes":"AAEC","Labels":["a","bc"],"Parts":[{"name":"x","weight":5},{"name":"y"}],"Part":{"name":"z"},
          "Map":{"k":["v",""]},"Unknown":{"deep":[{}]}})");
  EXPECT_EQ(all.text, "grün");
  EXPECT_EQ(all.color, "BLUE");
  EXPECT_EQ(all.flag, true);
  EXPECT_EQ(all.big, std::numeric_limits<std::int64_t>::min());
  EXPECT_EQ(all.real, 0.01);
  EXPECT_EQ(all.at->time_since_epoch().count(), 1598323175823000);
  EXPECT_EQ(all.bytes->bytes, std::string("\0\1\2", 3));
  EXPECT_EQ(all.labels, (std::vector<std::string>{"a", "bc"}));
  ASSERT_EQ(all.parts->size(), 2u);
  EXPECT_EQ((*all.parts)[0].weight, 5);
  EXPECT_FALSE((*all.parts)[1].weight);
  EXPECT_EQ(all.part->name, "z");
  EXPECT_EQ(all.map->at("k"), (std::vector<std::string>{"v", ""}));
}

TEST(DecodeJson, AWholeNumberMayBeWrittenWithAFractionOrAnExponent) {
  EXPECT_EQ(decoded(R"({"Big":60.0})").big, 60);
  EXPECT_EQ(decoded(R"({"Big":-6e1})").big, -60);
  EXPECT_EQ(decoded(R"({"Parts":[{"name":"a","weight":5.0}]})").parts->at(0).weight, 5);
  for (const char* number : {"60.5", "1e-1", "1e19", "1e400", "9007199254740994.0"})
    EXPECT_NE(refusal("{\"Big\":" + std::string(number) + "}", ErrorCode::kSerialization), "accepted") << number;
  EXPECT_NE(refusal(R"({"Parts":[{"name":"a","weight":2147483648.0}]})", ErrorCode::kSerialization), "accepted");
}

TEST(DecodeJson, NullAndSomeEmptyStringsAreAbsent) {
  const Everything all = decoded(R"({"Text":null,"MaybeEmpty":"","Labels":null})");
  EXPECT_FALSE(all.text || all.maybe_empty || all.labels);
  EXPECT_EQ(decoded(R"({"Text":""})").text, "");
}

TEST(DecodeJson, TheLastOfTwoSameMembersCounts) {
  EXPECT_EQ(decoded(R"({"Labels":["a","b"],"Labels":["c"]})").labels, (std::vector<std::string>{"c"}));
  EXPECT_FALSE(decoded(R"({"Text":"a","Text":null})").text);
}

TEST(DecodeJson, WrongTypesAreSerializationErrors) {
  const auto code = ErrorCode::kSerialization;
  EXPECT_EQ(refusal(R"({"Text":1})", code), "NUMBER_VALUE cannot be converted to String at 'text'");
  EXPECT_EQ(refusal(R"({"Flag":"true"})", code), "STRING_VALUE cannot be converted to Boolean at 'flag'");
  EXPECT_EQ(refusal(R"({"Big":1.5})", code), "NUMBER_VALUE cannot be converted to Long at 'big'");
  EXPECT_EQ(refusal(R"({"Big":9223372036854775808})", code), "NUMBER_VALUE cannot be converted to Long at 'big'");
  EXPECT_EQ(refusal(R"({"Parts":[{"name":"a","weight":4294967296}]})", code),
            "NUMBER_VALUE cannot be converted to Integer at 'parts.1.member.weight'");
  EXPECT_EQ(refusal(R"({"Text":{}})", code), "Start of structure or map found where not expected at 'text'");
  EXPECT_EQ(refusal(R"({"Part":[]})", code), "Start of list found where not expected at 'part'");
  EXPECT_EQ(refusal(R"({"Bytes":"A==="})", code), "Invalid base64 at 'bytes'");
  EXPECT_EQ(refusal(R"([])", code), "Start of list found where not expected");
  for (const char* text : {"", "x", "{", R"({"Text":"a"} {})", "{\"Text\":\"\xFF\"}", R"({"Unknown":[1,})"})
    EXPECT_EQ(refusal(text, code), "The request body is not valid JSON.") << text;
}

TEST(DecodeJson, NamesEveryBrokenConstraint) {
  const auto code = ErrorCode::kValidation;
  EXPECT_EQ(refusal(R"({"Text":"grüne"})", code),
            "1 validation error detected: Value 'grüne' at 'text' failed to satisfy constraint: Member must have "
            "length less than or equal to 4");
  EXPECT_EQ(refusal(R"({"Labels":["abcd",null,""],"Parts":[{"weight":6}]})", code),
            "6 validation errors detected: "
            "Value 'abcd' at 'labels.1.member' failed to satisfy constraint: Member must have length less than or "
            "equal to 3; "
            "Value null at 'labels.2.member' failed to satisfy constraint: Member must not be null; "
            "Value '' at 'labels.3.member' failed to satisfy constraint: Member must have length greater than or equal "
            "to 1; "
            "Value null at 'parts.1.member.name' failed to satisfy constraint: Member must not be null; "
            "Value '6' at 'parts.1.member.weight' failed to satisfy constraint: Member must have value less than or "
            "equal to 5; "
            "Value '(3 elements)' at 'labels' failed to satisfy constraint: Member must have length less than or equal "
            "to 2");
  EXPECT_EQ(refusal(R"({"Color":"GREEN"})", code),
            "1 validation error detected: Value 'GREEN' at 'color' failed to satisfy constraint: Member must satisfy "
            "enum value set: [RED, BLUE]");
  EXPECT_EQ(refusal(R"({"Word":"A"})", code), "word must satisfy regex pattern: ^[a-z]*$");
  EXPECT_EQ(refusal(R"({"Word":"A"})", code, PatternStyle::kConstraint),
            "1 validation error detected: Value 'A' at 'word' failed to satisfy constraint: Member must satisfy "
            "regular expression pattern: [a-z]*");
  EXPECT_EQ(refusal(R"({"Map":{"":[]}})", code).find("1 validation error detected: Value ''"), 0u);
}

TEST(DecodeJson, NeverRepeatsASecret) {
  const std::string text = refusal(R"({"Secret":"hunter2"})", ErrorCode::kValidation);
  EXPECT_EQ(text.find("hunter2"), std::string::npos);
  EXPECT_NE(text.find("Value at 'secret'"), std::string::npos) << text;
}

TEST(DecodeJson, MessagesStayShort) {
  std::string labels;
  for (int i = 0; i < 10'000; ++i) labels += (i ? ",\"" : "\"") + std::string(300, 'x') + "\"";
  EXPECT_LT(refusal("{\"Labels\":[" + labels + "]}", ErrorCode::kValidation).size(), 20'000u);
}

TEST(EncodeJson, WritesMembersByNameAndLeavesAbsentOnesOut) {
  Everything all;
  EXPECT_EQ(encode_json(all), "{}");
  all.text = "a\"\\\n\x01\x7F\xE2\x82\xAC\xFF";
  all.big = -1;
  all.at = Timestamp(microseconds(1598323175823999));
  all.bytes = Blob{"\xFF"};
  all.parts = {{"p", 1}, {"q", std::nullopt}};
  all.map = {{"k", {"v"}}, {"l", {}}};
  EXPECT_EQ(encode_json(all),
            "{\"At\":1598323175.823,\"Big\":-1,\"Bytes\":\"/w==\",\"Map\":{\"k\":[\"v\"],\"l\":[]},"
            "\"Parts\":[{\"name\":\"p\",\"weight\":1},{\"name\":\"q\"}],"
            "\"Text\":\"a\\\"\\\\\\n\\u0001\x7F\xE2\x82\xAC\xEF\xBF\xBD\"}");
}

TEST(EncodeJson, PrintsEpochSecondsWithoutTrailingZeros) {
  const auto printed = [](std::int64_t micros) {
    std::string out;
    append_epoch_seconds(out, Timestamp(microseconds(micros)));
    return out;
  };
  EXPECT_EQ(printed(0), "0");
  EXPECT_EQ(printed(1'700'000'000'000'000), "1700000000");
  EXPECT_EQ(printed(1'700'000'000'050'000), "1700000000.05");
  EXPECT_EQ(printed(1'700'000'000'001'999), "1700000000.001");
  EXPECT_EQ(printed(-1'500'000), "-1.5");
}

TEST(EncodeJson, NonFiniteNumbersAreStrings) {
  Everything all;
  all.real = -std::numeric_limits<double>::infinity();
  EXPECT_EQ(encode_json(all), R"({"Real":"-Infinity"})");
}

TEST(EncodeJson, PassesEncodedListsOn) {
  struct Page {
    EncodedList<std::vector<Part>> rows;
    static constexpr auto fields() { return std::tuple{field("Rows", &Page::rows)}; }
  };
  EXPECT_EQ(encode_json(Page{{"[{}],[]"}}), R"({"Rows":[[{}],[]]})");
}

TEST(Codec, WhatIsWrittenCanBeReadBack) {
  const std::string text =
      R"({"At":1.5,"Big":7,"Bytes":"AA==","Color":"RED","Flag":false,"Labels":["a"],"Map":{"a":["b"]},"Part":{"name":"n"},"Real":2.5,"Text":"x","Word":"w"})";
  EXPECT_EQ(encode_json(decoded(text)), text);
}

TEST(Describe, PrintsMembersWithTheirConstraints) {
  std::string out;
  describe_members(type_of<Everything>(), out);
  const auto model = boost::json::parse(out).as_object();
  EXPECT_EQ(model.size(), 14u);
  EXPECT_EQ(boost::json::serialize(model.at("Color")), R"({"type":"string","enum":["RED","BLUE"]})");
  EXPECT_EQ(boost::json::serialize(model.at("Labels")),
            R"({"type":"list","min":1,"max":2,"member":{"type":"string","min":1,"max":3}})");
  EXPECT_EQ(
      boost::json::serialize(model.at("Part")),
      R"({"type":"structure","members":{"name":{"type":"string","required":true,"min":1},"weight":{"type":"integer","min":-5,"max":5}}})");
}

}  // namespace
}  // namespace slipher::wire
