// The scenario with the AWS SDK for Go v2.
package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/config"
	"github.com/aws/aws-sdk-go-v2/service/redshiftdata"
	"github.com/aws/aws-sdk-go-v2/service/redshiftdata/types"
)

var (
	ctx     = context.Background()
	client  *redshiftdata.Client
	cluster = os.Getenv("SCENARIO_CLUSTER")
	table   = os.Getenv("SCENARIO_TABLE")
	bucket  = os.Getenv("SCENARIO_BUCKET")
)

// check stops the program when err is set or what is false.
func check(err error, what bool, format string, arguments ...any) {
	if err != nil || !what {
		fmt.Fprintf(os.Stderr, format+": %v\n", append(arguments, err)...)
		os.Exit(1)
	}
}

func finish(id *string, expected types.StatusString) *redshiftdata.DescribeStatementOutput {
	for {
		described, err := client.DescribeStatement(ctx, &redshiftdata.DescribeStatementInput{Id: id})
		check(err, true, "describe %s", *id)
		switch described.Status {
		case types.StatusStringFinished, types.StatusStringFailed, types.StatusStringAborted:
			check(nil, described.Status == expected, "%s: %s", described.Status, aws.ToString(described.Error))
			return described
		}
	}
}

func submit(sql string, parameters ...types.SqlParameter) *string {
	reply, err := client.ExecuteStatement(ctx, &redshiftdata.ExecuteStatementInput{
		Sql: &sql, ClusterIdentifier: &cluster, Database: aws.String("dev"), Parameters: parameters})
	check(err, true, "execute %s", sql)
	return reply.Id
}

func run(sql string, parameters ...types.SqlParameter) *string {
	id := submit(sql, parameters...)
	finish(id, types.StatusStringFinished)
	return id
}

func records(id *string) [][]types.Field {
	var all [][]types.Field
	pages := redshiftdata.NewGetStatementResultPaginator(client, &redshiftdata.GetStatementResultInput{Id: id})
	for pages.HasMorePages() {
		page, err := pages.NextPage(ctx)
		check(err, true, "result of %s", *id)
		all = append(all, page.Records...)
	}
	return all
}

func long(field types.Field) int64 {
	member, ok := field.(*types.FieldMemberLongValue)
	check(nil, ok, "not a longValue: %T", field)
	return member.Value
}

func text(field types.Field) string {
	member, ok := field.(*types.FieldMemberStringValue)
	check(nil, ok, "not a stringValue: %T", field)
	return member.Value
}

func main() {
	settings, err := config.LoadDefaultConfig(ctx)
	check(err, true, "configuration")
	client = redshiftdata.NewFromConfig(settings)

	run(fmt.Sprintf("create table %s (id int, name varchar(20))", table))
	fmt.Println("ok create")
	run(fmt.Sprintf("copy %s from 's3://%s/rows.csv' iam_role default csv", table, bucket))
	check(nil, long(records(run("select count(*) from " + table))[0][0]) == 2, "rows copied")
	fmt.Println("ok copy")
	run(fmt.Sprintf("insert into %s values (:id, :name)", table),
		types.SqlParameter{Name: aws.String("id"), Value: aws.String("3")},
		types.SqlParameter{Name: aws.String("name"), Value: aws.String("three")})
	check(nil, text(records(run("select name from " + table + " where id = 3"))[0][0]) == "three", "row inserted")
	fmt.Println("ok insert")
	row := records(run("select 1, 2.5::float8, 'x', true, null, 1.50"))[0]
	_, isDouble := row[1].(*types.FieldMemberDoubleValue)
	_, isBool := row[3].(*types.FieldMemberBooleanValue)
	_, isNull := row[4].(*types.FieldMemberIsNull)
	check(nil, long(row[0]) == 1 && isDouble && text(row[2]) == "x" && isBool && isNull && text(row[5]) == "1.50", "types")
	fmt.Println("ok types")
	result := run("select n from generate_series(1, 60000) g(n)")
	numbers := records(result)
	check(nil, len(numbers) == 60000 && long(numbers[59999][0]) == 60000, "pages")
	// A reply that came too soon would be lost, one in ten.
	for i := 0; i < 100; i++ {
		_, err := client.GetStatementResult(ctx, &redshiftdata.GetStatementResultInput{Id: result})
		check(err, true, "page %d", i)
	}
	fmt.Println("ok page")
	batch, err := client.BatchExecuteStatement(ctx, &redshiftdata.BatchExecuteStatementInput{
		Sqls: []string{"select 1", "select 2"}, ClusterIdentifier: &cluster, Database: aws.String("dev")})
	check(err, true, "batch")
	described := finish(batch.Id, types.StatusStringFinished)
	check(nil, long(records(described.SubStatements[1].Id)[0][0]) == 2, "second of a batch")
	fmt.Println("ok batch")
	opened, err := client.ExecuteStatement(ctx, &redshiftdata.ExecuteStatementInput{
		Sql: aws.String(fmt.Sprintf("create temp table stage (like %s)", table)), ClusterIdentifier: &cluster,
		Database: aws.String("dev"), SessionKeepAliveSeconds: aws.Int32(30)})
	check(err, true, "session")
	counted, err := client.ExecuteStatement(ctx, &redshiftdata.ExecuteStatementInput{
		Sql: aws.String("select count(*) from stage"), SessionId: opened.SessionId})
	check(err, true, "second statement of a session")
	finish(counted.Id, types.StatusStringFinished)
	check(nil, long(records(counted.Id)[0][0]) == 0, "temporary table")
	fmt.Println("ok session")
	endless := submit("select count(*) from generate_series(1,10000000) a, generate_series(1,10000) b")
	cancelled, err := client.CancelStatement(ctx, &redshiftdata.CancelStatementInput{Id: endless})
	check(err, cancelled != nil && aws.ToBool(cancelled.Status), "cancel")
	finish(endless, types.StatusStringAborted)
	fmt.Println("ok cancel")
	_, err = client.DescribeStatement(ctx, &redshiftdata.DescribeStatementInput{
		Id: aws.String("00000000-0000-4000-8000-000000000000")})
	var missing *types.ResourceNotFoundException
	check(nil, errors.As(err, &missing) && aws.ToString(missing.Message) == "Query does not exist.", "typed error %v", err)
	failed := finish(submit("select * from nowhere"), types.StatusStringFailed)
	check(nil, strings.Contains(aws.ToString(failed.Error), "does not exist"), "error of a statement")
	fmt.Println("ok errors")
	run("drop table " + table)
}
