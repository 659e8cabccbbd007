#!/usr/bin/env bash
# The scenario with the AWS CLI.
set -euo pipefail
target=(--cluster-identifier "$SCENARIO_CLUSTER" --database dev)
table=$SCENARIO_TABLE

api() { aws redshift-data --output text "$@"; }

# finish ID [STATUS]: waits for the end of a statement and checks its status.
finish() {
  local status
  while :; do
    status=$(api describe-statement --id "$1" --query Status)
    case $status in FINISHED | FAILED | ABORTED) break ;; esac
    sleep 0.1
  done
  [ "$status" = "${2:-FINISHED}" ] || { api describe-statement --id "$1" >&2; exit 1; }
}

# run SQL [argument ...]: the id of a finished statement.
run() {
  local id
  id=$(api execute-statement --sql "$1" "${target[@]}" --query Id "${@:2}")
  finish "$id"
  echo "$id"
}

expect() { [ "$1" = "$2" ] || { echo "expected '$2', got '$1'" >&2; exit 1; }; }

run "create table $table (id int, name varchar(20))" >/dev/null
echo ok create
run "copy $table from 's3://$SCENARIO_BUCKET/rows.csv' iam_role default csv" >/dev/null
expect "$(api get-statement-result --id "$(run "select count(*) from $table")" --query 'Records[0][0].longValue')" 2
echo ok copy
run "insert into $table values (:id, :name)" --parameters name=id,value=3 name=name,value=three >/dev/null
expect "$(api get-statement-result --id "$(run "select name from $table where id = 3")" --query 'Records[0][0].stringValue')" three
echo ok insert
id=$(run "select 1, 2.5::float8, 'x', true, null, 1.50")
expect "$(api get-statement-result --id "$id" --query 'Records[0]' --output json | tr -d ' \n')" \
  '[{"longValue":1},{"doubleValue":2.5},{"stringValue":"x"},{"booleanValue":true},{"isNull":true},{"stringValue":"1.50"}]'
echo ok types
id=$(run "select n from generate_series(1, 60000) g(n)")
expect "$(api get-statement-result --id "$id" --query 'length(Records)' --output json)" 60000
echo ok page
id=$(api batch-execute-statement --sqls "select 1" "select 2" "${target[@]}" --query Id)
finish "$id"
expect "$(api get-statement-result --id "$id:2" --query 'Records[0][0].longValue')" 2
echo ok batch
session=$(api execute-statement --sql "create temp table stage (like $table)" "${target[@]}" \
  --session-keep-alive-seconds 30 --query SessionId)
id=$(api execute-statement --sql "select count(*) from stage" --session-id "$session" --session-keep-alive-seconds 10 --query Id)
finish "$id"
expect "$(api get-statement-result --id "$id" --query 'Records[0][0].longValue')" 0
echo ok session
id=$(api execute-statement --sql "select count(*) from generate_series(1,10000000) a, generate_series(1,10000) b" \
  "${target[@]}" --query Id)
expect "$(api cancel-statement --id "$id" --query Status)" True
finish "$id" ABORTED
echo ok cancel
if api describe-statement --id 00000000-0000-4000-8000-000000000000 2>/tmp/slipher-cli-error.$$; then exit 1; fi
grep -q 'ResourceNotFoundException.*Query does not exist.' /tmp/slipher-cli-error.$$
rm -f /tmp/slipher-cli-error.$$
echo ok errors
run "drop table $table" >/dev/null
