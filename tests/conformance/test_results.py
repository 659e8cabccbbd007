"""Results: every type's member and metadata, NULLs, paging, CSV."""
import base64
import csv
import io

import pytest

# SQL, typeName, precision, scale, isSigned, isCaseSensitive, member, value (section 3 of the Data API's type mapping).
TYPES = [
    ("true", 'bool', 1, 0, False, False, 'booleanValue', True),
    ("32767::smallint", 'int2', 5, 0, True, False, 'longValue', 32767),
    ("42", 'int4', 10, 0, True, False, 'longValue', 42),
    ("9223372036854775807", 'int8', 19, 0, True, False, 'longValue', 9223372036854775807),
    ("-9223372036854775807::bigint", 'int8', 19, 0, True, False, 'longValue', -9223372036854775807),
    ("3.14159", 'numeric', 6, 5, True, False, 'stringValue', '3.14159'),
    ("123.45::decimal(10,2)", 'numeric', 10, 2, True, False, 'stringValue', '123.45'),
    ("-0.5::decimal(10,4)", 'numeric', 10, 4, True, False, 'stringValue', '-0.5000'),
    ("12345678901234567890123456789012345678::decimal(38,0)", 'numeric', 38, 0, True, False, 'stringValue',
     '12345678901234567890123456789012345678'),
    ("123.456789012345::real", 'float4', 8, 8, True, False, 'doubleValue', 123.456787109375),
    ("0.1::double precision", 'float8', 17, 17, True, False, 'doubleValue', 0.1),
    ("'abc'::char(5)", 'bpchar', 5, 0, False, True, 'stringValue', 'abc  '),
    ("'Hello World'", 'varchar', 11, 0, False, True, 'stringValue', 'Hello World'),
    ("'abc'::varchar(20)", 'varchar', 20, 0, False, True, 'stringValue', 'abc'),
    ("''::varchar(3)", 'varchar', 3, 0, False, True, 'stringValue', ''),
    ("date '2024-06-12'", 'date', 13, 0, False, False, 'stringValue', '2024-06-12'),
    ("time '14:30:45'", 'time', 15, 6, False, False, 'stringValue', '14:30:45'),
    ("timestamp '2024-06-12 14:30:45.123456'", 'timestamp', 29, 6, False, False, 'stringValue',
     '2024-06-12 14:30:45.123456'),
    ("timestamp '2022-02-22 00:00:00'", 'timestamp', 29, 6, False, False, 'stringValue', '2022-02-22 00:00:00.0'),
    ("timestamptz '2024-06-12 14:30:45.5-05'", 'timestamptz', 35, 6, False, False, 'stringValue',
     '2024-06-12 19:30:45.5+00'),
    ("'abc'::varbyte", 'varbyte', 64000, 0, False, True, 'stringValue', base64.b64encode(b'abc').decode()),
    ("json_parse('{\"a\":[1,2]}')", 'super', 2147483647, 0, False, True, 'stringValue', '{"a":[1,2]}'),
]


@pytest.mark.parametrize('sql,type_name,precision,scale,signed,case_sensitive,member,expected', TYPES)
def test_type(run, data, sql, type_name, precision, scale, signed, case_sensitive, member, expected):
    described = run(f'select {sql} as x')
    result = data.get_statement_result(Id=described['Id'])
    assert result['Records'] == [[{member: expected}]]
    column, = result['ColumnMetadata']
    assert {key: column[key] for key in ('name', 'label', 'typeName', 'precision', 'scale', 'isSigned',
                                         'isCaseSensitive', 'isCurrency', 'length', 'nullable', 'schemaName',
                                         'tableName')} == {
        'name': 'x', 'label': 'x', 'typeName': type_name, 'precision': precision, 'scale': scale, 'isSigned': signed,
        'isCaseSensitive': case_sensitive, 'isCurrency': False, 'length': 0, 'nullable': 1, 'schemaName': '',
        'tableName': ''}
    assert result['TotalNumRows'] == 1
    assert 'NextToken' not in result


def test_null_of_every_type(run, data):
    casts = ['smallint', 'int', 'bigint', 'numeric(5,2)', 'real', 'float8', 'boolean', 'date', 'timestamp', 'varchar(9)']
    described = run('select null, ' + ', '.join(f'null::{cast}' for cast in casts))
    result = data.get_statement_result(Id=described['Id'])
    assert result['Records'] == [[{'isNull': True}] * (len(casts) + 1)]
    assert [column['typeName'] for column in result['ColumnMetadata']] == [
        'varchar', 'int2', 'int4', 'int8', 'numeric', 'float4', 'float8', 'bool', 'date', 'timestamp', 'varchar']


def test_columns_of_a_table_carry_their_declaration(run, data, table):
    run(f'create table {table} (id integer not null, name varchar(200), code char(3), price decimal(8,2) default 1.5)')
    described = run(f'select id, name as label, code, price, price * 2 from {table}')
    columns = data.get_statement_result(Id=described['Id'])['ColumnMetadata']
    assert [(c['name'], c['typeName'], c['precision'], c['scale'], c['nullable']) for c in columns[:4]] == [
        ('id', 'int4', 10, 0, 0), ('label', 'varchar', 200, 0, 1), ('code', 'bpchar', 3, 0, 1),
        ('price', 'numeric', 8, 2, 1)]
    assert [(c['schemaName'], c['tableName']) for c in columns] == [('public', table)] * 4 + [('', '')]
    assert columns[4]['name'] == '?column?'


def test_an_empty_result_still_has_columns(run, data):
    described = run('select 1 as a where false')
    result = data.get_statement_result(Id=described['Id'])
    assert (result['Records'], result['TotalNumRows'], len(result['ColumnMetadata'])) == ([], 0, 1)
    assert described['HasResultSet'] is True and described['ResultRows'] == 0


def test_a_large_result_comes_in_pages(run, data):
    described = run("select n, repeat('x', 100) as padding from generate_series(1, 50000) as g(n)")
    assert described['ResultRows'] == 50000
    pages = list(data.get_paginator('get_statement_result').paginate(Id=described['Id']))
    assert len(pages) > 2
    assert all(page['TotalNumRows'] == 50000 and len(page['ColumnMetadata']) == 2 for page in pages)
    assert [record[0]['longValue'] for page in pages for record in page['Records']] == list(range(1, 50001))
    first = data.get_statement_result(Id=described['Id'])
    again = data.get_statement_result(Id=described['Id'], NextToken=first['NextToken'])
    assert again['Records'] == data.get_statement_result(Id=described['Id'], NextToken=first['NextToken'])['Records']


def test_a_changed_token_is_refused(run, data):
    described = run("select n, repeat('x', 100) from generate_series(1, 50000) as g(n)")
    token = data.get_statement_result(Id=described['Id'])['NextToken']
    for wrong in ('x', token[:-2] + ('AA' if token[-2:] != 'AA' else 'BB'), token + 'x'):
        with pytest.raises(data.exceptions.ValidationException):
            data.get_statement_result(Id=described['Id'], NextToken=wrong)
    other = run('select 1')
    with pytest.raises(data.exceptions.ValidationException):
        data.get_statement_result(Id=other['Id'], NextToken=token)


def test_csv_result(run, data):
    text = """select 1 as n, 'a,"b"' as quoted, null as missing, '' as empty, 'two
lines' as lines, true as flag, 1.50 as amount, timestamp '2022-02-22 00:00:00' as at"""
    described = run(text, ResultFormat='CSV')
    result = data.get_statement_result_v2(Id=described['Id'])
    assert result['ResultFormat'] == 'CSV' and result['TotalNumRows'] == 1
    body = ''.join(record['CSVRecords'] for record in result['Records'])
    assert body == ('n,quoted,missing,empty,lines,flag,amount,at\r\n'
                    '1,"a,""b""",,"","two\nlines",true,1.50,2022-02-22 00:00:00.0\r\n')


def test_csv_in_chunks_has_one_header(run, data):
    described = run("select n, repeat('y', 200) as padding from generate_series(1, 60000) as g(n)", ResultFormat='CSV')
    chunks = [record['CSVRecords'] for page in data.get_paginator('get_statement_result_v2').paginate(Id=described['Id'])
              for record in page['Records']]
    assert len(chunks) > 5 and all(len(chunk) <= 1024 * 1024 for chunk in chunks)
    parsed = list(csv.reader(io.StringIO(''.join(chunks), newline='')))
    assert parsed[0] == ['n', 'padding'] and [row[0] for row in parsed[1:]] == [str(n) for n in range(1, 60001)]


def test_each_format_has_its_operation(run, data):
    as_csv, as_json = run('select 1', ResultFormat='CSV'), run('select 1', ResultFormat='JSON')
    with pytest.raises(data.exceptions.ValidationException):
        data.get_statement_result(Id=as_csv['Id'])
    with pytest.raises(data.exceptions.ValidationException):
        data.get_statement_result_v2(Id=as_json['Id'])
    assert as_csv['ResultFormat'] == 'CSV'


def test_special_floats_and_unicode(rows):
    assert rows("select 'NaN'::float8, 'Infinity'::float8, '-Infinity'::float8")[0] == ['NaN', 'Infinity', '-Infinity']
    assert rows("select 'grüße 🐘 \x01\x7f\u2028'")[0] == ['grüße 🐘 \x01\x7f\u2028']
