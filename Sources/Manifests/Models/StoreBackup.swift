package import SimulationKernel

/// How a store is backed up, and how it is brought back: a store model's `backup`.
package struct StoreBackup: Sendable {
  /// Time between two base backups; nil where schedules or Jobs say when.
  package var every: SimDuration?
  /// When base backups are made, by the clock of UTC.
  package var schedules: [CronSchedule] = []
  /// Whether the first is made when the run begins.
  package var isImmediate = false
  /// Whether none are made.
  package var isSuspended = false
  /// How old the newest is when the run begins; nil where there is none.
  package var lastAge: SimDuration?
  /// The longest age of log that is not shipped; nil where only base backups are made.
  package var archive: SimDuration?
  /// Bytes a second from the store to the backup; a single stream to an object store brings 95 MiB
  /// (napkin-math).
  package var rate: Int64 = 95 << 20
  /// Bytes a second of a copy that takes no time: the storage's own snapshot.
  package static var snapshotRate: Int64 { 1 << 50 }
  /// Bytes that the destination holds; nil without a limit.
  package var capacity: Int64?
  /// Base backups that are kept.
  package var keep = 7
  /// How far back every state can be brought back: older backups go; nil where only their number
  /// counts.
  package var retain: SimDuration?
  /// Time between two drills, in which the newest is brought back into a scratch target; nil where
  /// nobody tries.
  package var drillEvery: SimDuration?
  /// Whether everything is copied to a second region.
  package var isRemote = false
  /// Bytes a second to the second region, of one flow (napkin-math).
  package var copyRate: Int64 = 25 << 20
  /// How it is brought back.
  package var restore = StoreRestore()

  /// Makes a backup of which nothing is said.
  package init() {}

  /// Makes a backup of which only the distance is said.
  package init(every: SimDuration) { self.every = every }
}

/// How a store is brought back from its backup.
package struct StoreRestore: Sendable {
  /// From a loss until somebody knows.
  package var detect = SimDuration.minutes(1)
  /// From then until the restore is ordered.
  package var decide = SimDuration.minutes(2)
  /// Until a scratch target of a drill is there.
  package var provision = SimDuration.seconds(30)
  /// Bytes a second from the backup to the disks.
  package var rate: Int64 = 95 << 20
  /// Bytes of log a second that one process replays.
  package var replay: Int64 = 50 << 20
  /// From the last byte until the software serves.
  package var start = SimDuration.seconds(30)
  /// Until the clients are connected again.
  package var reconnect = SimDuration.seconds(10)

  /// Makes a restore of which nothing is said.
  package init() {}
}

extension StoreBackup: SpecObject {
  static let what = "a store's backup"

  init?(_ reader: inout SpecReader) {
    var backup = StoreBackup()
    backup.every = reader.optional(
      "every", .positiveDuration,
      "time between two base backups; when the manifests' objects say by default")
    backup.isImmediate = reader.optional(
      "immediate", .flag, default: false, "whether the first is made when the run begins")
    backup.isSuspended = reader.optional("suspend", .flag, default: false, "whether none are made")
    backup.lastAge = reader.optional(
      "lastAge", .duration, "age of the newest when the run begins; there is none by default")
    backup.archive = reader.optional(
      "archive", .positiveDuration, "longest age of log that is not shipped; no log by default")
    backup.rate = reader.optional(
      "rate", .size, default: backup.rate, "bytes a second to the backup; 95Mi by default")
    backup.capacity = reader.optional("capacity", .size, "bytes that the destination holds")
    backup.keep = reader.optional(
      "keep", .count(), default: 7, "base backups that are kept; 7 by default")
    backup.retain = reader.optional(
      "retain", .positiveDuration, "how far back every state can be brought back")
    backup.drillEvery = reader.optional(
      "drill", .positiveDuration, "time between two restores into a scratch target; none by default"
    )
    backup.isRemote = reader.optional(
      "remote", .flag, default: false, "whether everything is copied to a second region")
    backup.copyRate = reader.optional(
      "copyRate", .size, default: backup.copyRate,
      "bytes a second to the second region; 25Mi by default")
    backup.restore = reader.optional(
      "restore", .object(StoreRestore.self), default: StoreRestore(), "how it is brought back")
    self = backup
  }
}

extension StoreRestore: SpecObject {
  static let what = "a restore"

  init?(_ reader: inout SpecReader) {
    self.init()
    detect = reader.optional(
      "detect", .duration, default: detect, "until somebody knows; 1m by default")
    decide = reader.optional(
      "decide", .duration, default: decide, "until the restore is ordered; 2m by default")
    provision = reader.optional(
      "provision", .duration, default: provision,
      "until a drill's scratch target is there; 30s by default")
    rate = reader.optional("rate", .size, default: rate, "bytes a second back; 95Mi by default")
    replay = reader.optional(
      "replay", .size, default: replay, "bytes of log a second; 50Mi by default")
    start = reader.optional(
      "start", .duration, default: start, "until the software serves; 30s by default")
    reconnect = reader.optional(
      "reconnect", .duration, default: reconnect, "until clients are back; 10s by default")
  }
}
