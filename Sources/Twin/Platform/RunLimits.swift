import Manifests
import Traffic

/// What one run can hold; more is an error that points at its line.
enum RunLimits: PlatformCheck {
  /// Most pods of a platform: more than three times those of the largest cluster that Kubernetes
  /// supports (150,000; kubernetes.io, Considerations for large clusters).
  static let pods = 500_000
  /// The highest ordinal of a pod.
  static let ordinals = 1_000_000
  /// Most containers of a pod, init containers and sidecars included.
  static let containers = 100
  /// Most members of one store, those that only agree or watch included: a bit of a word each.
  static let members = 64
  /// Most virtual users of all loads together.
  static let users = 1_000_000
  /// Highest rate of one load, in journeys a second.
  static let rate = 10_000_000.0

  /// Reports a platform with too many pods, at its largest workload, and pods that a run can not
  /// number or hold.
  static func report(on platform: CheckedPlatform, _ diagnostics: DiagnosticCollector) {
    let groups =
      platform.pods.map { ($0.subject, count: clamped($0.replicas ?? 0), $0.span) }
      + operated(platform.manifests)
    let count = groups.reduce(0) { $0 + $1.count }
    if count > pods, let largest = groups.max(by: { $0.count < $1.count }) {
      diagnostics.error(
        "the platform has \(count) pods, and a run holds \(pods)",
        at: largest.2.start,
        code: "too-many-pods", help: "\(largest.0) has \(largest.count) of them")
    }
    for set in platform.manifests.statefulSets where set.ordinals.start > ordinals {
      diagnostics.error(
        "the ordinals of \(set.metadata.name) begin at \(set.ordinals.start), and a run numbers "
          + "pods up to \(ordinals)", at: set.span.start, code: "too-many-pods")
    }
    for group in platform.pods {
      let count = group.spec.map { $0.initContainers.count + $0.containers.count } ?? 0
      guard count > containers else { continue }
      diagnostics.error(
        "the pods of \(group.subject) have \(count) containers, and a run holds \(containers) of "
          + "one", at: group.span.start, code: "too-many-containers")
    }
  }

  /// Pods that operators make of their objects.
  private static func operated(_ manifests: ManifestSet) -> [(String, count: Int, SourceSpan)] {
    let watchers =
      manifests.prometheuses.map {
        ("Prometheus \($0.metadata.name)", clamped($0.pods.replicas) * clamped($0.shards), $0.span)
      }
      + manifests.alertmanagers.map {
        ("Alertmanager \($0.metadata.name)", clamped($0.pods.replicas), $0.span)
      }
    let stores =
      manifests.postgresClusters.map {
        ("Cluster \($0.metadata.name)", clamped($0.instances), $0.span)
      }
      + manifests.poolers.map { ("Pooler \($0.metadata.name)", clamped($0.instances), $0.span) }
      + manifests.kafkaNodePools.map {
        ("KafkaNodePool \($0.metadata.name)", clamped($0.replicas), $0.span)
      }
      + manifests.kafkaClusters.map {
        (
          "Kafka \($0.metadata.name)",
          clamped($0.kafka.replicas ?? 0) + clamped($0.zookeeper?.replicas ?? 0), $0.span
        )
      }
      + manifests.redisClusters.map {
        ("RedisCluster \($0.metadata.name)", clamped($0.leaders) + clamped($0.followers), $0.span)
      }
      + manifests.redisFailovers.map {
        (
          "RedisFailover \($0.metadata.name)",
          clamped($0.redis.replicas) + clamped($0.sentinel.replicas), $0.span
        )
      }
    return (watchers + stores).map { ($0.0, count: clamped($0.1), $0.2) }
  }

  /// A count of which many can be added up.
  private static func clamped(_ count: Int) -> Int { min(max(0, count), Int(Int32.max)) }

  /// Reports loads with more users or a higher rate than a run holds.
  static func check(
    _ loads: [LoadSpec], _ traffic: borrowing Traffic, _ diagnostics: DiagnosticCollector
  ) {
    var total = 0
    for (index, load) in loads.enumerated() {
      let peak = traffic.peakRate(ofLoad: index)
      if peak > rate {
        diagnostics.error(
          "the load reaches \(peak) journeys a second, and a run takes \(Int(rate))",
          at: load.span, code: "too-much-load")
      }
      let before = total
      total += min(traffic.mostUsers(ofLoad: index), 1 << 40)
      if total > users, before <= users {
        diagnostics.error(
          "the loads have more than \(users) virtual users", at: load.span, code: "too-much-load")
      }
    }
  }
}
