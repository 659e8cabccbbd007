#include "sql/constructs/families.h"

namespace slipher::sql {
namespace {

using enum Verdict;

constexpr Construct kRows[] = {
    {"buckets", kDiffers,
     "one that an `[[object_store]]` of the configuration names is at that S3 endpoint; every other one is local: "
     "`s3://bucket/key` is `DIR/buckets/bucket/key`"},
    {"credentials, IAM roles, REGION", kWithoutEffect,
     "they may be left out: the configuration says with which keys a bucket is reached"},
    {"objects at an S3 endpoint", kDiffers,
     "one that is overwritten while it is read fails the statement; an UNLOAD stages its files on the server's disk"},
    {"COPY JOB", kNotSupported},
    {"COPY with ORC, SHAPEFILE, SSH, READRATIO, ENCRYPTED and its keys", kNotSupported, "each refused by its name"},
    {"COPY with AVRO", kDiffers,
     "codecs null, deflate and snappy. Logical types are understood: decimals, and dates and timestamps where "
     "DATEFORMAT "
     "or TIMEFORMAT is not given or 'auto'; with other formats COPY sees their numbers"},
    {"COPY from dynamodb://, emr://", kNotSupported},
    {"UNLOAD with ENCRYPTED, KMS_KEY_ID", kNotSupported, "each refused by its name"},
    {"ACCEPTINVCHARS", kDiffers, "STL_REPLACEMENTS does not list what was replaced"},
    {"DELIMITER of COPY", kDiffers, "at most 64 bytes"},
    {"COMPUPDATE, COMPROWS, STATUPDATE", kWithoutEffect, "they tune storage that the engine manages itself"},
    {"ROWGROUPSIZE", kDiffers, "counted in rows of an estimated width"},
    {"keys of objects", kDiffers,
     "no empty parts (`a//b`), no `.` or `..`; a symbolic link that leads out of its bucket is refused"},
    {"load errors", kDiffers,
     "the statement's error text also names file, line, column, value, reason and code of the first five bad rows; "
     "`stl_load_errors` keeps the first 10,000 of a load (16 MB of text), all load views keep seven days"},
    {"line numbers of JSON and Avro files", kDiffers,
     "the last line of a JSON object; the number of an Avro record, counted from 1"},
    {"longest record", kDiffers, "16 MiB"},
    {"timestamps without an offset", kDiffers, "are UTC, whatever `timezone` says"},
    {"Parquet files of UNLOAD", kDiffers,
     "MAXFILESIZE counts only when it is given; nested values need SERIALIZETOJSON and a SUPER column"},
    {"JSON files of UNLOAD", kDiffers, "booleans are the strings `\"t\"` and `\"f\"`"},
    {"MAXFILESIZE with GZIP, BZIP2, ZSTD", kDiffers, "counts the bytes before compression"},
    {"UNLOAD and ROLLBACK", kExact, "files appear when UNLOAD ends and stay when its transaction is rolled back"},
};

}  // namespace

std::span<const Construct> file_constructs() { return kRows; }

}  // namespace slipher::sql
