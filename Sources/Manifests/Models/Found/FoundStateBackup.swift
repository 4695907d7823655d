package import SimulationKernel

/// How the manifests say that what the cluster's API holds is backed up: by Velero's objects, or by
/// CronJobs whose pods save a snapshot of etcd or ask Velero.
package struct FoundStateBackup: Sendable {
  /// What is done.
  package let rule: StoreBackup
  /// After which a backup is deleted; nil where none is.
  package let lifetime: SimDuration?
  /// The CronJobs that make the backups.
  package let jobs: [FoundBackup.Job]
  /// The name of the object that declares them, for events.
  package let origin: String
  /// The store that holds the backups, by its place among the platform's stores; nil for a
  /// destination outside the platform, which outlives it.
  package let destination: Int?
  /// Whether it is a snapshot of etcd, which comes back whole, and not object by object.
  package let isSnapshot: Bool
  /// What was found, in a sentence.
  package let finding: String
}

extension FoundBackups {
  /// What a Job's command line shows that it saves what the API holds.
  private static let stateMarks = ["etcdctl snapshot save", "velero backup create"]

  /// How what the API holds is backed up; nil where nothing does.
  package var state: FoundStateBackup? { velero ?? stateJobs }

  private var velero: FoundStateBackup? {
    let schedules = manifests.veleroSchedules
    let orders = manifests.veleroBackups
    let templates = schedules.map(\.template) + orders.map(\.template)
    guard let origin = schedules.first?.metadata ?? orders.first?.metadata else { return nil }
    var rule = StoreBackup()
    let active = schedules.filter { !$0.paused }
    rule.schedules = active.map(\.schedule)
    rule.isImmediate = !orders.isEmpty
    rule.isSuspended = active.isEmpty && orders.isEmpty
    rule.keep = .max
    let named = templates.first?.storageLocation
    let location =
      manifests.backupStorageLocations.first { $0.metadata.name == named ?? "default" }
      ?? manifests.backupStorageLocations.first { $0.isDefault }
    let hosts = location?.config["s3Url"].map { BackupTool.hosts(in: $0) } ?? []
    let destination = holder(of: hosts, seenFrom: location?.metadata.namespace ?? "velero")
    rule.isRemote = destination == nil
    let names = active.map { "\($0.metadata.name) (\($0.schedule.text))" }
    return FoundStateBackup(
      rule: rule, lifetime: templates.map(\.lifetime).min(), jobs: [], origin: origin.name,
      destination: destination, isSnapshot: false,
      finding: "the objects of the API are backed up by Velero: "
        + (names + orders.map(\.metadata.name)).joined(separator: ", "))
  }

  private var stateJobs: FoundStateBackup? {
    let hasOwnEtcd = stores.contains { $0.engine == .etcd }
    let jobs = candidates.filter { candidate in
      Self.stateMarks.contains { mark in
        let words = mark.split(separator: " ")
        let isThere = words.allSatisfy { candidate.text.contains($0) }
        return isThere && !(hasOwnEtcd && words.first == "etcdctl")
      }
    }
    guard let first = jobs.first else { return nil }
    var rule = StoreBackup()
    rule.keep = .max
    let destination = holder(
      of: jobs.flatMap { BackupTool.hosts(in: $0.text) }, seenFrom: first.namespace)
    rule.isRemote = destination == nil
    return FoundStateBackup(
      rule: rule, lifetime: nil,
      jobs: jobs.map { FoundBackup.Job(namespace: $0.namespace, name: $0.job.metadata.name) },
      origin: first.job.metadata.name, destination: destination,
      isSnapshot: first.text.contains("etcdctl"),
      finding: "what the API holds is backed up by the pods of CronJob "
        + "\(first.job.metadata.name) (\(first.job.schedule.text))")
  }
}
