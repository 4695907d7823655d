import Foundation
import Metrics
import SimulationKernel
import Testing
import Twin

/// Jobs whose software a model describes: they end as those without one do, once it has started.
@Suite("Models of Jobs")
struct JobModelTests {
  private static let pod = """
    spec:
          restartPolicy: OnFailure
          containers:
          - name: app
            image: registry.k8s.io/pause:3.10
            resources: {requests: {cpu: 100m, memory: 64Mi}}
    """

  private static func model(of workload: String, startup: String) -> String {
    """
    apiVersion: vhsim.dev/v1alpha1
    kind: ServiceModel
    metadata: {name: task, namespace: default}
    spec:
      workload: \(workload)
      startup: {time: constant(\(startup))}
      endpoints: {serve: {steps: []}}
    """
  }

  private static func laboratory(
    _ document: String, _ model: String?, duration: String, faults: String = "[]"
  ) throws -> Laboratory {
    try Laboratory(
      load: "executor: constant-arrival-rate, journey: customer, rate: 1", duration: duration,
      warmUp: "0s", services: [Server(steps: [])],
      documents: [document] + (model.map { [$0] } ?? []),
      faults: faults, start: "cold")
  }

  /// The time from the last start of the Job's container to the Job's completion.
  private static func work(
    modelled: Bool, faults: String = "[]"
  ) throws -> Double {
    let job = """
      apiVersion: batch/v1
      kind: Job
      metadata: {name: task, namespace: default}
      spec:
        template:
          \(pod)
      """
    let events = try laboratory(
      job, modelled ? model(of: "job/task", startup: "10s") : nil, duration: "180s", faults: faults
    ).run(seed: 1).rows.events
    let start = try #require(events.last { $0.message == "Started container app" })
    let end = try #require(events.last { $0.reason == "Completed" })
    return (end.time - start.time).seconds
  }

  @Test("A Job ends after its software's start and the work that it would do without a model")
  func completion() throws {
    let (plain, modelled) = (try Self.work(modelled: false), try Self.work(modelled: true))
    // The kubelet and the Job controller see ends at their own times, up to some two seconds late.
    #expect(abs(modelled - plain - 10) < 2, "\(plain) \(modelled)")
  }

  @Test("A Job that is killed at its work works anew")
  func killed() throws {
    let kill = "[{name: kill, at: 30s, processKill: {mode: all, workload: default/task}}]"
    let (plain, modelled) = (
      try Self.work(modelled: true), try Self.work(modelled: true, faults: kill)
    )
    #expect(abs(modelled - plain) < 2, "\(plain) \(modelled)")
  }

  @Test("A CronJob's model is that of its Jobs")
  func cron() throws {
    let cron = """
      apiVersion: batch/v1
      kind: CronJob
      metadata: {name: task, namespace: default}
      spec:
        schedule: "*/1 * * * *"
        jobTemplate:
          spec:
            template:
              \(Self.pod.replacingOccurrences(of: "\n", with: "\n    "))
      """
    let events = try Self.laboratory(
      cron, Self.model(of: "cronjob/task", startup: "20s"), duration: "300s"
    ).run(seed: 1).rows.events
    let starts = events.filter { $0.message == "Started container app" }.map(\.time)
    let ends = events.filter { $0.reason == "Completed" }.map(\.time)
    #expect(starts.count >= 4 && ends.count >= 3)
    for (start, end) in zip(starts, ends) { #expect(end - start >= .seconds(50)) }
  }
}
