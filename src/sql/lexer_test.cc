#include "sql/lexer.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace slipher::sql {
namespace {

using ::testing::ElementsAre;

std::vector<std::string> texts(std::string_view text) {
  std::vector<std::string> out;
  for (const Token& token : tokenize(text)) {
    if (token.kind != TokenKind::kEnd) out.emplace_back(token.text);
  }
  return out;
}

Token only(std::string_view text) {
  const std::vector<Token> tokens = tokenize(text);
  EXPECT_EQ(tokens.size(), 2U) << text;
  return tokens[0];
}

TEST(Lexer, SkipsBlanksAndComments) {
  EXPECT_THAT(texts("\xEF\xBB\xBF a -- b '\n /* c /* d */ ' */ e--"), ElementsAre("a", "e"));
  EXPECT_THAT(texts("a;\xEF\xBB\xBF" "b\xEF\xBB\xBF"), ElementsAre("a", ";", "b\xEF\xBB\xBF"));  // two files put together
  EXPECT_THAT(texts(""), ElementsAre());
}

TEST(Lexer, ReadsStringsWithBothEscapes) {
  EXPECT_THAT(texts(R"('a''b' 'it\'s' '\\' E'\n' n'x')"),
              ElementsAre("'a''b'", R"('it\'s')", R"('\\')", R"(E'\n')", "n'x'"));
  EXPECT_EQ(string_value(only(R"('a''b\'c\\d\ne')")), "a'b'c\\d\ne");
  EXPECT_EQ(string_value(only(R"('\101\x42\u0043\q\u12')")), "ABCqu12");
  EXPECT_EQ(string_value(only(R"('\u00e9\U0001F600')")), "\xC3\xA9\xF0\x9F\x98\x80");
}

TEST(Lexer, ReadsDollarQuotes) {
  EXPECT_EQ(string_value(only("$$a'b\\$$")), "a'b\\");
  EXPECT_EQ(string_value(only("$q$ $$ $r$ $q$")), " $$ $r$ ");
  EXPECT_EQ(only("$12").kind, TokenKind::kPositional);
  EXPECT_THAT(texts("a$b$c $x"), ElementsAre("a$b$c", "$", "x"));
}

TEST(Lexer, ReadsIdentifiers) {
  EXPECT_EQ(identifier_value(only("FooBar")), "foobar");
  EXPECT_EQ(identifier_value(only("\"Foo\"\"Bar\"")), "foo\"bar");
  EXPECT_EQ(identifier_value(only("\"Foo\""), true), "Foo");
  EXPECT_EQ(only("#tmp").kind, TokenKind::kWord);
  EXPECT_EQ(only("gr\xC3\xB6\xC3\x9F"
                 "e_1")
                .kind,
            TokenKind::kWord);
  EXPECT_THAT(texts("a#b a # b (c)#d"), ElementsAre("a", "#", "b", "a", "#", "b", "(", "c", ")", "#", "d"));
}

TEST(Lexer, ReadsNumbers) {
  EXPECT_THAT(texts("1 1.5 .5 1e-3 1. 1..10 1.e5 2e"),
              ElementsAre("1", "1.5", ".5", "1e-3", "1.", "1", "..", "10", "1.e5", "2", "e"));
}

TEST(Lexer, CutsOperatorsAsPostgresqlDoes) {
  EXPECT_THAT(texts("a=-1"), ElementsAre("a", "=", "-", "1"));
  EXPECT_THAT(texts("a||b!~*c<=d<>e|/4::int :=:x"),
              ElementsAre("a", "||", "b", "!~*", "c", "<=", "d", "<>", "e", "|/", "4", "::", "int", ":=", ":", "x"));
  EXPECT_THAT(texts("a*--c\nb/*d*/+e"), ElementsAre("a", "*", "b", "+", "e"));
  EXPECT_THAT(texts("b.id(+)"), ElementsAre("b", ".", "id", "(", "+", ")"));
}

TEST(Lexer, SaysWhatIsUnterminated) {
  for (const char* text :
       {"'abc", "'abc\\'", "'abc\\", "\"abc", "\"abc\"\"", "$$abc$", "$t$ $$", "/* a /* b */", "E'", "'"}) {
    const Token token = only(text);
    EXPECT_TRUE(token.unterminated) << text;
    EXPECT_EQ(token.text, text);
  }
}

TEST(Lexer, TakesAnyByte) {
  for (int c = 0; c < 256; ++c) {
    const std::string text(3, static_cast<char>(c));
    std::size_t end = 0;
    for (const Token& token : tokenize(text)) {
      EXPECT_GE(token.offset, end);
      end = token.end();
    }
    EXPECT_LE(end, text.size());
  }
  EXPECT_EQ(only("\\").kind, TokenKind::kInvalid);
}

TEST(Token, IsComparesWordsWithoutCase) {
  EXPECT_TRUE(only("SeLeCt").is("select"));
  EXPECT_FALSE(only("\"select\"").is("select"));
  EXPECT_FALSE(only("'='").is("="));
  EXPECT_TRUE(only("<=").is("<="));
}

}  // namespace
}  // namespace slipher::sql
