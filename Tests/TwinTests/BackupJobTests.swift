import Metrics
import SimulationKernel
import Testing
import Twin

/// Backups that the pods of a CronJob make.
@Suite("Backup Jobs")
struct BackupJobTests {
  /// A broker beside a CronJob that runs a command each minute, with a deadline.
  private static func rows(
    dataSize: String, deadline: Int, command: String = "nats stream backup tasks /backup",
    hasBroker: Bool = true
  ) throws -> RowKeeper {
    let job = """
      apiVersion: batch/v1
      kind: CronJob
      metadata: {name: copy, namespace: default}
      spec:
        schedule: "* * * * *"
        jobTemplate:
          spec:
            backoffLimit: 0
            activeDeadlineSeconds: \(deadline)
            template:
              spec:
                restartPolicy: Never
                containers:
                  - name: copy
                    image: registry.k8s.io/pause:3.10
                    command: [sh, -c, "\(command)"]
                    resources:
                      requests: {cpu: 100m, memory: 64Mi}
      """
    let laboratory = try Laboratory(
      load: "executor: constant-arrival-rate, journey: customer, rate: 5", duration: "220s",
      services: [Server(steps: [hasBroker ? "publish: nats/tasks" : "cpu: 1ms"])],
      stores: hasBroker
        ? [Broker(engine: "nats", replicas: 3, settings: ["settings: {dataSize: \(dataSize)}"])]
        : [],
      documents: [job])
    return try laboratory.run(seed: 1).rows
  }

  @Test("A pod makes the backup and ends with it")
  func made() throws {
    let rows = try Self.rows(dataSize: "950Mi", deadline: 50)
    let bases = rows.backups.filter { $0.kind == "base" }
    #expect(bases.count == 3 && bases.allSatisfy { $0.outcome == "completed" }, "\(bases)")
    for base in bases {
      // 950 MiB at 95 MiB a second, looked at ten times a second.
      let length = try #require(base.endedAt) - base.startedAt
      #expect(abs(length.seconds - 10) < 0.5, "\(length)")
    }
    let completions = rows.events.filter { $0.kind == "Job" && $0.reason == "Completed" }
    #expect(completions.count == 3, "\(completions)")
    #expect(rows.events.count { $0.kind == "Backup" && $0.reason == "Completed" } == 3)
    let ages = rows.samples(of: "vhsim_recovery_point_age_seconds")
    #expect(ages.contains { $0 > 55 } && ages.suffix(3).allSatisfy { $0 < 75 }, "\(ages)")
  }

  @Test("A CronJob's pods save what the API holds, and the age of that is shown")
  func state() throws {
    let rows = try Self.rows(
      dataSize: "1Mi", deadline: 50, command: "etcdctl snapshot save /backup/state.db")
    let bases = rows.backups.filter { $0.system == "kubernetes" }
    #expect(bases.count == 3 && bases.allSatisfy { $0.outcome == "completed" }, "\(bases)")
    for (minute, base) in bases.enumerated() {
      // Each begins with its pod, some seconds after the full minute.
      let delay = (base.startedAt - SimTime.zero).seconds - Double(minute + 1) * 60
      #expect((0...15).contains(delay), "\(delay)")
      // Four kibibytes an object: the broker's, the servers', the client's and the CronJob itself.
      #expect(base.bytes > 4096 && base.bytes % 4096 == 0, "\(base.bytes)")
    }
    #expect(rows.events.count { $0.kind == "Job" && $0.reason == "Completed" } == 3)
    #expect(rows.events.count { $0.kind == "Backup" && $0.reason == "Completed" } == 3)
  }

  @Test("What the API holds is saved on a platform without data systems too")
  func stateAlone() throws {
    let rows = try Self.rows(
      dataSize: "1Mi", deadline: 50, command: "etcdctl snapshot save /backup/state.db",
      hasBroker: false)
    #expect(rows.backups.count == 3, "\(rows.backups)")
    #expect(rows.backups.allSatisfy { $0.system == "kubernetes" && $0.outcome == "completed" })
  }

  @Test("A Job's deadline ends a backup that takes too long, and nothing is ever whole")
  func tooLong() throws {
    let rows = try Self.rows(dataSize: "9Gi", deadline: 20)
    #expect(rows.backups.count == 3 && rows.backups.allSatisfy { $0.outcome == "failed" })
    #expect(rows.backups.allSatisfy { $0.reason == "its Job's pod ended" })
    #expect(
      rows.events.contains {
        $0.kind == "Job" && $0.reason == "DeadlineExceeded" || $0.reason == "Failed"
      })
    let ages = rows.samples(of: "vhsim_recovery_point_age_seconds")
    #expect(ages.max().map { $0 > 200 } ?? false, "\(ages)")
  }
}
