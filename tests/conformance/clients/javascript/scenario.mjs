// The scenario with the AWS SDK for JavaScript v3.
import assert from 'node:assert/strict';
import {
  BatchExecuteStatementCommand, CancelStatementCommand, DescribeStatementCommand, ExecuteStatementCommand,
  GetStatementResultCommand, ListSessionsCommand, RedshiftDataClient, ResourceNotFoundException, paginateGetStatementResult,
} from '@aws-sdk/client-redshift-data';

const {SCENARIO_CLUSTER: cluster, SCENARIO_TABLE: table, SCENARIO_BUCKET: bucket} = process.env;
const client = new RedshiftDataClient({});
const target = {ClusterIdentifier: cluster, Database: 'dev'};

async function finish({Id}, expected = 'FINISHED') {
  for (;;) {
    const described = await client.send(new DescribeStatementCommand({Id, WaitTimeSeconds: 10}));
    if (!['FINISHED', 'FAILED', 'ABORTED'].includes(described.Status)) continue;
    assert.equal(described.Status, expected, described.Error);
    return described;
  }
}
const run = async (Sql, members = target, expected = 'FINISHED') =>
  finish(await client.send(new ExecuteStatementCommand({Sql, ...members})), expected);
async function records(sql, members = target) {
  const {Id} = await run(sql, members);
  const all = [];
  for await (const page of paginateGetStatementResult({client}, {Id})) all.push(...page.Records);
  return all;
}

await run(`create table ${table} (id int, name varchar(20))`);
console.log('ok create');
await run(`copy ${table} from 's3://${bucket}/rows.csv' iam_role default csv`);
assert.deepEqual(await records(`select count(*) from ${table}`), [[{longValue: 2}]]);
console.log('ok copy');
await run(`insert into ${table} values (:id, :name)`,
  {...target, Parameters: [{name: 'id', value: '3'}, {name: 'name', value: 'three'}]});
assert.deepEqual(await records(`select * from ${table} where id = 3`), [[{longValue: 3}, {stringValue: 'three'}]]);
console.log('ok insert');
assert.deepEqual(await records("select 1, 2.5::float8, 'x', true, null, 1.50"),
  [[{longValue: 1}, {doubleValue: 2.5}, {stringValue: 'x'}, {booleanValue: true}, {isNull: true}, {stringValue: '1.50'}]]);
console.log('ok types');
const numbers = await records('select n from generate_series(1, 60000) g(n)');
assert.equal(numbers.length, 60000);
assert.equal(numbers[59999][0].longValue, 60000);
console.log('ok page');
const batch = await finish(await client.send(new BatchExecuteStatementCommand({Sqls: ['select 1', 'select 2'], ...target})));
const second = await client.send(new GetStatementResultCommand({Id: batch.SubStatements[1].Id}));
assert.deepEqual(second.Records, [[{longValue: 2}]]);
console.log('ok batch');
const {SessionId} = await run(`create temp table stage (like ${table})`, {...target, SessionKeepAliveSeconds: 30});
assert.deepEqual(await records('select count(*) from stage', {SessionId}), [[{longValue: 0}]]);
assert.equal((await client.send(new ListSessionsCommand({SessionId}))).Sessions[0].Status, 'AVAILABLE');
console.log('ok session');
const long = await client.send(new ExecuteStatementCommand(
  {Sql: 'select count(*) from generate_series(1,10000000) a, generate_series(1,10000) b', ...target}));
assert.equal((await client.send(new CancelStatementCommand({Id: long.Id}))).Status, true);
await finish(long, 'ABORTED');
console.log('ok cancel');
await assert.rejects(client.send(new DescribeStatementCommand({Id: '00000000-0000-4000-8000-000000000000'})),
  (failure) => failure instanceof ResourceNotFoundException && failure.message === 'Query does not exist.');
assert.match((await run('select * from nowhere', target, 'FAILED')).Error, /does not exist/);
console.log('ok errors');
await run(`drop table ${table}`);
