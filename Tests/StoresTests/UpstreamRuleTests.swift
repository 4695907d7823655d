import SimulationKernel
import Stores
import Testing

/// Edges of rules that the case files leave out, each from the source that it names.
@Suite("Edges of upstream rules")
struct UpstreamRuleTests {
  @Test(
    "MaxDeliver of zero is none (nats-server, server/consumer.go setConsumerConfigDefaults)",
    arguments: [(1, 0, true), (6, 5, false), (100, -1, true), (1, 1, true)])
  func maxDeliver(_ number: Int, _ maximum: Int, _ isDelivered: Bool) {
    #expect(NATSConsumer.delivers(number: number, maximum: maximum) == isDelivered)
  }

  @Test(
    "A share of the shards is rounded (clickhouse-operator, getReconcileShardsWorkersNum)",
    arguments: [(1, 50, 1), (3, 50, 2), (10, 25, 3), (4, 10, 1), (100, 50, 5)])
  func shards(_ shards: Int, _ percent: Int, _ next: Int) {
    #expect(AltinityOperator.batches(shards: shards, percent: percent).next == next)
  }

  @Test("A lease is renewed at a period above zero (client-go, leaderelection.go)")
  func lease() {
    #expect(
      !PrimaryLease.isValid(
        duration: .seconds(15), renewDeadline: .seconds(10), retryPeriod: .zero))
    #expect(
      !PrimaryLease.isValid(
        duration: .seconds(16), renewDeadline: .seconds(15), retryPeriod: .milliseconds(12_500)))
  }

  @Test("A probe fails at least once (cloudnative-pg, pkg/specs/pods.go)")
  func probe() {
    #expect(PostgreSQL.failures(within: .zero, period: .seconds(10)) == 1)
    #expect(PostgreSQL.failures(within: .seconds(11), period: .seconds(10)) == 2)
  }

  @Test("Without min-replicas-max-lag no replica is needed (redis, checkGoodReplicasStatus)")
  func replicas() {
    #expect(LogShipping.acceptsWrites(replicaAges: [], least: 1, greatestLag: .zero))
    #expect(!LogShipping.acceptsWrites(replicaAges: [], least: 1, greatestLag: .seconds(10)))
  }
}
