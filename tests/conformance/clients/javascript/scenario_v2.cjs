// The scenario with the AWS SDK for JavaScript v2.
const assert = require('node:assert/strict');
const AWS = require('aws-sdk');

const {SCENARIO_CLUSTER: cluster, SCENARIO_TABLE: table, SCENARIO_BUCKET: bucket, AWS_ENDPOINT_URL: endpoint} = process.env;
AWS.config.update({region: process.env.AWS_REGION});
const client = new AWS.RedshiftData({endpoint});
const target = {ClusterIdentifier: cluster, Database: 'dev'};

async function finish({Id}, expected = 'FINISHED') {
  for (;;) {
    const described = await client.describeStatement({Id}).promise();
    if (!['FINISHED', 'FAILED', 'ABORTED'].includes(described.Status)) continue;
    assert.equal(described.Status, expected, described.Error);
    return described;
  }
}
const run = async (Sql, members = target, expected = 'FINISHED') =>
  finish(await client.executeStatement({Sql, ...members}).promise(), expected);
async function records(sql, members = target) {
  const {Id} = await run(sql, members);
  const all = [];
  await new Promise((resolve, reject) => client.getStatementResult({Id}).eachPage((error, page) => {
    if (error) return reject(error);
    if (!page) return resolve();
    all.push(...page.Records);
    return true;
  }));
  return all;
}

async function main() {
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
  const batch = await finish(await client.batchExecuteStatement({Sqls: ['select 1', 'select 2'], ...target}).promise());
  const second = await client.getStatementResult({Id: batch.SubStatements[1].Id}).promise();
  assert.deepEqual(second.Records, [[{longValue: 2}]]);
  console.log('ok batch');
  const {SessionId} = await run(`create temp table stage (like ${table})`, {...target, SessionKeepAliveSeconds: 30});
  assert.deepEqual(await records('select count(*) from stage', {SessionId}), [[{longValue: 0}]]);
  console.log('ok session');
  const long = await client.executeStatement(
    {Sql: 'select count(*) from generate_series(1,10000000) a, generate_series(1,10000) b', ...target}).promise();
  assert.equal((await client.cancelStatement({Id: long.Id}).promise()).Status, true);
  await finish(long, 'ABORTED');
  console.log('ok cancel');
  await assert.rejects(client.describeStatement({Id: '00000000-0000-4000-8000-000000000000'}).promise(),
    (failure) => failure.code === 'ResourceNotFoundException' && failure.message === 'Query does not exist.' &&
      failure.statusCode === 400 && failure.requestId !== '');
  assert.match((await run('select * from nowhere', target, 'FAILED')).Error, /does not exist/);
  console.log('ok errors');
  await run(`drop table ${table}`);
}

main();
