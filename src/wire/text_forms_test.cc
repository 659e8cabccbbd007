#include <gtest/gtest.h>

#include "wire/base64.h"
#include "wire/encode_xml.h"
#include "wire/query.h"

namespace slipher::wire {
namespace {

TEST(Base64, FollowsTheStandardsVectors) {
  const std::pair<std::string, std::string> vectors[] = {{"", ""},
                                                         {"f", "Zg=="},
                                                         {"fo", "Zm8="},
                                                         {"foo", "Zm9v"},
                                                         {"foob", "Zm9vYg=="},
                                                         {"fooba", "Zm9vYmE="},
                                                         {"foobar", "Zm9vYmFy"}};
  for (const auto& [plain, coded] : vectors) {
    EXPECT_EQ(base64_encode(plain), coded);
    EXPECT_EQ(base64_decode(coded), plain);
  }
  EXPECT_EQ(base64url_encode("\xFB\xFF"), "-_8");
  EXPECT_EQ(base64url_decode("-_8"), "\xFB\xFF");
}

TEST(Base64, RefusesWhatNoEncoderWrites) {
  for (const char* text : {"Zg", "Zg=", "Zg===", "Z", "Zh==", "Zm9v\n", "Zm 9v", "====", "Zg==Zg=="})
    EXPECT_FALSE(base64_decode(text)) << text;
  for (const char* text : {"Zg==", "Z", "Zh", "+/8"}) EXPECT_FALSE(base64url_decode(text)) << text;
}

struct Inner {
  std::optional<std::int32_t> count;
  static constexpr auto fields() { return std::tuple{field("Count", &Inner::count, {.required = true, .max = 3})}; }
};
struct Form {
  std::optional<std::string> name;
  std::optional<bool> flag;
  std::optional<std::vector<std::string>> items;
  std::optional<std::vector<Inner>> inners;
  static constexpr auto fields() {
    return std::tuple{field("Name", &Form::name, {.required = true, .max = 5}), field("Flag", &Form::flag),
                      field("Items", &Form::items, {.max = 2}), field("Inners", &Form::inners)};
  }
};

Result<Form> read_form(std::string_view text) {
  auto parameters = FormParameters::parse(text);
  if (!parameters) return parameters.error();
  Form form;
  if (auto decoded = decode_query(type_of<Form>(), &form, *parameters); !decoded) return decoded.error();
  return form;
}

TEST(Query, ReadsScalarsListsAndStructures) {
  const auto form =
      read_form("Name=a+%C3%BC&Flag=true&Items.member.1=x&Items.member.2=%26&Inners.member.1.Count=3&&Other");
  ASSERT_TRUE(form) << form.error().message;
  EXPECT_EQ(form->name, "a ü");
  EXPECT_EQ(form->flag, true);
  EXPECT_EQ(form->items, (std::vector<std::string>{"x", "&"}));
  EXPECT_EQ(form->inners->at(0).count, 3);
}

TEST(Query, RefusesMalformedText) {
  for (const char* text :
       {"Name=%", "Name=%4", "Name=%zz", "Name=%FF", "Name=a&Flag=yes", "Name=a&Inners.member.1.Count=x"})
    EXPECT_EQ(read_form(text).error().code, ErrorCode::kSerialization) << text;
  std::string many = "Name=a";
  for (int i = 0; i < 1000; ++i) many += "&x=1";
  EXPECT_EQ(read_form(many).error().code, ErrorCode::kSerialization);
}

TEST(Query, ChecksConstraints) {
  EXPECT_EQ(read_form("Flag=true").error().message,
            "1 validation error detected: Value null at 'name' failed to satisfy constraint: Member must not be null");
  EXPECT_EQ(read_form("Name=toolong&Inners.member.1.Count=4").error().message.find("2 validation errors"), 0u);
}

TEST(EncodeXml, WritesMembersInTheirOrder) {
  Form form{.name = "<a&b>\x01", .flag = false, .items = {{"x", "y"}}, .inners = {{{1}}}};
  std::string out;
  encode_xml_members(type_of<Form>(), &form, out);
  EXPECT_EQ(out,
            "<Name>&lt;a&amp;b&gt;\xEF\xBF\xBD</Name><Flag>false</Flag><Items><member>x</member><member>y</member>"
            "</Items><Inners><member><Count>1</Count></member></Inners>");
}

}  // namespace
}  // namespace slipher::wire
