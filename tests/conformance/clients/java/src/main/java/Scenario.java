import java.net.URI;
import java.util.List;
import java.util.stream.Collectors;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.services.redshiftdata.RedshiftDataClient;
import software.amazon.awssdk.services.redshiftdata.model.*;

/** The scenario with the AWS SDK for Java v2. */
public class Scenario {
  static final String cluster = System.getenv("SCENARIO_CLUSTER");
  static final String table = System.getenv("SCENARIO_TABLE");
  static final String bucket = System.getenv("SCENARIO_BUCKET");
  static final RedshiftDataClient client = RedshiftDataClient.builder()
      .httpClient(UrlConnectionHttpClient.create())
      .endpointOverride(URI.create(System.getenv("AWS_ENDPOINT_URL")))
      .build();

  static void check(boolean holds, Object what) {
    if (!holds) throw new IllegalStateException(String.valueOf(what));
  }

  static DescribeStatementResponse finish(String id, String expected) {
    while (true) {
      DescribeStatementResponse described = client.describeStatement(r -> r.id(id));
      if (List.of("FINISHED", "FAILED", "ABORTED").contains(described.statusAsString())) {
        check(described.statusAsString().equals(expected), described);
        return described;
      }
    }
  }

  static String submit(String sql, SqlParameter... parameters) {
    return client.executeStatement(r -> {
      r.sql(sql).clusterIdentifier(cluster).database("dev");
      if (parameters.length > 0) r.parameters(parameters);
    }).id();
  }

  static String run(String sql, SqlParameter... parameters) {
    String id = submit(sql, parameters);
    finish(id, "FINISHED");
    return id;
  }

  static List<List<Field>> records(String id) {
    return client.getStatementResultPaginator(r -> r.id(id)).stream()
        .flatMap(page -> page.records().stream()).collect(Collectors.toList());
  }

  static SqlParameter parameter(String name, String value) {
    return SqlParameter.builder().name(name).value(value).build();
  }

  public static void main(String[] arguments) {
    run("create table " + table + " (id int, name varchar(20))");
    System.out.println("ok create");
    run("copy " + table + " from 's3://" + bucket + "/rows.csv' iam_role default csv");
    check(records(run("select count(*) from " + table)).get(0).get(0).longValue() == 2, "rows copied");
    System.out.println("ok copy");
    run("insert into " + table + " values (:id, :name)", parameter("id", "3"), parameter("name", "three"));
    check(records(run("select name from " + table + " where id = 3")).get(0).get(0).stringValue().equals("three"), "row");
    System.out.println("ok insert");
    List<Field> row = records(run("select 1, 2.5::float8, 'x', true, null, 1.50")).get(0);
    check(row.get(0).longValue() == 1 && row.get(1).doubleValue() == 2.5 && row.get(2).stringValue().equals("x")
        && row.get(3).booleanValue() && row.get(4).isNull() && row.get(5).stringValue().equals("1.50"), row);
    System.out.println("ok types");
    List<List<Field>> numbers = records(run("select n from generate_series(1, 60000) g(n)"));
    check(numbers.size() == 60000 && numbers.get(59999).get(0).longValue() == 60000, numbers.size());
    System.out.println("ok page");
    String batch = client.batchExecuteStatement(
        r -> r.sqls("select 1", "select 2").clusterIdentifier(cluster).database("dev")).id();
    String second = finish(batch, "FINISHED").subStatements().get(1).id();
    check(records(second).get(0).get(0).longValue() == 2, second);
    System.out.println("ok batch");
    String session = client.executeStatement(r -> r.sql("create temp table stage (like " + table + ")")
        .clusterIdentifier(cluster).database("dev").sessionKeepAliveSeconds(30)).sessionId();
    String counted = client.executeStatement(r -> r.sql("select count(*) from stage").sessionId(session)).id();
    finish(counted, "FINISHED");
    check(records(counted).get(0).get(0).longValue() == 0, session);
    System.out.println("ok session");
    String endless = submit("select count(*) from generate_series(1,10000000) a, generate_series(1,10000) b");
    check(client.cancelStatement(r -> r.id(endless)).status(), endless);
    finish(endless, "ABORTED");
    System.out.println("ok cancel");
    try {
      client.describeStatement(r -> r.id("00000000-0000-4000-8000-000000000000"));
      check(false, "no error");
    } catch (ResourceNotFoundException missing) {
      check(missing.awsErrorDetails().errorMessage().equals("Query does not exist."), missing);
    }
    check(finish(submit("select * from nowhere"), "FAILED").error().contains("does not exist"), "error of a statement");
    System.out.println("ok errors");
    run("drop table " + table);
  }
}
