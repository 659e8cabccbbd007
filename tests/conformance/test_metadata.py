"""ListDatabases, ListSchemas, ListTables, DescribeTable."""
import uuid

import pytest


@pytest.fixture
def target(warehouse):
    return {'ClusterIdentifier': warehouse, 'Database': 'dev'}


def test_databases(data, run, rows, target):
    name = f'db_{uuid.uuid4().hex[:8]}'
    assert 'dev' in data.list_databases(**target)['Databases']
    run(f'create database {name}')
    listed = data.list_databases(**target)['Databases']
    assert name in listed and listed == sorted(listed)
    run('create table here (a int); insert into here values (4)', Database=name)
    assert rows(f'select a from {name}.public.here') == [[4]]
    assert 'already exists' in run(f'create database {name}', expect='FAILED')['Error']
    run(f'drop database {name}')
    assert name not in data.list_databases(**target)['Databases']


def test_schemas(data, run, target):
    name = f's_{uuid.uuid4().hex[:8]}'
    run(f'create schema {name}')
    assert {'public', 'information_schema', 'pg_catalog', name} <= set(data.list_schemas(**target)['Schemas'])
    assert data.list_schemas(SchemaPattern='s!_%'.replace('!', '\\'), **target)['Schemas'].count(name) == 1
    assert data.list_schemas(SchemaPattern='pub%', **target)['Schemas'] == ['public']
    run(f'drop schema {name}')


def test_tables(data, run, target):
    prefix = f'm{uuid.uuid4().hex[:8]}'
    run([f'create table {prefix}_a (a int)', f'create view {prefix}_v as select a from {prefix}_a'])
    listed = data.list_tables(SchemaPattern='public', TablePattern=prefix + '%', **target)['Tables']
    assert listed == [{'name': prefix + '_a', 'type': 'TABLE', 'schema': 'public'},
                      {'name': prefix + '_v', 'type': 'VIEW', 'schema': 'public'}]
    pages = data.get_paginator('list_tables').paginate(TablePattern=prefix + '%', PaginationConfig={'PageSize': 1}, **target)
    assert [page['Tables'][0]['name'] for page in pages] == [prefix + '_a', prefix + '_v']


def test_describe_table(data, run, table, target):
    run(f'''create table {table} (id bigint identity(1,1), name varchar(40) not null encode zstd distkey,
            code char(2) default 'xx', price numeric(9,3), at timestamp, flag boolean, doc super)
            diststyle key compound sortkey (name, at)''')
    described = data.describe_table(Schema='public', Table=table, **target)
    assert described['TableName'] == table
    columns = described['ColumnList']
    assert [(c['name'], c['typeName'], c['precision'], c['scale'], c['nullable']) for c in columns][:4] == [
        ('id', 'int8', 19, 0, 0), ('name', 'varchar', 40, 0, 0), ('code', 'bpchar', 2, 0, 1), ('price', 'numeric', 9, 3, 1)]
    assert all(c['schemaName'] == 'public' and c['tableName'] == table and c['length'] == c['precision'] and
               c['isSigned'] is False and c['isCaseSensitive'] is False for c in columns)
    assert "xx" in columns[2]['columnDefault'] and 'columnDefault' not in columns[3]
    first = data.describe_table(Schema='public', Table=table, MaxResults=3, **target)
    assert len(first['ColumnList']) == 3
    rest = data.describe_table(Schema='public', Table=table, MaxResults=3, NextToken=first['NextToken'], **target)
    assert [c['name'] for c in rest['ColumnList']] == ['price', 'at', 'flag']


def test_an_unknown_database(data, warehouse):
    with pytest.raises((data.exceptions.ValidationException, data.exceptions.DatabaseConnectionException)):
        data.list_tables(ClusterIdentifier=warehouse, Database='nowhere')
