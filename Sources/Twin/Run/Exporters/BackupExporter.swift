import Manifests
import SimulationKernel
import Stores

/// Backups as CloudNativePG's exporter shows them, and how old the state is to which each system
/// could be brought back.
struct BackupExporter {
  private let names: [String]
  private let isOperated: [Bool]
  private var series = SeriesTable(width: 3)

  init(_ stores: [StoreModel]) {
    names = stores.map(\.name)
    isOperated = stores.map { $0.engine == .postgresql }
  }

  mutating func scrape(
    _ world: borrowing World, at time: SimTime, into book: inout SeriesBook
  ) {
    if let age = world.stores.stateRecoveryPointAge(now: time) {
      series.open(row: names.count)
      book.put(
        age.seconds, &series[names.count, 0], "vhsim_recovery_point_age_seconds",
        [(name: "system", value: "kubernetes")])
    }
    for store in names.indices {
      guard let age = world.stores.recoveryPointAge(of: store, now: time) else { continue }
      series.open(row: store)
      book.put(
        age.seconds, &series[store, 0], "vhsim_recovery_point_age_seconds",
        [(name: "system", value: names[store])])
      guard isOperated[store] else { continue }
      let times = world.stores.lastBackups(of: store)
      let labels = [(name: "job", value: names[store])]
      book.put(
        times.completed?.unixSeconds ?? 0, &series[store, 1],
        "cnpg_collector_last_available_backup_timestamp", labels)
      book.put(
        times.failed?.unixSeconds ?? 0, &series[store, 2],
        "cnpg_collector_last_failed_backup_timestamp", labels)
    }
  }
}
