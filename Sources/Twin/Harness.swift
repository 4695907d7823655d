import Cluster
import Manifests
import Mesh
import SimulationKernel
import Traffic
import struct Workload.Workload
import Workload

package func harness(_ path: String, _ requests: Double) {
  let sources = SourceMap()
  let collector = DiagnosticCollector(lenient: false)
  guard let loaded = ScenarioFile.load(path: path, sources: sources, diagnostics: collector) else { print(collector.diagnostics.rendered(sources: sources, color: false)); return }
  let set = ManifestSet.decode(loaded.objects, collector)
  print(collector.diagnostics.rendered(sources: sources, color: false))
  var spec = ClusterSpec()
  spec.zones = ["a"]
  spec.nodes = [NodeSpec(name: "n1", labels: StringMap([("topology.kubernetes.io/zone","a")]), capacity: PodResources(cpuMilli: 64_000, memory: 1 << 40))]
  let services = loaded.models.services
  var bound: [BoundModel] = []
  for (i, m) in services.enumerated() {
    var template = PodTemplate()
    template.labels = StringMap([("app", m.name)])
    var w = WorkloadSpec(kind: .deployment, name: m.name, namespace: "bench", template: template)
    w.replicas = set.deployments.first { $0.metadata.name == m.name }.map { Int($0.spec.replicas) } ?? 1
    spec.workloads.append(w)
    spec.services.append(ServiceSpec(name: m.name, namespace: "bench", selector: StringMap([("app", m.name)])))
    bound.append(BoundModel(model: m, workload: i))
  }
  var cluster = Cluster(spec, seed: 42)
  for i in services.indices { cluster.setSoftware(workload: i, room: .workload) }
  var laws = SamplerBank()
  let net = laws.compile(loaded.models.cluster!.network.sameNode)
  var mesh = Mesh(network: Network(zoneCount: 1, nodeCount: 1, sameNode: net, between: [net]), laws: laws, services: services.map { _ in (BalancerSpec(policy: .powerOfTwoChoices, hasSharedView: true, drawsWithReplacement: false), false) })
  var directory = Directory()
  for (i, s) in services.enumerated() { directory.add(.init(namespace: "bench", name: s.name, operation: "handle", service: i, number: i, policy: CallPolicy(timeout: .seconds(30)))) }
  let compiled = ModelCompiler(bound, workloadCount: services.count, directory: directory, diagnostics: collector).compile(routes: &mesh)
  let workload = Workload(compiled, seed: 42)
  let route = mesh.route(to: 0, operation: 0, policy: CallPolicy(timeout: .milliseconds(500), retries: 1), edge: net)
  var jc = JourneyCompiler(diagnostics: collector)
  jc.add(loaded.models.journeys[0], routes: [route])
  var traffic = Traffic(jc)
  for l in loaded.scenario.load { traffic.add(l, scale: 1, seed: 42) }
  var simulation = Simulation(seed: 42)
  cluster.start(in: &simulation)
  for i in services.indices { mesh.learnEndpoints(of: i, from: cluster) }
  traffic.start(in: &simulation)
  print(collector.diagnostics.rendered(sources: sources, color: false))
  var world = World(cluster: cluster, mesh: mesh, workload: workload, traffic: traffic)
  var t = 0.0
  let end = requests / 1000
  while t < end { t += 1; simulation.run(&world, through: SimTime(seconds: t)) }
  let c = world.traffic.counters(ofJourney: 0)
  let h = world.traffic.durations(ofJourney: 0)
  print("events", simulation.handledCount, "ev/req", Double(simulation.handledCount) / Double(c.answered), "mean", h.mean / 1e6, "p50", h.quantile(0.5)/1e6, "p99", h.quantile(0.99) / 1e6, "failed", c.failedRequests, simulation.digest, "collector", collector.hasErrors)
}
