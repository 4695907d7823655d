import SimulationKernel

/// How the manifests and the model say that a store is backed up.
package struct FoundBackup: Sendable {
  /// A CronJob whose pods make the backups.
  package struct Job: Equatable, Sendable {
    /// Its namespace.
    package let namespace: String
    /// Its name.
    package let name: String
  }

  /// What is done; nil where nothing is.
  package internal(set) var rule: StoreBackup?
  /// The CronJobs that make the backups.
  package internal(set) var jobs: [Job] = []
  /// The name of the object that declares them, for events.
  package internal(set) var origin: String?
  /// The store that holds the backups, by its place among the platform's stores; nil for a
  /// destination outside the platform.
  package internal(set) var destination: Int?
  /// What was found, in sentences.
  package internal(set) var findings: [String] = []

  /// A store that nothing backs up.
  package init() {}
}

/// The backups that a platform's manifests declare: CloudNativePG's objects, and CronJobs whose
/// pods copy a store's data.
package struct FoundBackups: Sendable {
  struct Candidate: Sendable {
    let job: CronJob
    let namespace: String
    let text: String
  }

  let manifests: ManifestSet
  let stores: [StoreModel]
  let candidates: [Candidate]

  /// Takes a platform's objects and its stores.
  package init(_ manifests: ManifestSet, stores: [StoreModel]) {
    self.manifests = manifests
    self.stores = stores
    let reader = ConfigurationReader(manifests)
    candidates = manifests.cronJobs.map { job in
      let template = job.jobTemplate.spec.template
      let workload = manifests.workload("cronjob", job.metadata, template, job.span)
        .withInitContainers
      let text = reader.texts(of: workload).map(\.text).joined(separator: "\n")
      return Candidate(job: job, namespace: workload.namespace, text: text)
    }
  }

  /// How a store is backed up: what its model writes counts before what the manifests declare.
  package func backup(of model: StoreModel) -> FoundBackup {
    var found = FoundBackup()
    let declared = StoreBackup()
    declare(by: model, &found, declared)
    addJobs(of: model, &found, declared)
    guard var rule = found.rule else {
      found.rule = model.backup
      return found
    }
    if let written = model.backup {
      let manifest = rule
      rule = written
      if written.every == nil {
        rule.schedules = manifest.schedules
        rule.isImmediate = written.isImmediate || manifest.isImmediate
        rule.isSuspended = written.isSuspended || manifest.isSuspended
      } else {
        found.jobs = []
      }
      rule.archive = written.archive ?? manifest.archive
      rule.retain = written.retain ?? manifest.retain
    }
    found.rule = rule
    return found
  }

  /// CloudNativePG: the cluster says where backups go and how long they stay, ScheduledBackup and
  /// Backup objects when they are made.
  private func declare(
    by model: StoreModel, _ found: inout FoundBackup, _ empty: StoreBackup
  ) {
    let cluster = manifests.postgresClusters.first {
      $0.metadata.name == model.workload.name
        && ($0.metadata.namespace ?? "default") == model.workload.namespace ?? model.namespace
    }
    guard model.engine == .postgresql, let cluster,
      let place = PostgresBackupPlace(of: cluster, among: manifests)
    else { return }
    var rule = empty
    func isOfCluster(_ metadata: ObjectMeta, _ name: String) -> Bool {
      name == cluster.metadata.name && metadata.namespace == cluster.metadata.namespace
    }
    let scheduled = manifests.scheduledBackups.filter { isOfCluster($0.metadata, $0.cluster.name) }
    let ordered = manifests.postgresBackups.filter { isOfCluster($0.metadata, $0.cluster.name) }
    rule.schedules = scheduled.filter { !$0.suspend }.map(\.schedule.schedule)
    rule.isImmediate = scheduled.contains { $0.immediate && !$0.suspend } || !ordered.isEmpty
    rule.isSuspended = !scheduled.isEmpty && scheduled.allSatisfy(\.suspend) && ordered.isEmpty
    rule.retain = place.retentionPolicy.flatMap { Self.window($0) }
    rule.keep = .max
    let methods = scheduled.map(\.method) + ordered.map(\.method)
    // A snapshot is the storage's own copy: it is there at once and takes nobody's bandwidth.
    if methods.contains("volumeSnapshot") { rule.rate = StoreBackup.snapshotRate }
    rule.archive = place.archiveDelay
    found.destination = place.store?.endpointURL.flatMap { url in
      holder(of: BackupTool.hosts(in: url), seenFrom: model)
    }
    found.rule = rule
    found.origin = scheduled.first?.metadata.name ?? ordered.first?.metadata.name
    let names =
      scheduled.map { "\($0.metadata.name) (\($0.schedule.schedule.text))" }
      + ordered.map(\.metadata.name)
    found.findings.append(
      names.isEmpty
        ? "\(model.name) has a place for backups, but no ScheduledBackup or Backup makes any"
        : "\(model.name) is backed up by \(names.joined(separator: ", "))")
  }

  /// A recovery window as Barman has it: days, weeks or months of 31 days.
  static func window(_ text: String) -> SimDuration? {
    guard let unit = text.last, let count = Int64(text.dropLast()) else { return nil }
    switch unit {
    case "d": return .minutes(count * 24 * 60)
    case "w": return .minutes(count * 7 * 24 * 60)
    case "m": return .minutes(count * 31 * 24 * 60)
    default: return nil
    }
  }

  private func addJobs(
    of model: StoreModel, _ found: inout FoundBackup, _ empty: StoreBackup
  ) {
    let jobs = candidates.filter { isBackup($0, of: model) }
    guard !jobs.isEmpty else { return }
    var rule = found.rule ?? empty
    rule.keep = .max
    found.rule = rule
    for candidate in jobs {
      let name = candidate.job.metadata.name
      found.jobs.append(FoundBackup.Job(namespace: candidate.namespace, name: name))
      found.origin = found.origin ?? name
      found.destination =
        found.destination ?? holder(of: BackupTool.hosts(in: candidate.text), seenFrom: model)
      let schedule = candidate.job.schedule.text
      found.findings.append(
        "\(model.name) is backed up by the pods of CronJob \(name) (\(schedule))")
    }
  }

  private func isBackup(_ candidate: Candidate, of model: StoreModel) -> Bool {
    let marks = BackupTool.marks(of: model.engine)
    guard marks.contains(where: { candidate.text.contains($0) }) else { return false }
    let isMentioned = BackupTool.names(in: candidate.text).contains {
      isName(String($0), of: model, seenFrom: candidate.namespace)
    }
    let others = stores.filter { $0.engine == model.engine }
    return isMentioned || (others.count == 1 && candidate.namespace == model.namespace)
  }

  /// Whether a host is one of a store's Services or its workload, as pods of a namespace call it.
  private func isName(_ host: String, of model: StoreModel, seenFrom namespace: String) -> Bool {
    let labels = host.split(separator: ".")
    guard let first = labels.first,
      (labels.count > 1 ? labels[1] : namespace[...]) == model.namespace
    else { return false }
    let services = [model.services.write, model.services.read].compactMap { $0?.name }
    return (services + [model.workload.name]).contains(String(first))
  }

  /// The object store among the platform's that one of some hosts is.
  private func holder(of hosts: [String], seenFrom model: StoreModel) -> Int? {
    holder(of: hosts, seenFrom: model.namespace).flatMap {
      stores[$0].name == model.name ? nil : $0
    }
  }

  /// The object store among the platform's that one of some hosts is, as a namespace calls it.
  func holder(of hosts: [String], seenFrom namespace: String) -> Int? {
    stores.firstIndex { store in
      store.engine == .minio && hosts.contains { isName($0, of: store, seenFrom: namespace) }
    }
  }
}

extension RunningWorkload {
  /// This with its pods' init containers among what they run, first.
  fileprivate var withInitContainers: RunningWorkload {
    var workload = self
    workload.containers = initContainers + containers
    workload.initContainers = []
    return workload
  }
}
