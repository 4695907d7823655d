import Manifests
import Testing

/// What Prometheus takes as the expression of a rule.
///
/// The cases are of prometheus promql/parser parse_test.go and of rules that projects ship
/// (kube-prometheus, node-exporter-mixin, awesome-prometheus-alerts).
@Suite("Expressions of rules")
struct PromQLTests {
  private func problems(_ expression: String) -> [String] {
    let lines = expression.split(separator: "\n", omittingEmptySubsequences: false)
    let platform = DecodedPlatform(
      """
      apiVersion: monitoring.coreos.com/v1
      kind: PrometheusRule
      metadata: {name: rules}
      spec:
        groups:
          - name: g
            rules:
              - alert: A
                expr: |
      \(lines.map { "            \($0)" }.joined(separator: "\n"))

      """)
    let prefix = "Prometheus refuses the expression of A: "
    #expect(platform.places.allSatisfy { $0 == "invalid-rule 9:17" })
    return platform.items.map { String($0.message.dropFirst(prefix.count)) }
  }

  @Test(
    "What Prometheus reads is taken",
    arguments: [
      "up == 0", "1 > bool 2", "-x ^ 2", "2 ^ -1 * x", "inf", "0x1F + 1e-3 + .5 + 5m", "bool",
      "x > 1_000_000 + 0x_ff", "x{a=~\"^*b|(^+)\"}",
      "sum",
      "(count(redis_instance_info{role=\"master\"}) or vector(0)) < 1",
      "{__name__=~\"pg_.*\"} != ON(__name__, instance) {__name__=~\"pg_([^t]|t[^r])\"} OFFSET 5m",
      "100 * (count(up == 0) BY (job, namespace,) / count(up) BY (job, namespace)) > 10",
      "sum(up{job=~\".*etcd.*\"} == bool 1) without (instance) < ((count(up) + 1) / 2)",
      "a{c!=\"d\"} * on(b) group_left(d) topk by(b) (1, max by (b) (e{f=`\\d`, g=~\"(?i)h\",}))",
      "histogram_quantile(0.99, sum by (le) (rate(b_bucket{s!~\"proxy|attach|\"}[5m]))) > 0",
      "max_over_time((sum(rate(x[5m])) by (a))[1h:5m]) + min_over_time(rate(x[5m])[1h:])",
      "rate(x[5m] offset -1w) / rate(x[1h30m] @ end()) + x @ 1609746000 offset 5m",
      "label_join(x, \"a\", \",\", \"b\", \"c\") or label_join(x, \"a\", \",\") or round(x)",
      "hour() > 5 and day_of_week(vector(time())) < 6 unless on() absent(:node:sum{})",
      "# too slow (\n(\n  x\n)  # and [\n", "{\"http.requests\", \"a b\"=\"c\"}",
      "x{a=~\"[[:alpha:]]+|[]a]|[^]]|^b*?$|(?P<n>c){2,3}|(?:d)*\"}",
    ])
  func taken(expression: String) {
    #expect(problems(expression) == [])
  }

  @Test(
    "What Prometheus refuses is told",
    arguments: [
      ("sum(", "the end stands where an expression should"),
      ("rate(x[5m]", "the end stands where \",\" should"),
      ("x)", "\")\" stands where the end should"),
      ("x = 5", "\"=\" stands where the end should"),
      ("x && y", "\"&\" belongs to no expression"),
      ("x{a=b}", "\"b\" stands where a text in quotes should"),
      ("x > 5x", "\"5x\" is no number and no duration"),
      ("x > 1__0", "\"1__0\" is no number and no duration"),
      ("x > 10_", "\"10_\" is no number and no duration"),
      ("rate(x)", "rate takes a range vector and gets an instant vector"),
      ("rate(sum(x)[5m])", "only a selector has a range: a subquery is written [5m:]"),
      ("rates(x[5m])", "there is no function \"rates\", did you mean \"rate\"?"),
      ("label_replace(x, \"a\", \"b\", \"c\")", "label_replace takes 5 and gets 4"),
      ("topk(x)", "topk takes 2 and gets 1"),
      ("topk(x, y)", "topk takes a scalar and gets an instant vector"),
      ("sum(x[5m])", "sum takes an instant vector and gets a range vector"),
      ("sum by a (x)", "\"a\" stands where \"(\" should"),
      ("1 > 2", "comparisons between scalars must use bool: \"> bool\""),
      ("x + bool y", "bool belongs behind a comparison, not \"+\""),
      ("x and 1", "\"and\" stands between two instant vectors"),
      ("x and on(a) group_left y", "\"and\" has no group_left and no group_right"),
      ("x + on(a) group_left(a) y", "the label \"a\" is in on and in the group at once"),
      ("sum(x) offset 5m", "offset belongs behind a selector or a subquery, once"),
      ("{a=~\".*\"}", "a selector needs a condition that no missing label fulfils"),
      ("x{__name__=\"y\"}", "a selector has two names"),
      ("rate(x[0s])", "a range is longer than 0"),
      ("x{a=\"\\d+\"}", "\"\\d\" is no escape in a text: write \"\\\\d\""),
      ("x{a=\"b", "a text has no end"),
      ("x{a=~\"*b\"}", "the regular expression \"*b\" repeats nothing by its \"*\""),
      ("x{a=~\"(b\"}", "the regular expression \"(b\" has a \"(\" without its \")\""),
      (
        "x{a!~\"(?!b)\"}",
        "the regular expression \"(?!b)\" looks ahead or behind, which RE2 can not"
      ),
      ("x[5m]", "it gives a range vector, of which a rule makes no series"),
      ("\"a\"", "it gives a text, of which a rule makes no series"),
    ])
  func refused(expression: String, problem: String) {
    #expect(problems(expression) == [problem])
  }

  @Test("An expression that is deeper than any real one is left alone")
  func depth() {
    for form in ["(", "-", "x^", "sum("] {
      #expect(problems(String(repeating: form, count: 20_000)) == [])
    }
  }
}
