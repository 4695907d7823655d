import Metrics
import SimulationKernel
import Testing
import Twin

/// Rolling restarts that an operator puts off because a pod is not well.
@Suite("Restarts that are put off")
struct PostponedRestartTests {
  private static let members = """
    apiVersion: apps/v1
    kind: StatefulSet
    metadata: {name: rows, namespace: default}
    spec:
      replicas: 3
      serviceName: rows
      podManagementPolicy: Parallel
      selector: {matchLabels: {app: rows}}
      template:
        metadata: {labels: {app: rows}}
        spec:
          containers:
            - name: server
              image: ghcr.io/zalando/spilo-16:3.3-p1
              resources: {requests: {cpu: 100m, memory: 64Mi}}
    """

  private static let service = """
    apiVersion: v1
    kind: Service
    metadata: {name: rows, namespace: default}
    spec: {selector: {app: rows, role: master}, ports: [{port: 5432}]}
    """

  private static func model(operator name: String) -> String {
    """
    apiVersion: vhsim.dev/v1alpha1
    kind: StoreModel
    metadata: {name: rows, namespace: default}
    spec:
      engine: postgresql
      workload: statefulset/rows
      services: {any: rows}
      settings: {operator: \(name)}
      operations:
        put: {kind: write, cpu: 20us}
      client: {timeout: 1s}
    """
  }

  /// When the restart was put off and when it stopped its first pod: it is asked for at 30 s, while
  /// both replicas die at each start from 20 s to 60 s.
  private static func times(operator name: String) throws -> (postponed: SimTime, began: SimTime) {
    let laboratory = try Laboratory(
      load: "executor: constant-arrival-rate, journey: customer, rate: 5", duration: "400s",
      services: [Server(steps: ["write: rows/put"])],
      documents: [members, service, model(operator: name)],
      changes: "[{at: 30s, restart: {workload: default/rows}}]",
      faults: "[{name: stop, at: 20s, duration: 40s, "
        + "processKill: {restart: false, mode: all, store: {system: rows, role: replica}}}]")
    let events = try laboratory.run(seed: 1).rows.events
    func first(_ reason: String) throws -> SimTime {
      try #require(
        events.first { $0.reason == reason && $0.name.hasPrefix("rows-") && $0.time.seconds >= 30 }
      ).time
    }
    return (try first("RestartPostponed"), try first("Killing"))
  }

  @Test("Zalando's operator looks again at its next repair, five minutes later")
  func zalando() throws {
    let times = try Self.times(operator: "zalando")
    #expect(times.postponed < SimTime(seconds: 32))
    let pause = times.began - times.postponed
    #expect(pause >= .minutes(5) && pause < .minutes(5) + .seconds(2), "\(pause)")
  }

  @Test("One that watches its pods goes on as soon as all are well")
  func watching() throws {
    let times = try Self.times(operator: "cnpg")
    #expect(times.postponed < SimTime(seconds: 32))
    // The last wait may have begun at the end of the fault: 40 s, up to 15 s more until the look.
    #expect(times.began > SimTime(seconds: 60) && times.began < SimTime(seconds: 130))
  }
}
