#!/usr/bin/env bash
# The main job on real data: three million US flights and the airports they flew between, copied from a bucket into
# tables, queried, changed in a session and unloaded, all through the HTTP API.
# Usage: tools/demo.sh [PATH/TO/slipher]. KEEP=1 leaves the server running.
set -euo pipefail
cd "$(dirname "$0")/.."
slipher=${1:-build/release/slipher}
[ -x "$slipher" ] || { echo "demo: there is no $slipher; run make build first" >&2; exit 1; }

data_dir=$(mktemp -d "${TMPDIR:-/tmp}/slipher-demo.XXXXXX")
log=$data_dir/server.log
server=

finish() {
  local status=$?
  if [ -n "$server" ] && { [ "$status" -ne 0 ] || [ -z "${KEEP:-}" ]; }; then
    kill "$server" 2>/dev/null || true
    wait "$server" 2>/dev/null || true
  fi
  if [ "$status" -ne 0 ]; then
    echo "demo: failed; the server's log is $log" >&2
    tail -n 5 "$log" >&2 2>/dev/null || true
  fi
}
trap finish EXIT
trap 'exit 130' INT TERM

bold=
plain=
if [ -t 1 ]; then
  bold=$(printf '\033[1m')
  plain=$(printf '\033[0m')
fi
title() { printf '\n%s== %s%s\n' "$bold" "$*" "$plain"; }

# run SQL: shows the statements as they are sent, then what the server answers. Several statements share a session.
run() {
  echo
  printf '%s\n' "$1" | sed 's/^/    /'
  echo
  "$slipher" sql -c "$1"
}

title "The data: flights and airports of the vega-datasets package"
tools/fetch_deps.sh vega-datasets
mkdir -p "$data_dir/buckets/demo/in"
cp .deps/vega-datasets/flights-3m.parquet .deps/vega-datasets/airports.csv "$data_dir/buckets/demo/in/"
(cd "$data_dir/buckets" && ls -lh demo/in | awk 'NR > 1 { printf "s3://demo/in/%s  %s\n", $NF, $5 }')

title "A server on a free port, with its data in $data_dir"
"$slipher" serve --data-dir "$data_dir" --listen 127.0.0.1:0 >"$log" 2>&1 &
server=$!
for _ in $(seq 300); do
  [ -s "$data_dir/endpoint" ] && break
  kill -0 "$server" 2>/dev/null || { echo "demo: the server did not start" >&2; exit 1; }
  sleep 0.1
done
[ -s "$data_dir/endpoint" ] || { echo "demo: the server did not get ready" >&2; exit 1; }
eval "$("$slipher" env --data-dir "$data_dir")"
echo "listening on $AWS_ENDPOINT_URL"

title "Tables, with Redshift's attributes"
run "CREATE TABLE airports (
  iata CHAR(4) NOT NULL ENCODE raw,
  name VARCHAR(64),
  city VARCHAR(64),
  state CHAR(2),
  country VARCHAR(32),
  latitude DOUBLE PRECISION,
  longitude DOUBLE PRECISION,
  PRIMARY KEY (iata)
) DISTSTYLE ALL SORTKEY (iata)"
run "CREATE TABLE flights (
  departed_at TIMESTAMP ENCODE az64,
  delay INTEGER,
  distance INTEGER,
  origin VARCHAR(4) DISTKEY,
  destination VARCHAR(4)
) COMPOUND SORTKEY (departed_at, origin)"

title "COPY from the bucket: CSV and Parquet"
run "COPY airports FROM 's3://demo/in/airports.csv' IAM_ROLE DEFAULT CSV IGNOREHEADER 1"
run "COPY flights FROM 's3://demo/in/flights-3m.parquet' IAM_ROLE DEFAULT FORMAT AS PARQUET"

title "A join with aggregation"
run "SELECT a.city, a.state, COUNT(*) AS departures,
       ROUND(AVG(f.delay::FLOAT), 1) AS average_delay,
       SUM(CASE WHEN f.delay > 60 THEN 1 ELSE 0 END) AS late_by_an_hour
FROM flights f
JOIN airports a ON a.iata = f.origin
GROUP BY a.city, a.state
ORDER BY departures DESC
LIMIT 10"

title "A session: a temporary table, and an UPDATE that uses it"
run "CREATE TEMP TABLE far AS
  SELECT origin, destination, MAX(distance) AS miles FROM flights GROUP BY 1, 2 HAVING MAX(distance) > 3000;
UPDATE flights SET delay = 0
  FROM far
  WHERE flights.origin = far.origin AND flights.destination = far.destination AND flights.delay < 0;
SELECT far.origin, far.destination, far.miles, COUNT(*) AS flights, MIN(f.delay) AS least_delay
  FROM far JOIN flights f ON f.origin = far.origin AND f.destination = far.destination
  GROUP BY 1, 2, 3 ORDER BY miles DESC, flights DESC, 1, 2 LIMIT 5"

title "UNLOAD to the bucket"
run "UNLOAD ('SELECT origin, DATE_TRUNC(''month'', departed_at)::DATE AS month, COUNT(*) AS flights,
                AVG(delay) AS average_delay
         FROM flights GROUP BY 1, 2 ORDER BY 1, 2')
TO 's3://demo/out/monthly_' IAM_ROLE DEFAULT CSV HEADER PARALLEL OFF GZIP MANIFEST"
(cd "$data_dir/buckets" && find demo/out -type f | sort | sed 's#^#s3://#')
gzip -dc "$data_dir"/buckets/demo/out/monthly_000.gz | head -n 4

title "To go on"
if [ -n "${KEEP:-}" ]; then
  echo "The server goes on (process $server). In this or another terminal:"
else
  echo "The demo's server stops now. To start one on the same data:"
  echo
  echo "    $slipher serve --data-dir $data_dir"
  echo
  echo "and in another terminal:"
fi
cat <<END

    eval "\$($slipher env --data-dir $data_dir)"
    $slipher sql -c "SELECT origin, COUNT(*) FROM flights GROUP BY 1 ORDER BY 2 DESC LIMIT 5"
    aws redshift-data execute-statement --cluster-identifier default --database dev --sql "SELECT COUNT(*) FROM flights"
    aws redshift-data list-tables --cluster-identifier default --database dev

What the demo made is in $data_dir; remove that folder when you are done.
END
