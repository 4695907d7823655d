import Metrics
import SimulationKernel
import Testing
import Twin

/// What the kubelet's probes make of software that takes its time to start.
@Suite("Stores that start under probes")
struct StoreStartTests {
  private static let service = """
    apiVersion: v1
    kind: Service
    metadata: {name: graph, namespace: default}
    spec: {selector: {app: graph}, ports: [{port: 7687}]}
    """

  private static let model = """
    apiVersion: vhsim.dev/v1alpha1
    kind: StoreModel
    metadata: {name: graph, namespace: default}
    spec:
      engine: neo4j
      workload: statefulset/graph
      services: {any: graph}
      settings: {startup: 15s}
      operations:
        put: {kind: write, cpu: 20us}
      client: {timeout: 1s}
    """

  /// One server, killed at 20 s, whose liveness probe gives up after three checks, 2 s apart.
  private static func run(_ further: String) throws -> RowKeeper {
    let server = """
      apiVersion: apps/v1
      kind: StatefulSet
      metadata: {name: graph, namespace: default}
      spec:
        replicas: 1
        serviceName: graph
        selector: {matchLabels: {app: graph}}
        template:
          metadata: {labels: {app: graph}}
          spec:
            containers:
              - name: server
                image: neo4j:5.24-enterprise
                ports: [{containerPort: 7687}]
                readinessProbe: {tcpSocket: {port: 7687}, periodSeconds: 1}
                livenessProbe: {tcpSocket: {port: 7687}, periodSeconds: 2}
                resources: {requests: {cpu: 100m, memory: 64Mi}}
      \(further)
      """
    return try Laboratory(
      load: "executor: constant-arrival-rate, journey: customer, rate: 20", duration: "120s",
      services: [Server(steps: ["write: graph/put"])], documents: [server, service, model],
      faults: "[{name: loss, at: 20s, processKill: {workload: default/graph}}]"
    ).run(seed: 1).rows
  }

  private static func killings(_ rows: RowKeeper) -> Int {
    rows.events.count { $0.reason == "Killing" && $0.name == "graph-0" }
  }

  @Test("A liveness probe with less patience than the start takes kills it again and again")
  func impatient() throws {
    let killings = Self.killings(try Self.run(""))
    #expect(killings >= 2, "\(killings)")
  }

  @Test("A startup probe holds it off until the software listens")
  func patient() throws {
    let probe = "startupProbe: {tcpSocket: {port: 7687}, periodSeconds: 1, failureThreshold: 60}"
    let rows = try Self.run("          " + probe)
    #expect(Self.killings(rows) == 0)
    let failover = try #require(rows.failovers.first)
    // The start and what the kubelet takes to begin it; nobody elects.
    #expect(failover.writeGap >= .seconds(15) && failover.writeGap < .seconds(18), "\(failover)")
  }
}
