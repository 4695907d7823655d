import Cluster
import SimulationKernel
import Testing

/// Target ports by name, which each pod has or has not (pkg/api/v1/pod FindPort).
@Suite("Named ports")
struct NamedPortTests {
  private static func pod(_ name: String, _ ports: String, more: String = "") -> String {
    """
    apiVersion: v1
    kind: Pod
    metadata: {name: \(name), labels: {app: web}}
    spec:
      containers: [{name: main, image: web, ports: [\(ports)]}]
      \(more)
    ---

    """
  }

  @Test("A Service leads to the pods that have its port, a headless one to all")
  func endpoints() throws {
    var simulation = Simulation(seed: 1)
    var world = try ClusterWorld.started(
      Self.pod("with", "{name: http, containerPort: 80}")
        + Self.pod("without", "{name: web, containerPort: 80}")
        + Self.pod("datagrams", "{name: http, containerPort: 80, protocol: UDP}")
        + Self.pod(
          "early", "",
          more: "initContainers: [{name: a, image: a, ports: [{name: http, containerPort: 80}]}]")
        + Self.pod(
          "beside", "",
          more: "initContainers: [{name: a, image: a, restartPolicy: Always, "
            + "ports: [{name: http, containerPort: 80}]}]") + """
          apiVersion: v1
          kind: Service
          metadata: {name: web}
          spec: {selector: {app: web}, ports: [{port: 80, targetPort: http}]}
          ---
          apiVersion: v1
          kind: Service
          metadata: {name: all}
          spec: {clusterIP: None, selector: {app: web}, ports: [{port: 80, targetPort: http}]}
          """, in: &simulation)
    simulation.run(&world, through: SimTime(seconds: 120))
    let names = world.cluster.services.map { service in
      service.endpoints.map { world.cluster.name(of: $0) }.sorted()
    }
    #expect(names[0] == ["beside", "with"])
    #expect(names[1] == ["beside", "datagrams", "early", "with", "without"])
  }
}
