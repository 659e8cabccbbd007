import com.amazonaws.client.builder.AwsClientBuilder.EndpointConfiguration;
import com.amazonaws.services.redshiftdataapi.AWSRedshiftDataAPI;
import com.amazonaws.services.redshiftdataapi.AWSRedshiftDataAPIClientBuilder;
import com.amazonaws.services.redshiftdataapi.model.*;
import java.util.ArrayList;
import java.util.List;

/** The scenario with the AWS SDK for Java v1, which is from before sessions. */
public class ScenarioV1 {
  static final String cluster = System.getenv("SCENARIO_CLUSTER");
  static final String table = System.getenv("SCENARIO_TABLE");
  static final String bucket = System.getenv("SCENARIO_BUCKET");
  static final AWSRedshiftDataAPI client = AWSRedshiftDataAPIClientBuilder.standard()
      .withEndpointConfiguration(
          new EndpointConfiguration(System.getenv("AWS_ENDPOINT_URL"), System.getenv("AWS_REGION")))
      .build();

  static void check(boolean holds, Object what) {
    if (!holds) throw new IllegalStateException(String.valueOf(what));
  }

  static DescribeStatementResult finish(String id, String expected) {
    while (true) {
      DescribeStatementResult described = client.describeStatement(new DescribeStatementRequest().withId(id));
      if (List.of("FINISHED", "FAILED", "ABORTED").contains(described.getStatus())) {
        check(described.getStatus().equals(expected), described);
        return described;
      }
    }
  }

  static String submit(String sql, SqlParameter... parameters) {
    ExecuteStatementRequest request =
        new ExecuteStatementRequest().withSql(sql).withClusterIdentifier(cluster).withDatabase("dev");
    if (parameters.length > 0) request.withParameters(parameters);
    return client.executeStatement(request).getId();
  }

  static String run(String sql, SqlParameter... parameters) {
    String id = submit(sql, parameters);
    finish(id, "FINISHED");
    return id;
  }

  static List<List<Field>> records(String id) {
    List<List<Field>> all = new ArrayList<>();
    String token = null;
    do {
      GetStatementResultResult page =
          client.getStatementResult(new GetStatementResultRequest().withId(id).withNextToken(token));
      all.addAll(page.getRecords());
      token = page.getNextToken();
    } while (token != null);
    return all;
  }

  static SqlParameter parameter(String name, String value) {
    return new SqlParameter().withName(name).withValue(value);
  }

  public static void main(String[] arguments) {
    run("create table " + table + " (id int, name varchar(20))");
    System.out.println("ok create");
    run("copy " + table + " from 's3://" + bucket + "/rows.csv' iam_role default csv");
    check(records(run("select count(*) from " + table)).get(0).get(0).getLongValue() == 2, "rows copied");
    System.out.println("ok copy");
    run("insert into " + table + " values (:id, :name)", parameter("id", "3"), parameter("name", "three"));
    check(records(run("select name from " + table + " where id = 3")).get(0).get(0).getStringValue().equals("three"),
        "row inserted");
    System.out.println("ok insert");
    List<Field> row = records(run("select 1, 2.5::float8, 'x', true, null, 1.50")).get(0);
    check(row.get(0).getLongValue() == 1 && row.get(1).getDoubleValue() == 2.5 && row.get(2).getStringValue().equals("x")
        && row.get(3).getBooleanValue() && row.get(4).getIsNull() && row.get(5).getStringValue().equals("1.50"), row);
    System.out.println("ok types");
    List<List<Field>> numbers = records(run("select n from generate_series(1, 60000) g(n)"));
    check(numbers.size() == 60000 && numbers.get(59999).get(0).getLongValue() == 60000, numbers.size());
    System.out.println("ok page");
    String batch = client.batchExecuteStatement(new BatchExecuteStatementRequest()
        .withSqls("select 1", "select 2").withClusterIdentifier(cluster).withDatabase("dev")).getId();
    String second = finish(batch, "FINISHED").getSubStatements().get(1).getId();
    check(records(second).get(0).get(0).getLongValue() == 2, second);
    System.out.println("ok batch");
    String endless = submit("select count(*) from generate_series(1,10000000) a, generate_series(1,10000) b");
    check(client.cancelStatement(new CancelStatementRequest().withId(endless)).getStatus(), endless);
    finish(endless, "ABORTED");
    System.out.println("ok cancel");
    try {
      client.describeStatement(new DescribeStatementRequest().withId("00000000-0000-4000-8000-000000000000"));
      check(false, "no error");
    } catch (ResourceNotFoundException missing) {
      check(missing.getErrorMessage().equals("Query does not exist.") && missing.getRequestId() != null, missing);
    }
    check(finish(submit("select * from nowhere"), "FAILED").getError().contains("does not exist"), "error of a statement");
    System.out.println("ok errors");
    run("drop table " + table);
  }
}
