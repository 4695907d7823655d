import Cluster
package import Manifests
import Mesh
import SimulationKernel
import Traffic
import struct Workload.Workload
import Workload

package func harness(_ requests: Double, services: [(String, Double, Int, Int, Double, [[Int]])]) {
  var spec = ClusterSpec()
  spec.zones = ["a"]
  spec.nodes = [NodeSpec(name: "n1", labels: StringMap([("topology.kubernetes.io/zone","a")]), capacity: PodResources(cpuMilli: 64_000, memory: 1 << 40))]
  let collector = DiagnosticCollector(lenient: false)
  var bound: [BoundModel] = []
  let span = SourceSpan.unknown
  for (i, s) in services.enumerated() {
    var template = PodTemplate()
    template.labels = StringMap([("app", s.0)])
    spec.workloads.append(WorkloadSpec(kind: .deployment, name: s.0, namespace: "d", replicas: s.2, template: template))
    spec.services.append(ServiceSpec(name: s.0, namespace: "d", selector: StringMap([("app", s.0)])))
    let mu = s.1 / 1e3
    var steps: [Step] = [.wait(.lognormal(median: mu * 0.8824969, sigma: 0.5))]
    for stage in s.5 {
      let calls = stage.map { c in Step.call(CallStep(service: ServiceReference(name: services[c].0, namespace: "d", span: span), endpoint: "e", endpointSpan: span, settings: CallSettings(timeout: SimDuration(seconds: services[c].4/1e3), retries: 1), isOptional: false)) }
      steps.append(calls.count == 1 ? calls[0] : .parallel(calls))
    }
    let m = ServiceModel(name: s.0, span: span, namespace: "d", system: s.0, workload: WorkloadReference(kind: "deployment", namespace: "d", name: s.0, span: span), service: nil, serviceSpan: span, container: nil, containerSpan: span, workers: s.3, queue: nil, threads: nil, startup: nil, warmUp: nil, memory: MemoryModel(baseBytes: 0, perRequestBytes: 0), background: nil, balancer: nil, clients: .unset, pools: [], consumers: [], endpoints: [EndpointModel(name: "e", span: span, failure: 0.001, streams: false, request: .constant(0), response: .constant(0), steps: steps)], source: .given)
    bound.append(BoundModel(model: m, workload: i))
  }
  var cluster = Cluster(spec, seed: 42)
  for i in services.indices { cluster.setSoftware(workload: i, room: .workload) }
  var laws = SamplerBank()
  let net = laws.compile(.lognormal(median: 150e-6, sigma: 0.4))
  var mesh = Mesh(network: Network(zoneCount: 1, nodeCount: 1, sameNode: net, between: [net]), laws: laws, services: services.map { _ in (BalancerSpec(policy: .powerOfTwoChoices, hasSharedView: true, drawsWithReplacement: false), false) })
  var directory = Directory()
  for (i, s) in services.enumerated() { directory.add(.init(namespace: "d", name: s.0, operation: "e", service: i, number: i, policy: CallPolicy(timeout: .seconds(30)))) }
  let compiled = ModelCompiler(bound, workloadCount: services.count, directory: directory, diagnostics: collector).compile(routes: &mesh)
  let workload = Workload(compiled, seed: 42)
  let route = mesh.route(to: 0, operation: 0, policy: CallPolicy(timeout: .milliseconds(500), retries: 1), edge: net)
  var jc = JourneyCompiler(diagnostics: collector)
  jc.add(Journey(name: "j", span: span, namespace: "d", latency: .constant(0), isSession: false, steps: [.request(RequestStep(span: span, host: nil, hostSpan: span, path: "/", method: "GET", headers: StringMap(), service: ServiceReference(name: "gw", namespace: "d", span: span), endpoint: "e", endpointSpan: span, timeout: .milliseconds(500)))], measures: [], business: [], voice: nil), routes: [route])
  var traffic = Traffic(jc)
  traffic.add(LoadSpec(name: "l", span: span, journey: "j", journeySpan: span, startTime: .zero, gracefulStop: .zero, arrival: .poisson, executor: .constantArrivalRate(ConstantArrivalRate(rate: 1000, timeUnit: .seconds(1), duration: SimDuration(seconds: requests / 1000), users: VUAllocation(preAllocated: nil, limit: nil)))), scale: 1, seed: 42)
  var simulation = Simulation(seed: 42)
  cluster.start(in: &simulation)
  for i in services.indices { mesh.learnEndpoints(of: i, from: cluster) }
  traffic.start(in: &simulation)
  var world = World(cluster: cluster, mesh: mesh, workload: workload, traffic: traffic)
  var t = 0.0
  let end = requests / 1000 + 1
  while t < end { t += 1; simulation.run(&world, through: SimTime(seconds: t)) }
  let c = world.traffic.counters(ofJourney: 0)
  let h = world.traffic.durations(ofJourney: 0)
  print("events", simulation.handledCount, "ev/req", Double(simulation.handledCount) / Double(c.answered), "mean", h.mean / 1e6, "p50", h.quantile(0.5)/1e6, "p99", h.quantile(0.99) / 1e6, "failed", c.failedRequests, simulation.digest, "collector", collector.hasErrors)
}
