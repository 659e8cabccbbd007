"""Stored procedures as an orchestration calls them: all made by one text, called again and again."""
import uuid

import pytest

MAKE = """
create or replace procedure {s}.prepare_shop() as $$
begin
  drop table if exists {s}.customers;
  create table if not exists {s}.customers
  (sk int4 not null encode az64, id char(8) not null encode zstd, city char(12) encode zstd, primary key (sk))
  distkey(sk);
  drop table if exists {s}.days;
  create table {s}.days (sk int4 not null, day date encode az64) diststyle all;
  drop table if exists {s}.orders;
  create table {s}.orders (day_sk int4, customer_sk int4, amount numeric(7,2)) distkey(customer_sk) sortkey(day_sk);
  insert into {s}.customers values (1, 'ann', 'Oslo'), (2, 'bob', 'Rome');
  insert into {s}.days values (10, '2024-05-01'), (11, '2024-05-02'), (12, trunc(sysdate));
end;
$$ language plpgsql;

/* People move: those that are known get their new city, the others a row of their own. */
create or replace procedure {s}.load_customers() as $$
begin
  drop table if exists {s}.incoming;
  create table if not exists {s}.incoming (id varchar(8) encode zstd, city varchar(12) encode zstd) backup no
  diststyle even;
  insert into {s}.incoming values ('ann', 'Bergen'), ('cid', ''), ('dee', 'Paris; or so');
  update {s}.customers set city = incoming.city from {s}.incoming where customers.id = incoming.id;
  insert into {s}.customers (sk, id, city)
  with top as (select max(sk) as highest from {s}.customers)
  select row_number() over (order by incoming.id) + top.highest, incoming.id, incoming.city
    from {s}.incoming cross join top left join {s}.customers on customers.id = incoming.id where customers.id is null;
  drop table {s}.incoming;
  commit;
exception when others then
  raise exception '[load_customers] %', sqlerrm;
end;
$$ language plpgsql;

create or replace procedure {s}.load_orders(run_day date) as $body$
declare
  loaded bigint;
begin
  create temp table fresh (day date, id varchar(8), amount numeric(7,2));
  insert into fresh values (run_day, 'ann', 10.50), (run_day, 'cid', 2.25), (run_day, 'nobody', 1);
  -- a day is loaded anew as a whole
  delete from {s}.orders where day_sk in (select sk from {s}.days where day = run_day);
  insert into {s}.orders
  select d.sk, c.sk, f.amount from fresh f join {s}.days d on f.day = d.day left join {s}.customers c on f.id = c.id;
  get diagnostics loaded := row_count;
  drop table fresh;
  if loaded = 0 then
    raise exception 'nothing was loaded for %', run_day;
  end if;
  commit;
exception
  when others then
    raise exception '[load_orders] %', sqlerrm;
end;
$body$ language plpgsql;
"""


@pytest.fixture
def schema(run):
    name = f's_{uuid.uuid4().hex[:8]}'
    run(f'create schema {name}')
    return name


def test_procedures_of_one_text_run_twice(run, rows, schema):
    run(MAKE.format(s=schema))
    for _ in range(2):
        run(f'call {schema}.prepare_shop()')
        for _ in range(2):
            run(f'call {schema}.load_customers()')
            run(f"call {schema}.load_orders('2024-05-01')")
            run(f'call {schema}.load_orders(trunc(sysdate))')
            assert rows(f'select sk, trim(id), trim(city) from {schema}.customers order by sk') == [
                [1, 'ann', 'Bergen'], [2, 'bob', 'Rome'], [3, 'cid', ''], [4, 'dee', 'Paris; or so']]
            assert rows(f'select day_sk, customer_sk, amount from {schema}.orders order by 1, 2') == [
                [10, 1, '10.50'], [10, 3, '2.25'], [10, None, '1.00'],
                [12, 1, '10.50'], [12, 3, '2.25'], [12, None, '1.00']]
    assert rows(f'select 1/count(1) from {schema}.orders where day_sk in '
                f'(select sk from {schema}.days where day = trunc(sysdate))') == [[0]]
    error = run(f"call {schema}.load_orders('1999-01-01')", expect='FAILED')['Error']
    assert '[load_orders] nothing was loaded for 1999-01-01' in error
    assert rows(f'select count(*) from {schema}.orders') == [[6]]
    error = run(f'select 1/count(1) from {schema}.orders where day_sk = 11', expect='FAILED')['Error']
    assert error.startswith('ERROR: division by zero')


def test_a_procedure_loads_and_refreshes(run, rows, schema, server):
    bucket = f'bucket-{uuid.uuid4().hex[:8]}'
    folder = server.bucket(bucket) / 'in'
    folder.mkdir()
    (folder / 'part-1').write_text('a|1\nb|2\n')
    (folder / 'part-2').write_text('a|3\n')
    run([f'create table {schema}.hits (page varchar(10), n int)',
         f'create materialized view {schema}.pages as select page, sum(n) total from {schema}.hits group by page'])
    run(f"""create procedure {schema}.elt() as $$
            begin
              truncate table {schema}.hits;
              copy {schema}.hits from 's3://{bucket}/in/' iam_role 'arn:aws:iam::123456789012:role/load' delimiter '|';
              refresh materialized view {schema}.pages;
            end; $$ language plpgsql""")
    for _ in range(2):
        run(f'call {schema}.elt()')
        assert rows(f'select page, total from {schema}.pages order by 1') == [['a', 4], ['b', 2]]
