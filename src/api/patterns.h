#pragma once
#include <string_view>

/// The regular expressions of the published models, each beside the function that decides it.
namespace slipher::api::patterns {

inline constexpr std::string_view kStatementId = R"([a-z0-9]{8}(-[a-z0-9]{4}){3}-[a-z0-9]{12}(:\d{0,2})?)";
bool is_statement_id(std::string_view text);

inline constexpr std::string_view kClusterIdentifier = "[a-z][a-z0-9]*(-[a-z0-9]+)*";
bool is_cluster_identifier(std::string_view text);

/// A workgroup's name, or its ARN.
inline constexpr std::string_view kWorkgroup =
    R"(([a-z0-9-]{3,63}|arn:(aws(-[a-z]+)*):redshift-serverless:([a-z]{2}(-gov|(-iso[a-z]?))?|eusc-[a-z]+)-[a-z]+-\d{1}:\d{12}:workgroup/([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|[a-z0-9-]{1,63}/[a-z0-9-]{1,63})))";
bool is_workgroup(std::string_view text);

inline constexpr std::string_view kParameterName = "[0-9a-zA-Z_]+";
bool is_parameter_name(std::string_view text);

inline constexpr std::string_view kRegion = R"(^([a-z]+-)+\d+$)";
bool is_region(std::string_view text);

inline constexpr std::string_view kRotationToken = R"(^[a-zA-Z0-9\-]+$)";
bool is_rotation_token(std::string_view text);

inline constexpr std::string_view kRotationDuration = "[0-9]+h";
bool is_rotation_duration(std::string_view text);

inline constexpr std::string_view kScheduleExpression = R"([0-9A-Za-z\(\)#\?\*\-\/, ]+)";
bool is_schedule_expression(std::string_view text);

inline constexpr std::string_view kFilterValue = R"(^\!?[a-zA-Z0-9 :_@\/\+\=\.\-\!]*$)";
bool is_filter_value(std::string_view text);

}  // namespace slipher::api::patterns
