"""Slipher's own functions, and queries that meet its rules for text and numbers, against the nearest of the raw engine's."""
import pathlib
import shutil
import statistics
import tempfile

from harness.server import Server

ROWS = 2_000_000
TARGET = 0.5
QUERY_TARGET = 0.8

# The same rows in both engines, in files that both load.
COLUMNS = {'i': 'integer', 'k': 'bigint', 'n': 'numeric(12,2)', 'f': 'float8', 'd': 'date', 't': 'timestamp', 's': 'varchar(40)',
           'c': 'char(10)', 'g': 'varchar(20)', 'num': 'varchar(20)', 'day': 'varchar(10)', 'moment': 'varchar(20)',
           'hex': 'varchar(16)', 'j': 'varchar(60)'}
MAKE = f"""select (n * 7919 % 1000003)::integer as i, n as k, (n * 31 % 1000000) / 100.0 as n, n * 0.37 as f,
  date '2015-01-01' + (n % 3650)::integer as d, timestamp '2015-01-01' + interval 1 second * (n * 97 % 300000000) as t,
  'Customer number ' || n % 100000 as s, ['AIR', 'MAIL', 'SHIP', 'RAIL', 'TRUCK'][n % 5 + 1] as c, 'group ' || n % 1000 as g,
  ((n * 31 % 1000000) / 100.0)::decimal(12, 2)::varchar as num, (date '2015-01-01' + (n % 3650)::integer)::varchar as day,
  strftime(timestamp '2015-01-01' + interval 1 second * (n * 97 % 300000000), '%Y-%m-%d %H:%M:%S') as moment,
  printf('%x', n) as hex, '{{"a": ' || n || ', "b": {{"c": "x' || n % 100 || '"}}, "l": [1, 2, 3]}}' as j
from range(1, {ROWS + 1}) r(n)"""

# What is measured: the expression here, and the raw engine's. The greatest value is asked for, so that each is computed.
FUNCTIONS = [
    ("to_char(t, 'YYYY-MM-DD HH24:MI:SS')", "strftime(t, '%Y-%m-%d %H:%M:%S')"),
    ("to_char(d, 'DD Mon YYYY')", "strftime(d, '%d %b %Y')"),
    ("to_char(n, '999,999,990.00')", "format('{:,.2f}', n::double)"),
    ("to_date(day, 'YYYY-MM-DD')", "strptime(day, '%Y-%m-%d')::date"),
    ("to_timestamp(moment, 'YYYY-MM-DD HH24:MI:SS')", "strptime(moment, '%Y-%m-%d %H:%M:%S')"),
    ("to_number(num, '99999999D99')", 'num::decimal(12, 2)'),
    ('num::numeric(12,2)', 'num::decimal(12, 2)'), ('num::float8', 'num::double'),
    ('substring(s, 17)::int', 'substring(s, 17)::int'), ('day::date', 'day::date'), ('moment::timestamp', 'moment::timestamp'),
    ('i::varchar', 'i::varchar'), ('n::varchar', 'n::varchar'), ('f::varchar', 'f::varchar'), ('t::varchar', 't::varchar'),
    ('s::varchar(10)', 'left(s, 10)'), ('s::char(10)', 'left(s, 10)'),
    ('len(s)', 'length(s)'), ('octet_length(s)', 'strlen(s)'), ('lower(s)', 'lower(s)'), ('substring(s, 3, 5)', 'substring(s, 3, 5)'),
    ('left(s, 5)', 'left(s, 5)'), ('right(s, 5)', 'right(s, 5)'), ('trim(s)', 'trim(s)'), ("btrim(s, 'C')", "trim(s, 'C')"),
    ("lpad(s, 30, '*')", "lpad(s, 30, '*')"), ("rpad(s, 30, '*')", "rpad(s, 30, '*')"), ("split_part(s, ' ', 2)", "split_part(s, ' ', 2)"),
    ("replace(s, 'number', 'no')", "replace(s, 'number', 'no')"), ("translate(s, 'abc', 'xyz')", "translate(s, 'abc', 'xyz')"),
    ('reverse(s)', 'reverse(s)'), ('initcap(s)', 'upper(left(s, 1)) || lower(substring(s, 2))'), ("s || '!'", "s || '!'"),
    ("position('er' in s)", "position('er' in s)"), ('repeat(c, 3)', 'repeat(c, 3)'), ('quote_literal(s)', "'''' || replace(s, '''', '''''') || ''''"),
    ("regexp_replace(s, '[0-9]+', '#')", "regexp_replace(s, '[0-9]+', '#', 'g')"), ("regexp_substr(s, '[0-9]+')", "regexp_extract(s, '[0-9]+')"),
    ("regexp_count(s, '[0-9]')", "len(regexp_extract_all(s, '[0-9]'))"), ("regexp_instr(s, '[0-9]')", "strpos(s, regexp_extract(s, '[0-9]'))"),
    ("(s ~ 'r 9+')::int", "regexp_matches(s, 'r 9+')::int"), ("(s similar to '%9(1|2)%')::int", "regexp_full_match(s, '.*9(1|2).*')::int"),
    ("(s like '%99%')::int", "(s like '%99%')::int"), ("(s ilike 'CUSTOMER%1')::int", "(s ilike 'CUSTOMER%1')::int"),
    ('md5(s)', 'md5(s)'), ('sha1(s)', 'sha1(s)'), ('sha2(s, 256)', 'sha256(s)'), ('fnv_hash(s)', 'hash(s)'),
    ('murmur3_32_hash(s)', 'hash(s)'), ('farmfingerprint64(s)', 'hash(s)'), ('crc32(s)', "printf('%x', hash(s))"),
    ('strtol(hex, 16)', "('0x' || hex)::bigint"), ('soundex(s)', 'upper(left(s, 4))'), ('to_hex(i)', 'to_hex(i)'),
    ("date_trunc('month', t)", "date_trunc('month', t)"), ("date_trunc('day', t)", "date_trunc('day', t)"),
    ('dateadd(month, 1, t)', 't + interval 1 month'), ('dateadd(day, 7, d)', 'd + interval 7 day'), ('d + 7', 'd + 7'),
    ("datediff(day, d, '2020-01-01')", "datediff('day', d, date '2020-01-01')"), ("datediff(month, t, '2020-01-01')", "datediff('month', t, timestamp '2020-01-01')"),
    ("datediff(second, t, '2020-01-01')", "datediff('second', t, timestamp '2020-01-01')"), ('extract(year from t)', 'extract(year from t)'),
    ("date_part(week, t)", "date_part('week', t)"), ('extract(epoch from t)', 'extract(epoch from t)'), ('last_day(d)', 'last_day(d)'),
    ('add_months(d, 3)', 'd + interval 3 month'), ("months_between(d, '2020-01-01')", "datediff('month', d, date '2020-01-01')"),
    ("next_day(d, 'Mon')", "d + (8 - isodow(d))::int"), ('trunc(t)', 't::date'),
    ("convert_timezone('America/New_York', t)", "timezone('America/New_York', timezone('UTC', t))"),
    ('i / 7', 'i // 7'), ('i % 7', 'i % 7'), ('k / i', 'k // i'), ('n + n', 'n + n'), ('n * n', 'n * n'), ('n * (1 - n)', 'n * (1 - n)'),
    ('n / 7', 'n / 7'), ('n / (n + 1)', 'n / (n + 1)'), ('f / 7', 'f / 7'), ('round(n, 1)', 'round(n, 1)'), ('trunc(f, 1)', 'trunc(f, 1)'),
    ("json_extract_path_text(j, 'b', 'c')", "json_extract_string(j, '$.b.c')"), ("is_valid_json(j)::int", 'json_valid(j)::int'),
    ("json_array_length(json_extract_path_text(j, 'l'))", "json_array_length(json_extract(j, '$.l'))"),
    ('json_parse(j)::varchar', 'j::json::varchar'), ("json_serialize(json_parse(j).b)", "json_extract(j, '$.b')::varchar"),
    ("decode(c, 'AIR', 1, 'MAIL', 2, 3)", "case c when 'AIR' then 1 when 'MAIL' then 2 else 3 end"), ('nvl(c, s)', 'coalesce(c, s)'),
]

# Whole queries: the text of both, or of each.
QUERIES = [
    ("text = 'x'", "select count(*) from r where s = 'Customer number 4711'"),
    ("text = 'x' of few values", "select count(*) from r where g = 'group 17'"),
    ("CHAR = 'x'", "select count(*) from r where c = 'AIR'"), ('CHAR IN', "select count(*) from r where c in ('AIR', 'MAIL')"),
    ('text IN', "select count(*) from r where s in ('Customer number 1', 'Customer number 17', 'Customer number 99')"),
    ('text <>', "select count(*) from r where g <> 'group 17'"), ("text LIKE 'x%'", "select count(*) from r where s like 'Customer number 47%'"),
    ("text LIKE '%x%'", "select count(*) from r where s like '%number 47%'"),
    ('GROUP BY text', 'select g, count(*) from r group by g'), ('GROUP BY text of many values', 'select count(*) from (select s, count(*) as m from r group by s) q'),
    ('GROUP BY CHAR', 'select c, count(*), sum(n) from r group by c'), ('COUNT(DISTINCT text)', 'select count(distinct s) from r'),
    ('SELECT DISTINCT text', 'select distinct g from r'), ('MIN and MAX of text', 'select min(s), max(s) from r'),
    ('ORDER BY text LIMIT', 'select s, k from r order by s, k limit 100'), ('ORDER BY text', 'select count(*) from (select s, row_number() over (order by s) as m from r) q'),
    ('PARTITION BY text', 'select max(m) from (select row_number() over (partition by g order by k) as m from r) q'),
    ('JOIN on text', 'select count(*) from r join (select distinct g as h from r) x on g = h'),
    ('JOIN on text of many values', 'select count(*) from r join (select distinct s as h from r) x on s = h'),
    ('JOIN on CHAR', 'select count(*) from r join (select distinct c as h from r) x on c = h'),
    ('date < date + interval', "select count(*) from r where d >= date '2016-01-01' and d < date '2016-01-01' + interval '1 year'"),
    ('GROUP BY date_trunc', "select date_trunc('month', t), count(*) from r group by 1"), ('SUM of a product', 'select sum(n * (1 - n)), sum(n * (1 - n) * (1 + n)) from r'),
    ('SUM of a CASE', "select sum(case when c = 'AIR' then n * 2 else 0 end) from r"), ('AVG of integers', 'select avg(i) from r'), ('AVG of numerics', 'select avg(n) from r'),
    ('GROUP BY with AVG', 'select g, avg(i), avg(n), sum(n) from r group by g'), ('integer division', 'select sum(i / 7) from r', 'select sum(i // 7) from r'),
    ('numeric division', 'select sum(n / 7) from r'), ('LISTAGG', "select max(len(l)) from (select listagg(c, ',') as l from r group by g) q",
                                                        "select max(len(l)) from (select string_agg(c, ',') as l from r group by g) q"),
    ('APPROXIMATE COUNT(DISTINCT)', 'select approximate count(distinct s) from r', 'select approx_count_distinct(s) from r'),
    ('MEDIAN', 'select median(n) from r'),
]


TARGET_CLIENT = {'ClusterIdentifier': 'bench', 'Database': 'dev'}


def load(bench, server, scratch):
    """One table of the same rows in both engines; the raw engine's database."""
    bucket = server.bucket('functions')
    database = str(scratch / 'raw.db')
    raw_columns = ', '.join(f'{name} {kind}'.replace('float8', 'double') for name, kind in COLUMNS.items())
    bench.raw(f'create table r ({raw_columns})', f'insert into r {MAKE}', f"copy r to '{bucket}/rows.parquet' (format parquet)", 'checkpoint',
              database=database)
    client = server.client()
    for sql in (f'create table r ({", ".join(f"{name} {kind}" for name, kind in COLUMNS.items())})',
                "copy r from 's3://functions/rows.parquet' iam_role default format as parquet"):
        reply = client.call('ExecuteStatement', Sql=sql, **TARGET_CLIENT)
        done = client.wait(reply['Id'], 600)
        assert done['Status'] == 'FINISHED', done
    return database


def duration(server, sql):
    """What the server says that a statement took: it is the engine that is compared here, not the way to it."""
    client = server.client()
    done = client.wait(client.call('ExecuteStatement', Sql=sql, **TARGET_CLIENT)['Id'], 600)
    assert done['Status'] == 'FINISHED', f'{sql}: {done}'
    return done['Duration'] / 1e9


def compare(bench, cases, target):
    """Times each (name, own text, raw text) and prints its ratio."""
    server = Server.started(bench.binary)
    scratch = pathlib.Path(tempfile.mkdtemp(prefix='slipher-functions-'))
    ratios = []
    try:
        database = load(bench, server, scratch)
        for name, own, raw in cases:
            raw_seconds = statistics.median(bench.raw(*[raw] * (bench.runs + 1), database=database)[1:])
            own_seconds = statistics.median([duration(server, own) for _ in range(bench.runs + 1)][1:])
            ratios.append(raw_seconds / own_seconds)
            bench.row(name, f'{own_seconds * 1000:.0f} ms, raw engine {raw_seconds * 1000:.0f} ms', ratios[-1], str(target), ratios[-1] >= target)
        bench.row(f'{len(ratios)} of them', 'geometric mean', statistics.geometric_mean(ratios))
    finally:
        server.stop()
        shutil.rmtree(scratch)


def bench_functions(bench):
    """Each own function over 2 million rows."""
    compare(bench, [(own, f'select max({own}) from r', f'select max({raw}) from r') for own, raw in FUNCTIONS], TARGET)


def bench_queries(bench):
    """Queries of the usual kinds over 2 million rows."""
    compare(bench, [(name, texts[0], texts[-1]) for name, *texts in QUERIES], QUERY_TARGET)
