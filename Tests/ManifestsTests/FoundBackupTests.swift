import Manifests
import SimulationKernel
import Testing

@Suite("Backups that manifests declare")
struct FoundBackupTests {
  private static func found(_ text: String, models: String) -> [FoundBackup] {
    let read = ReadText(text + "\n---\n" + models)
    var given = PlatformModels()
    let objects = given.take(read.documents, sources: read.sources, read.collector)
    let set = ManifestSet.decode(objects, read.collector)
    let backups = FoundBackups(set, stores: given.stores)
    return given.stores.map { backups.backup(of: $0) }
  }

  private static func store(
    _ name: String, _ engine: String, _ workload: String, more: String = ""
  ) -> String {
    """
    apiVersion: vhsim.dev/v1alpha1
    kind: StoreModel
    metadata: {name: \(name), namespace: data}
    spec:
      engine: \(engine)
      workload: \(workload)
      operations:
        put: {kind: write, cpu: 1ms}
    \(more)
    """
  }

  private static func cluster(_ backup: String) -> String {
    """
    apiVersion: postgresql.cnpg.io/v1
    kind: Cluster
    metadata: {name: pg, namespace: data}
    spec:
      instances: 3
      postgresql: {parameters: {archive_timeout: 2min}}
      storage: {size: 1Gi}
    \(backup)
    """
  }

  private static let place = """
      backup:
        retentionPolicy: 2w
        barmanObjectStore:
          destinationPath: s3://backups/
          endpointURL: http://minio.data.svc.cluster.local:9000
    """

  private static let scheduled = """
    apiVersion: postgresql.cnpg.io/v1
    kind: ScheduledBackup
    metadata: {name: nightly, namespace: data}
    spec:
      schedule: "30 0 2 * * *"
      immediate: true
      cluster: {name: pg}
    """

  private static let database = store("db", "postgresql", "cluster.postgresql.cnpg.io/pg")
  private static let objects = store("minio", "minio", "statefulset/minio")

  @Test("CloudNativePG's objects say when, where to, and for how long")
  func scheduledBackup() {
    let found = Self.found(
      Self.cluster(Self.place) + "\n---\n" + Self.scheduled,
      models: Self.database + "\n---\n" + Self.objects)
    #expect(found.count == 2)
    let backup = found[0]
    #expect(backup.rule?.schedules.map(\.text) == ["30 0 2 * * *"])
    #expect(backup.rule?.isImmediate == true && backup.rule?.every == nil)
    #expect(backup.rule?.archive == .minutes(2))
    #expect(backup.rule?.retain == .minutes(14 * 24 * 60))
    #expect(backup.destination == 1 && backup.origin == "nightly")
    #expect(found[1].rule == nil)
  }

  @Test("A cluster with a place for backups that nobody makes has none")
  func nobody() {
    let found = Self.found(Self.cluster(Self.place), models: Self.database)
    #expect(found[0].rule?.schedules.isEmpty == true && found[0].rule?.isImmediate == false)
    #expect(found[0].findings.contains { $0.contains("no ScheduledBackup") })
    #expect(found[0].destination == nil, "the object store is none of the platform's")
    let without = Self.found(Self.cluster(""), models: Self.database)
    #expect(without[0].rule == nil && without[0].findings.isEmpty)
  }

  @Test("A suspended schedule makes none, an order makes one at once")
  func orders() {
    let suspended = Self.scheduled.replacing("immediate: true", with: "suspend: true")
    let stopped = Self.found(
      Self.cluster(Self.place) + "\n---\n" + suspended, models: Self.database)
    #expect(stopped[0].rule?.isSuspended == true)
    let order = """
      apiVersion: postgresql.cnpg.io/v1
      kind: Backup
      metadata: {name: now, namespace: data}
      spec: {cluster: {name: pg}}
      """
    let ordered = Self.found(Self.cluster(Self.place) + "\n---\n" + order, models: Self.database)
    #expect(ordered[0].rule?.isImmediate == true && ordered[0].origin == "now")
  }

  @Test(
    "Barman's plugin copies to its ObjectStore, and the log where it archives it",
    arguments: [true, false])
  func plugin(archives: Bool) {
    let cluster = Self.cluster(
      """
        plugins:
          - {name: other.example.com, parameters: {barmanObjectName: elsewhere}}
          - name: barman-cloud.cloudnative-pg.io
            isWALArchiver: \(archives)
            parameters: {barmanObjectName: store}
      """)
    let store = """
      apiVersion: barmancloud.cnpg.io/v1
      kind: ObjectStore
      metadata: {name: store, namespace: data}
      spec:
        retentionPolicy: 1m
        configuration:
          destinationPath: s3://backups/
          endpointURL: http://minio:9000
      """
    let scheduled = Self.scheduled.replacing(
      "immediate: true",
      with: "method: plugin\n  pluginConfiguration: {name: barman-cloud.cloudnative-pg.io}")
    let found = Self.found(
      [cluster, store, scheduled].joined(separator: "\n---\n"),
      models: Self.database + "\n---\n" + Self.objects)
    #expect(found[0].rule?.schedules.map(\.text) == ["30 0 2 * * *"])
    #expect(found[0].rule?.archive == (archives ? .minutes(2) : nil))
    #expect(found[0].rule?.retain == .minutes(31 * 24 * 60))
    #expect(found[0].destination == 1 && found[0].origin == "nightly")
    let off = Self.found(
      cluster.replacing("isWALArchiver: \(archives)", with: "enabled: false"),
      models: Self.database)
    #expect(off[0].rule == nil)
  }

  @Test("Snapshots are there at once")
  func snapshots() {
    let snapshot = Self.scheduled.replacing(
      "immediate: true", with: "method: volumeSnapshot")
    let copied = Self.found(
      Self.cluster(Self.place) + "\n---\n" + Self.scheduled, models: Self.database)
    let found = Self.found(Self.cluster(Self.place) + "\n---\n" + snapshot, models: Self.database)
    #expect((found[0].rule?.rate ?? 0) > 1_000 * (copied[0].rule?.rate ?? 0))
  }

  @Test("The model's own words count before the manifests'")
  func model() {
    let written = Self.store(
      "db", "postgresql", "cluster.postgresql.cnpg.io/pg",
      more: "  backup: {every: 1h, keep: 3, archive: 10s}")
    let text = Self.cluster(Self.place) + "\n---\n" + Self.scheduled
    let found = Self.found(text, models: written)
    #expect(found[0].rule?.every == .minutes(60) && found[0].rule?.schedules.isEmpty == true)
    #expect(found[0].rule?.archive == .seconds(10) && found[0].rule?.keep == 3)
    let figures = Self.store(
      "db", "postgresql", "cluster.postgresql.cnpg.io/pg", more: "  backup: {remote: true}")
    let merged = Self.found(text, models: figures)
    #expect(merged[0].rule?.isRemote == true && merged[0].rule?.schedules.count == 1)
  }

  private static func job(_ command: String, namespace: String = "data") -> String {
    """
    apiVersion: batch/v1
    kind: CronJob
    metadata: {name: copy, namespace: \(namespace)}
    spec:
      schedule: "*/5 * * * *"
      jobTemplate:
        spec:
          template:
            spec:
              restartPolicy: Never
              containers:
                - name: copy
                  image: tool:1
                  command: [/bin/sh, -c, "\(command)"]
    """
  }

  @Test(
    "CronJobs whose pods copy a store's data make its backups",
    arguments: [
      ("redis", "redis-cli -h cache --rdb /backup/dump.rdb"),
      ("elasticsearch", "curl -X PUT http://cache:9200/_snapshot/minio/a"),
      ("nats", "nats --server cache stream backup orders /backup"),
      ("etcd", "etcdctl --endpoints cache:2379 snapshot save /backup/db"),
    ])
  func jobs(engine: String, command: String) {
    let model = Self.store("cache", engine, "statefulset/cache")
    let found = Self.found(Self.job(command), models: model)
    #expect(found[0].jobs.map(\.name) == ["copy"] && found[0].jobs[0].namespace == "data")
    #expect(found[0].rule != nil)
    let other = Self.found(Self.job("echo hello"), models: model)
    #expect(other[0].jobs.isEmpty && other[0].rule == nil)
    let far = Self.found(
      Self.job(command.replacing("cache", with: "else"), namespace: "far"), models: model)
    #expect(far[0].jobs.isEmpty)
  }

  @Test("The object store that a Job's pods write to holds the backups")
  func destination() {
    let command = "redis-cli -h cache --rdb /d && mc alias set s http://minio:9000 && mc cp /d s/b"
    let found = Self.found(
      Self.job(command),
      models: Self.store("cache", "redis", "statefulset/cache") + "\n---\n" + Self.objects)
    #expect(found[0].destination == 1 && found[1].jobs.isEmpty)
  }
}
