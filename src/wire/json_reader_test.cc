#include "wire/json_reader.h"

#include <boost/json.hpp>
#include <gtest/gtest.h>

namespace slipher::wire {
namespace {

TEST(JsonReader, AgreesWithAnotherParserOnWhatIsJson) {
  const std::string_view texts[] = {"{}",
                                    "[]",
                                    "null",
                                    " true ",
                                    "0",
                                    "-0",
                                    "1e9",
                                    "1.25E-3",
                                    R"("a\u00e9\n\/")",
                                    R"("😀")",
                                    R"({"a":[1,{"b":null}],"c":""})",
                                    "",
                                    " ",
                                    "{",
                                    "}",
                                    "[1,]",
                                    "[,1]",
                                    "{\"a\"}",
                                    "{\"a\":}",
                                    "{\"a\":1,}",
                                    "{a:1}",
                                    "01",
                                    "1.",
                                    ".5",
                                    "+1",
                                    "1e",
                                    "--1",
                                    "nul",
                                    "truex",
                                    "\"",
                                    "\"\\x\"",
                                    "\"\\u12\"",
                                    "\"\\ud83d\"",
                                    "\"\\ude00\"",
                                    "\"\\ud83d\\u0041\"",
                                    "\"\x01\"",
                                    "\"\x80\"",
                                    "\"\xC3\xA9\"",
                                    "\"\xED\xA0\x80\"",
                                    "\"\xF4\x90\x80\x80\"",
                                    "\"\xC0\xAF\"",
                                    "1 2",
                                    "{} x",
                                    "[1 2]",
                                    "NaN",
                                    "'a'",
                                    "/**/1",
                                    "\xEF\xBB\xBF{}",
                                    "[[[[[[[[]]]]]]]]"};
  for (const std::string_view text : texts) {
    boost::system::error_code error;
    boost::json::parse(text, error);
    EXPECT_EQ(is_json(text), !error) << text;
  }
}

TEST(JsonReader, RefusesNestingBeyondTheLimit) {
  EXPECT_TRUE(is_json(std::string(10, '[') + std::string(10, ']'), 10));
  EXPECT_FALSE(is_json(std::string(11, '[') + std::string(11, ']'), 10));
  EXPECT_FALSE(is_json(std::string(1'000'000, '[')));
  EXPECT_FALSE(is_json(std::string(1'000'000, '{')));
}

TEST(JsonReader, ReadsStringsWithEscapes) {
  std::string out;
  ASSERT_TRUE(JsonReader(R"("a\"\\\/\b\f\n\r\t\u20AC\ud83d\ude00z")").string(out));
  EXPECT_EQ(out, "a\"\\/\b\f\n\r\t\xE2\x82\xAC\xF0\x9F\x98\x80z");
  ASSERT_TRUE(JsonReader(R"("\u0000")").string(out));
  EXPECT_EQ(out, std::string(1, '\0'));
}

TEST(JsonReader, WalksObjectsAndArrays) {
  JsonReader reader(R"( { "a" : [ 1 , 2.5 ] , "b" : false } )");
  ASSERT_EQ(reader.peek(), JsonReader::Token::kObject);
  ASSERT_TRUE(reader.enter_object());
  bool first = true;
  std::string name;
  ASSERT_TRUE(reader.next_member(first, name));
  EXPECT_EQ(name, "a");
  ASSERT_TRUE(reader.enter_array());
  std::vector<std::string> numbers;
  for (bool first_element = true; reader.next_element(first_element);) {
    std::string_view number;
    ASSERT_TRUE(reader.number(number));
    numbers.emplace_back(number);
  }
  EXPECT_EQ(numbers, (std::vector<std::string>{"1", "2.5"}));
  ASSERT_TRUE(reader.next_member(first, name));
  EXPECT_EQ(name, "b");
  EXPECT_TRUE(reader.literal());
  EXPECT_FALSE(reader.next_member(first, name));
  EXPECT_FALSE(reader.failed());
  EXPECT_TRUE(reader.at_end());
}

}  // namespace
}  // namespace slipher::wire
