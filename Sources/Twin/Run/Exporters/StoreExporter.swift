import Cluster
import Manifests
import SimulationKernel
import Stores

/// Data systems as their own exporters show them.
struct StoreExporter {
  private let engines: [StoreEngine]
  /// The scrape job of each system: its name.
  private let jobs: [String]
  private var storeSeries = SeriesTable(width: 4)
  private var podSeries: [SeriesTable] = []
  private var staleSeries = SeriesTable(width: 1)
  /// The stale reads of each system that were recorded last.
  private var staleReads: [UInt64]

  init(_ stores: [StoreModel]) {
    engines = stores.map(\.engine)
    jobs = stores.map(\.name)
    podSeries = engines.map { _ in SeriesTable(width: 4) }
    staleReads = engines.map { _ in 0 }
  }

  /// Records reads that missed an acknowledged write, at a scrape and in each second that saw one.
  mutating func collect(
    _ world: borrowing World, isScrape: Bool, into book: inout SeriesBook
  ) {
    for store in engines.indices {
      let reads = world.stores.staleReads(of: store)
      guard isScrape || reads != staleReads[store] else { continue }
      staleReads[store] = reads
      staleSeries.open(row: store)
      book.put(
        Double(reads), &staleSeries[store, 0], "vhsim_stale_reads_total",
        [(name: "system", value: jobs[store])])
    }
  }

  mutating func scrape(
    _ world: borrowing World, at time: SimTime, into book: inout SeriesBook
  ) {
    for (store, engine) in engines.enumerated() {
      let status = world.stores.status(of: store, now: time)
      storeSeries.open(row: store)
      for (metric, entry) in Self.values(of: engine, status).enumerated() {
        book.put(
          entry.value, &storeSeries[store, metric], entry.name,
          [(name: "job", value: jobs[store])] + entry.labels)
      }
      for (index, member) in status.members.enumerated()
      where world.cluster.pods.contains(member.pod) {
        podSeries[store].open(row: index, key: member.pod.rawValue)
        for (metric, entry) in Self.values(of: engine, member, status).enumerated() {
          book.put(
            entry.value, &podSeries[store][index, metric], entry.name,
            [
              (name: "namespace", value: world.cluster.namespace(of: member.pod)),
              (name: "pod", value: world.cluster.name(of: member.pod)),
            ] + entry.labels)
        }
      }
    }
  }

  private typealias Value = (name: String, value: Double, labels: [SeriesLabel])

  /// The metrics of a system as a whole, always in the same order.
  private static func values(of engine: StoreEngine, _ status: StoreStatus) -> [Value] {
    switch engine {
    case .kafka:
      return [
        (
          "kafka_controller_kafkacontroller_offlinepartitionscount", Double(status.leaderless), []
        )
      ]
    case .elasticsearch:
      let color =
        status.leaderless > 0 ? "red" : status.underReplicated > 0 ? "yellow" : "green"
      return ["green", "yellow", "red"].map {
        ("elasticsearch_cluster_health_status", $0 == color ? 1 : 0, [(name: "color", value: $0)])
      }
    case .minio:
      return [("minio_cluster_health_status", status.members.count(where: \.isUp) > 0 ? 1 : 0, [])]
    default: return []
    }
  }

  /// The metrics of one pod, always in the same order.
  private static func values(
    of engine: StoreEngine, _ member: StoreStatus.Member, _ status: StoreStatus
  ) -> [Value] {
    let up = member.isUp ? 1.0 : 0
    let leads = member.ledShards > 0
    switch engine {
    case .postgresql:
      return [
        ("pg_up", up, []), ("pg_replication_is_replica", leads ? 0 : 1, []),
        ("pg_replication_lag_seconds", member.lag.seconds, []),
      ]
    case .redis:
      return [
        ("redis_up", up, []), ("redis_connected_slaves", Double(member.connectedCopies), []),
        ("redis_cluster_state", status.leaderless == 0 ? 1 : 0, []),
      ]
    case .etcd: return [("etcd_server_is_leader", leads ? 1 : 0, [])]
    default: return []
    }
  }
}
