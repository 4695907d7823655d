import Cluster
import Manifests
import SimulationKernel
import Stores

/// The volumes of data systems as the kubelet shows them, and PostgreSQL's log as its exporter does.
struct VolumeExporter {
  private let engines: [StoreEngine]
  private var series: [SeriesTable]

  init(_ stores: [StoreModel]) {
    engines = stores.map(\.engine)
    series = engines.map { _ in SeriesTable(width: 4) }
  }

  mutating func scrape(_ world: borrowing World, into book: inout SeriesBook) {
    for store in engines.indices {
      for (place, volume) in world.stores.volumes(of: store).enumerated() {
        guard world.cluster.pods.contains(volume.pod) else { continue }
        series[store].open(row: place, key: volume.pod.rawValue)
        if let claim = world.cluster.firstClaim(of: volume.pod), let bytes = volume.capacity {
          let labels = [
            (name: "namespace", value: world.cluster.namespace(of: volume.pod)),
            (name: "persistentvolumeclaim", value: claim),
          ]
          put(bytes, &series[store][place, 0], "capacity", labels, &book)
          put(volume.used, &series[store][place, 1], "used", labels, &book)
          put(max(0, bytes - volume.used), &series[store][place, 2], "available", labels, &book)
        }
        guard engines[store] == .postgresql else { continue }
        book.put(
          Double(volume.log), &series[store][place, 3], "pg_wal_size_bytes",
          [
            (name: "namespace", value: world.cluster.namespace(of: volume.pod)),
            (name: "pod", value: world.cluster.name(of: volume.pod)),
          ])
      }
    }
  }

  private func put(
    _ bytes: Int64, _ number: inout Int32, _ what: String, _ labels: [SeriesLabel],
    _ book: inout SeriesBook
  ) {
    book.put(Double(bytes), &number, "kubelet_volume_stats_\(what)_bytes", labels)
  }
}
