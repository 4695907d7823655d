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
        Self.timestamp(times.completed), &series[store, 1],
        "cnpg_collector_last_available_backup_timestamp", labels)
      book.put(
        Self.timestamp(times.failed), &series[store, 2],
        "cnpg_collector_last_failed_backup_timestamp", labels)
    }
  }

  /// Seconds since 1970; zero where there was none.
  private static func timestamp(_ time: SimTime?) -> Double {
    // 2026-01-01T00:00:00Z.
    time.map { 1_767_225_600 + $0.seconds } ?? 0
  }
}
