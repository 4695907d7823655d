import Cluster
import Manifests
import SimulationKernel
import Stores

/// The volumes of data systems as the kubelet shows them, and PostgreSQL's log as its exporter
/// does.
struct VolumeExporter {
  private let engines: [StoreEngine]
  private var series: [SeriesTable]

  init(_ stores: [StoreModel]) {
    engines = stores.map(\.engine)
    series = engines.map { _ in SeriesTable(width: 4) }
  }

  mutating func scrape(_ world: borrowing World, into book: inout SeriesBook) {
    for store in engines.indices {
      for (index, volume) in world.stores.volumes(of: store).enumerated() {
        guard world.cluster.pods.contains(volume.pod) else { continue }
        series[store].open(row: index, key: volume.pod.rawValue)
        if let bytes = volume.capacity, world.cluster.hasClaims(volume.pod) {
          let amounts = [
            ("capacity", bytes), ("used", volume.used), ("available", max(0, bytes - volume.used)),
          ]
          for (metric, (what, amount)) in amounts.enumerated() {
            book.put(
              Double(amount), &series[store][index, metric], "kubelet_volume_stats_\(what)_bytes",
              Self.labels(of: volume.pod, world))
          }
        }
        guard engines[store] == .postgresql else { continue }
        book.put(
          Double(volume.log), &series[store][index, 3], "pg_wal_size_bytes",
          [
            (name: "namespace", value: world.cluster.namespace(of: volume.pod)),
            (name: "pod", value: world.cluster.name(of: volume.pod)),
          ])
      }
    }
  }

  private static func labels(of pod: PodHandle, _ world: borrowing World) -> [SeriesLabel] {
    [
      (name: "namespace", value: world.cluster.namespace(of: pod)),
      (name: "persistentvolumeclaim", value: world.cluster.firstClaim(of: pod) ?? ""),
    ]
  }
}
