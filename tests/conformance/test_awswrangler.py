"""A DataFrame library on top of the Data API."""
import boto3
import pytest


@pytest.fixture
def wrangler(server, monkeypatch):
    for key, content in server.environment.items():
        monkeypatch.setenv(key, content)
    import awswrangler
    awswrangler.config.redshift_data_endpoint_url = server.url
    return awswrangler


@pytest.mark.parametrize('target', ['cluster', 'workgroup'])
def test_read_sql_query(wrangler, server, warehouse, target):
    session = boto3.Session(region_name=server.environment['AWS_REGION'])
    members = {'cluster_id': warehouse, 'db_user': 'awsuser'} if target == 'cluster' else {'workgroup_name': warehouse}
    connection = wrangler.data_api.redshift.connect(database='dev', boto3_session=session, **members)
    frame = wrangler.data_api.redshift.read_sql_query(
        "select n, n * 1.5::float8 as x, 'v' || n::varchar as v, n % 2 = 0 as even, case when n > 2 then n end as some "
        'from generate_series(1, 3) g(n) order by n', con=connection)
    assert frame.to_dict('list') | {'some': None} == {
        'n': [1, 2, 3], 'x': [1.5, 3.0, 4.5], 'v': ['v1', 'v2', 'v3'], 'even': [False, True, False], 'some': None}
    assert frame['n'].dtype.kind == 'i' and frame['x'].dtype.kind == 'f' and frame['even'].dtype == bool
    assert frame['some'].isna().tolist() == [True, True, False]
