package import Manifests
import SimulationKernel

/// The backups of what the cluster's API holds, and their restore after the loss of a region.
package struct StateBackup: Sendable {
  /// The name of the cluster's own state in the results.
  static let name = "kubernetes"
  /// Bytes of an object in a backup (assumed: a few kibibytes of JSON).
  private static let objectBytes: Int64 = 4096
  /// Objects a second that a restore creates: clients of the API are limited to so many requests
  /// (Velero's --client-qps; the clients' own default is less).
  private static let objectsPerSecond = 20.0

  /// Its backups.
  package private(set) var backup: BackupState
  /// How they are declared.
  let found: FoundStateBackup
  /// The workload with the software that keeps the schedule; nil where the platform does not show
  /// it.
  let keeper: Int?
  /// CronJobs whose pods make the backups, by the cluster's numbering.
  let jobs: [Int]
  private let objects: Int
  private var lostAt: SimTime?
  private var restoringSince: SimTime?

  /// Begins to keep what the manifests declare for a number of objects.
  package init(_ found: FoundStateBackup, objects: Int, keeper: Int?, jobs: [Int]) {
    backup = BackupState(found.rule, now: .zero)
    self.found = found
    self.objects = objects
    self.keeper = keeper
    self.jobs = jobs
  }

  /// Bytes of a backup.
  private var bytes: Int64 { Int64(objects) * Self.objectBytes }

  /// Whether the state is lost and not restored yet.
  var isLost: Bool { lostAt != nil }

  /// The pod of a CronJob asks for a backup now, or is gone before the backup's end.
  mutating func ask() { backup.ask() }
  mutating func abandon(_ reason: String, now: SimTime) { backup.abandon(reason, now: now) }

  /// The region is lost with the machines that held the state.
  mutating func lose(now: SimTime) {
    guard lostAt == nil else { return }
    lostAt = now
    restoringSince = nil
    backup.abandon("the region was lost", now: now)
  }

  /// Time passes: backups are made while the API and their destination answer; a lost state comes
  /// back once the restore is ordered and an API server answers again.
  mutating func step(
    isSourceThere: Bool, room: Int64?, isOperatorAtWork: Bool, interval: SimDuration, now: SimTime
  ) -> BackupState.Transfer {
    if let lostAt {
      restore(lostAt: lostAt, isSourceThere: isSourceThere, now: now)
      return BackupState.Transfer()
    }
    var transfer = backup.step(
      bytes: bytes, logBytes: 0, isSourceThere: isSourceThere, room: room,
      isOperatorAtWork: isOperatorAtWork, interval: interval, now: now)
    if let lifetime = found.lifetime { transfer.deleted += backup.expire(before: now - lifetime) }
    return transfer
  }

  private mutating func restore(lostAt: SimTime, isSourceThere: Bool, now: SimTime) {
    let rule = backup.rule.restore
    let orderedAt = lostAt + rule.detect + rule.decide
    guard isSourceThere, now >= orderedAt else { return }
    let began = restoringSince ?? now
    restoringSince = began
    let base = backup.newest(at: lostAt, before: lostAt, isRegionLost: true)
    var chain = RestoreChain()
    chain.detect = rule.detect
    chain.decide = rule.decide
    chain.provision = began - orderedAt
    chain.restore = SimDuration(
      seconds: Double(bytes) / Double(rule.rate)
        + (found.isSnapshot && base != nil ? 0 : Double(objects) / Self.objectsPerSecond))
    chain.start = found.isSnapshot && base != nil ? rule.start : .zero
    guard now >= began + chain.work else { return }
    self.lostAt = nil
    backup.noteRestore(
      chain, bytes: bytes, pointAge: base.map { lostAt - $0.from }, since: began, now: now)
  }
}
