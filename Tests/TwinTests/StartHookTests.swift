import Metrics
import SimulationKernel
import Testing
import Twin

/// A postStart hook and the container's own command run at once.
@Suite("postStart hooks")
struct StartHookTests {
  private static func laboratory(_ server: Server, changes: String) throws -> Laboratory {
    try Laboratory(
      load: "executor: constant-arrival-rate, journey: customer, rate: 20", duration: "120s",
      services: [server], changes: changes)
  }

  private static func server(hook: Int, startup: Int) -> Server {
    Server(
      replicas: 0,
      pod: ["terminationGracePeriodSeconds: 60"],
      container: [
        "resources: {requests: {cpu: 100m, memory: 64Mi}}",
        "lifecycle: {postStart: {exec: {command: [sleep, \"\(hook)\"]}}}",
        "readinessProbe: {tcpSocket: {port: 8080}, periodSeconds: 1}",
      ],
      settings: ["startup: {time: constant(\(startup)s)}"], steps: [])
  }

  @Test("The software starts during the hook, and nobody probes it before the hook has ended")
  func start() throws {
    let rows = try Self.laboratory(
      Self.server(hook: 20, startup: 15),
      changes: "[{at: 20s, scale: {workload: default/server, replicas: 1}}]"
    ).run(seed: 1).rows
    let started = try #require(rows.events.first { $0.message == "Started container server" }).time
    let answered = rows.journeySeconds.map {
      $0.reduce(0) { $0 + Int($1.requests) - Int($1.failedRequests) }
    }
    let first = try #require(answered.firstIndex { $0 > 0 })
    // The kubelet sees the container within a second and probes it each second; Services follow
    // within two more.
    #expect(Double(first) >= started.seconds + 19, "\(first) \(started)")
    #expect(Double(first) <= started.seconds + 25, "\(first) \(started)")
    #expect(!rows.events.contains { $0.reason == "Unhealthy" })
  }

  @Test("A pod that is deleted during its hook ends with its software")
  func deletion() throws {
    let rows = try Self.laboratory(
      Self.server(hook: 100, startup: 2),
      changes: "[{at: 20s, scale: {workload: default/server, replicas: 1}}, "
        + "{at: 45s, scale: {workload: default/server, replicas: 0}}]"
    ).run(seed: 1).rows
    let running = rows.values(of: "kube_pod_status_phase", "Running", "default")
    #expect(running.contains { $0.time < SimTime(seconds: 45) && $0.value == 1 })
    // Its grace would last until 105 s.
    #expect(running.allSatisfy { $0.time < SimTime(seconds: 60) || $0.value == 0 })
  }
}
