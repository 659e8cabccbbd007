#include <gtest/gtest.h>
#include <sstream>

#include "app/cli/data_api_client.h"
#include "app/cli/result_printer.h"
#include "app/cli/settings.h"
#include "app/cli/table_layout.h"

namespace slipher::app {
namespace {

namespace json = boost::json;

json::object parse(std::string_view text) { return json::parse({text.data(), text.size()}).as_object(); }

std::string print(const std::string& format, std::initializer_list<std::string_view> pages) {
  std::ostringstream out;
  const auto printer = make_result_printer(format, out);
  for (const auto page : pages) printer->page(parse(page));
  printer->end();
  return out.str();
}

constexpr std::string_view kFirst =
    R"({"ColumnMetadata":[{"name":"id","typeName":"int4"},{"name":"na\"me","typeName":"varchar"}],
  "Records":[[{"longValue":1},{"stringValue":"one"}],[{"longValue":20},{"isNull":true}]]})";
constexpr std::string_view kSecond =
    R"({"ColumnMetadata":[{"name":"id","typeName":"int4"},{"name":"na\"me","typeName":"varchar"}],
  "Records":[[{"longValue":3},{"stringValue":"é\n\u001b[31m"}]]})";
constexpr std::string_view kEmpty = R"({"ColumnMetadata":[{"name":"a","typeName":"bool"}],"Records":[]})";

TEST(ShellQuote, SurvivesAShell) {
  EXPECT_EQ(shell_quote("http://127.0.0.1:8439"), "http://127.0.0.1:8439");
  EXPECT_EQ(shell_quote("abc/d+e="), "abc/d+e=");
  EXPECT_EQ(shell_quote(""), "''");
  EXPECT_EQ(shell_quote("a b"), "'a b'");
  EXPECT_EQ(shell_quote("it's $(rm)"), "'it'\\''s $(rm)'");
  EXPECT_EQ(shell_quote("`x`;\n"), "'`x`;\n'");
}

TEST(ExportLines, NameEveryVariable) {
  const auto lines = export_lines({"http://127.0.0.1:1", "eu-west-1", {"AKIAX", "se cret", "root", true}});
  EXPECT_EQ(lines,
            "export AWS_ENDPOINT_URL=http://127.0.0.1:1\nexport AWS_ACCESS_KEY_ID=AKIAX\n"
            "export AWS_SECRET_ACCESS_KEY='se cret'\nexport AWS_REGION=eu-west-1\n"
            "export AWS_DEFAULT_REGION=eu-west-1\n");
}

TEST(ResultPrinter, Table) {
  EXPECT_EQ(print("table", {kFirst, kSecond}),
            " id | na\"me\n"
            "----+-------\n"
            "  1 | one\n"
            " 20 | NULL\n"
            "  3 | é\\n\\x1b[31m\n");
  EXPECT_EQ(print("table", {kEmpty}), " a\n---\n");
}

TEST(ResultPrinter, Json) {
  EXPECT_EQ(print("json", {kFirst, kSecond}),
            "[\n{\"id\":1,\"na\\\"me\":\"one\"},\n{\"id\":20,\"na\\\"me\":null},\n"
            "{\"id\":3,\"na\\\"me\":\"é\\n\\u001b[31m\"}\n]\n");
  EXPECT_EQ(print("json", {kEmpty}), "[]\n");
  EXPECT_EQ(print("jsonl", {kFirst}), "{\"id\":1,\"na\\\"me\":\"one\"}\n{\"id\":20,\"na\\\"me\":null}\n");
  EXPECT_EQ(print("jsonl", {kEmpty}), "");
}

TEST(ResultPrinter, DoublesAreShortAndPlain) {
  constexpr std::string_view page =
      R"({"ColumnMetadata":[{"name":"x","typeName":"float8"}],"Records":[[{"doubleValue":8.8}],[{"doubleValue":1E0}]]})";
  EXPECT_EQ(print("jsonl", {page}), "{\"x\":8.8}\n{\"x\":1}\n");
}

TEST(ResultPrinter, CsvGoesOutAsItCame) {
  EXPECT_EQ(print("csv", {R"({"Records":[{"CSVRecords":"a,b\r\n1,\"x\"\r\n"},{"CSVRecords":"2,\r\n"}]})"}),
            "a,b\r\n1,\"x\"\r\n2,\r\n");
}

TEST(TableLayout, WidthsCountCharactersNotBytes) {
  EXPECT_EQ(display_width("é€😀"), 3u);
  EXPECT_EQ(printable("a\tb\x7f\xc2\x9b"), "a\\tb\\x7f\\x9b");
}

TEST(HttpClient, UrlsAreChecked) {
  for (const char* bad : {"", "ftp://x", "http://", "http://:1", "127.0.0.1:1"}) {
    EXPECT_FALSE(HttpClient::open(bad, "")) << bad;
  }
  EXPECT_EQ((*HttpClient::open("http://[::1]:80/", ""))->host(), "[::1]:80");
  EXPECT_EQ((*HttpClient::open("http://example.com", ""))->host(), "example.com");
  const auto missing = HttpClient::open("https://localhost:1", "/nonexistent/ca.pem");
  ASSERT_FALSE(missing);
  EXPECT_NE(missing.error().message.find("ca.pem"), std::string::npos);
}

TEST(HttpClient, NobodyThereIsSaid) {
  const auto client = HttpClient::open("http://127.0.0.1:1", "");
  ASSERT_TRUE(client);
  const auto answer = (*client)->send({"GET", "/", {}, "", ""}, seconds(5));
  ASSERT_FALSE(answer);
  EXPECT_NE(answer.error().message.find("127.0.0.1:1"), std::string::npos);
}

}  // namespace
}  // namespace slipher::app
