#include "sql/mask_credentials.h"

#include <gtest/gtest.h>

namespace slipher::sql {
namespace {

TEST(MaskCredentials, HidesWhatFollowsTheWords) {
  EXPECT_EQ(mask_credentials("copy t from 's3://b/k' CREDENTIALS AS 'aws_access_key_id=x' gzip"),
            "copy t from 's3://b/k' CREDENTIALS AS '***' gzip");
  EXPECT_EQ(mask_credentials("access_key_id 'a' secret_access_key as 'b''c' session_token $$d$$"),
            "access_key_id '***' secret_access_key as '***' session_token '***'");
  EXPECT_EQ(mask_credentials("create user u password 'Secret1'"), "create user u password '***'");
  EXPECT_EQ(mask_credentials("password 'never closed"), "password '***'");
}

TEST(MaskCredentials, LeavesTheRest) {
  for (const auto* text : {"", "select 'credentials', password from t where token = 'x'", "iam_role 'arn'",
                           "select 1 -- password 'x'", "copy t from 's3://b/k' iam_role default"})
    EXPECT_EQ(mask_credentials(text), text);
}

}  // namespace
}  // namespace slipher::sql
