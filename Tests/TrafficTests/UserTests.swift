import Manifests
import Mesh
import SimulationKernel
import Testing
import Traffic
import Workload

/// Users whose journey is to think for a second, without a platform.
private struct Users: EventHandler, ~Copyable {
  var traffic: Traffic
  var mesh: Mesh
  var workload: Workload

  init(_ loaded: LoadedScenario, scale: Double) {
    var compiler = JourneyCompiler(diagnostics: DiagnosticCollector())
    for journey in loaded.models.journeys { compiler.add(journey, routes: []) }
    traffic = Traffic(compiler)
    for load in loaded.scenario.load { traffic.add(load, scale: scale, seed: 1) }
    mesh = Mesh(
      network: Network(zoneCount: 1, sameNode: .zero, between: [.zero]), laws: SamplerBank(),
      services: [(balancer: .kubeProxy, isMeshed: false)])
    let nothing = ModelCompiler(
      [], workloadCount: 0, directory: Directory(), diagnostics: DiagnosticCollector()
    ).compile(routes: &mesh)
    workload = Workload(nothing, seed: 1)
  }

  mutating func handle(_ notice: Notice, in simulation: inout Simulation) {
    traffic.handle(notice, in: &simulation, mesh: &mesh, workload: &workload)
  }
}

/// Iterations of k6's executors, counted.
@Suite("Users")
struct UserTests {
  private func counters(_ load: String, scale: Double = 1) throws -> JourneyCounters {
    let text = """
      apiVersion: vhsim.dev/v1alpha1
      kind: Scenario
      metadata: {name: users}
      spec:
        duration: 60s
        load:
          users: {journey: thinker, \(load)}
      ---
      apiVersion: vhsim.dev/v1alpha1
      kind: Journey
      metadata: {name: thinker}
      spec:
        steps:
          - think: constant(1s)
      """
    let sources = SourceMap()
    let collector = DiagnosticCollector()
    let read = ScenarioFile.load(
      [UInt8](text.utf8), path: "users.yaml", sources: sources, diagnostics: collector)
    let problems = collector.diagnostics.rendered(sources: sources, color: false)
    let loaded = try #require(read, "\(problems)")
    var users = Users(loaded, scale: scale)
    var simulation = Simulation(seed: 1)
    users.traffic.start(in: &simulation)
    simulation.run(&users, through: SimTime.zero + .seconds(120))
    return users.traffic.counters(ofJourney: 0)
  }

  @Test("Executors that count iterations run exactly those")
  func countedIterations() throws {
    let own = try counters("executor: per-vu-iterations, vus: 5, iterations: 3")
    #expect(own.started == 15 && own.finished == 15)
    let shared = try counters("executor: shared-iterations, vus: 5, iterations: 17")
    #expect(shared.started == 17 && shared.finished == 17)
  }

  @Test("Even spacing brings exactly the rate, and twice that at twice the load")
  func evenSpacing() throws {
    let load = "executor: constant-arrival-rate, rate: 10, arrival: uniform"
    for (scale, expected) in [(1.0, 600), (2.0, 1_200)] {
      let started = Int(try counters(load, scale: scale).started)
      #expect(abs(started - expected) <= 1, "at \(scale)")
    }
  }

  @Test("Who finds every virtual user busy is dropped")
  func dropped() throws {
    let users = try counters(
      "executor: constant-arrival-rate, rate: 10, arrival: uniform, preAllocatedVUs: 2, maxVUs: 2")
    #expect(abs(Int(users.started + users.dropped) - 600) <= 1)
    #expect(users.started <= 2 * 61 && users.started >= 2 * 50)
    #expect(users.finished == users.started)
  }
}
