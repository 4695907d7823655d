import Metrics
import SimulationKernel
import Testing
import Twin

/// Backups that the pods of a CronJob make.
@Suite("Backup Jobs")
struct BackupJobTests {
  /// A broker that is copied each minute by Jobs with a deadline.
  private static func rows(dataSize: String, deadline: Int) throws -> RowKeeper {
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
                    command: [nats, stream, backup, tasks, /backup]
                    args: ["nats stream backup tasks /backup"]
                    resources:
                      requests: {cpu: 100m, memory: 64Mi}
      """
    let laboratory = try Laboratory(
      load: "executor: constant-arrival-rate, journey: customer, rate: 5", duration: "220s",
      services: [Server(steps: ["publish: nats/tasks"])],
      stores: [
        Broker(engine: "nats", replicas: 3, settings: ["settings: {dataSize: \(dataSize)}"])
      ],
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
