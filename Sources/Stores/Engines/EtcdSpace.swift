import Manifests
import SimulationKernel

/// The space of etcd's database: each write adds a revision, which stays until it is compacted.
///
/// Writes are taken to change keys that the database held when the run began, so that compaction
/// leaves as much as that. What it frees is used again, while the file stays as long as it was
/// until it is defragmented.
enum EtcdSpace {
  /// What a key that is put is taken to need besides its bytes (storage/quota.go, kvOverhead).
  static let overhead: Int64 = 256

  /// The size at which a member raises the NOSPACE alarm, and the cluster refuses writes; nil for a
  /// negative `quota-backend-bytes` (storage/quota.go: 2 GiB, DefaultQuotaBytes).
  static func quota(_ options: EngineOptions) -> Int64? {
    let bytes = options.number("quotaBackendBytes", 0)
    guard bytes != 0 else { return 2 << 30 }
    return bytes < 0 ? nil : Int64(bytes)
  }

  /// Which revisions etcd compacts by itself, none without `auto-compaction-retention`.
  ///
  /// With `periodic` those that are older, in hours where no unit is written, looked at each hour
  /// or as often as their age where that is less (v3compactor/periodic.go); with `revision` all but
  /// so many, each five minutes (v3compactor/revision.go).
  static func retention(_ options: EngineOptions) -> Retention {
    let written = options.word("autoCompactionRetention") ?? "0"
    var rule = Retention(age: .infinity, checkInterval: .minutes(5))
    rule.sparesFirst = true
    if options.word("autoCompactionMode") == "revision" {
      rule.entries = Int64(written).flatMap { $0 > 0 ? $0 : nil }
    } else if let age = age(written) {
      rule.age = age
      rule.checkInterval = min(age, .minutes(60))
    }
    return rule
  }

  /// An age in hours, or as Go writes durations, such as `1h30m`, which know no days (etcd's
  /// `embed/etcd.go`, parseCompactionRetention); within the bounds of a setting, and no finer than
  /// a log is looked at.
  private static func age(_ text: String) -> SimDuration? {
    let written =
      if let hours = Int64(text) {
        SimDuration.minutes(60) * max(0, min(hours, 100_000))
      } else {
        text.contains("d") ? nil : DurationText.parse(text)
      }
    guard let written, written > .zero else { return nil }
    return max(.milliseconds(1), min(written, StoreSettings.longest))
  }
}
