import Foundation
import Manifests
import Mesh
import SimulationKernel
import Testing
import Traffic
import Workload

/// Users whose journey is to think, without a platform.
private struct Users: EventHandler, ~Copyable {
  var traffic: Traffic
  var mesh: Mesh
  var workload: Workload

  init(_ loaded: LoadedScenario, scale: Double) {
    var compiler = JourneyCompiler(diagnostics: DiagnosticCollector())
    for journey in loaded.models.journeys { compiler.add(journey, routes: []) }
    traffic = Traffic(compiler)
    for load in loaded.scenario.load {
      traffic.add(load, scale: scale, cut: loaded.scenario.cut(of: load), seed: 1)
    }
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
///
/// Each is a thought of one length, so that every count can be worked out by hand; where k6 has a
/// test of its own, numbers are that test's.
@Suite("Users")
struct UserTests {
  /// The counts at some times of a run, or after all of it.
  private func counters(
    _ load: String, thought: String = "1s", scale: Double = 1,
    at times: [SimDuration] = [.seconds(120)]
  ) throws -> [JourneyCounters] {
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
          - think: constant(\(thought))
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
    return times.map { time in
      simulation.run(&users, through: SimTime.zero + time)
      let now = users.traffic.counters(ofJourney: 0)
      #expect(now.active == users.traffic.iterationsUnderWay(ofJourney: 0), "at \(time)")
      return now
    }
  }

  /// The counts after all of a run.
  private func outcome(
    _ load: String, thought: String = "1s", scale: Double = 1
  ) throws -> JourneyCounters {
    try #require(try counters(load, thought: thought, scale: scale).last)
  }

  @Test("Executors that count iterations run exactly those")
  func countedIterations() throws {
    let own = try outcome("executor: per-vu-iterations, vus: 5, iterations: 3")
    #expect(own.started == 15 && own.finished == 15)
    let shared = try outcome("executor: shared-iterations, vus: 5, iterations: 17")
    #expect(shared.started == 17 && shared.finished == 17)
    #expect(own.dropped == 0 && shared.dropped == 0)
  }

  @Test("Iterations that were not begun by maxDuration are dropped, those under way finish")
  func leftAtMaxDuration() throws {
    // Two users begin at 0, 1, 2 and 3 s.
    let shared = try outcome(
      "executor: shared-iterations, vus: 2, iterations: 10, maxDuration: 3500ms")
    #expect(shared.started == 8 && shared.finished == 8 && shared.dropped == 2)
    // Three users begin at 0, 1 and 2 s.
    let own = try outcome(
      "executor: per-vu-iterations, vus: 3, iterations: 5, maxDuration: 2500ms")
    #expect(own.started == 9 && own.finished == 9 && own.dropped == 6)
  }

  @Test("Even arrivals of a constant rate begin at once, a gap apart")
  func evenSpacing() throws {
    let load = "executor: constant-arrival-rate, rate: 10, arrival: uniform"
    let times = (0..<20).map { SimDuration.milliseconds(50 + 100 * $0) }
    #expect(try counters(load, at: times).map(\.started) == Array(1...20))
    #expect(try outcome(load).started == 600)
    #expect(try outcome(load, scale: 2).started == 1_200)
  }

  @Test("Even arrivals of a ramping rate come when the rate's integral reaches their number")
  func evenRamp() throws {
    // From 0 to 20 a second within 10 s: t² by the time t.
    let load =
      "executor: ramping-arrival-rate, arrival: uniform, stages: [{target: 20, duration: 10s}]"
    let times = [0.5, 1.5, 2.5, 4.5, 7.5, 9.9]
    let started = try counters(load, at: times.map { .milliseconds(Int64($0 * 1_000)) })
      .map(\.started)
    #expect(started == times.map { UInt64($0 * $0) })
  }

  @Test("Recorded rates that go on beyond the load's end reach it on their own line")
  func recordedRates() throws {
    let file = FileManager.default.temporaryDirectory.appending(path: "rates-\(UUID()).csv")
    defer { try? FileManager.default.removeItem(at: file) }
    // The line through 10 a second at the start and 20 after 20 s is at 15 after 10 s: the area
    // under it is 125 then, and 120 under 12 a second before the first record.
    for (rows, expected) in [("0,10\n20,20\n", 125.0), ("60,12\n90,0\n", 120)] {
      try Data(rows.utf8).write(to: file)
      let load = "duration: 10s, arrival: uniform, shape: {csv: \(file.path())}"
      let started = try outcome(load, thought: "1ms").started
      #expect(abs(Double(started) - expected) <= 1, "\(rows): \(started)")
    }
  }

  @Test("Who finds every virtual user busy is dropped")
  func dropped() throws {
    // Each second two arrivals of ten find one of two users free.
    let users = try outcome(
      "executor: constant-arrival-rate, rate: 10, arrival: uniform, preAllocatedVUs: 2, maxVUs: 2",
      thought: "950ms")
    #expect(users.started == 120 && users.dropped == 480 && users.finished == 120)
  }

  @Test("Constant users begin again until the end, and finish after it")
  func constantUsers() throws {
    let load = "executor: constant-vus, vus: 4, duration: 10s"
    let users = try outcome(load, thought: "3s")
    #expect(users.started == 16 && users.finished == 16)
    let late = try counters(
      load + ", startTime: 20s", thought: "3s", at: [.milliseconds(19_999), .seconds(20)])
    #expect(late.map(\.started) == [0, 4])
  }

  @Test("Users ramp along the line: one more when it reaches them, one less when it has left them")
  func rampingSteps() throws {
    // k6: TestRampingVUsConfigExecutionPlanExample, by seconds.
    let planned: [UInt64] = [
      4, 5, 6, 5, 4, 3, 2, 1, 2, 3, 4, 5, 4, 3, 2, 1, 2, 3, 4, 4, 1, 1, 1, 0,
    ]
    let times = planned.indices.map { SimDuration.milliseconds(Int64($0) * 1_000 + 500) }
    let users = try counters(Self.plan, thought: "10ms", at: times)
    #expect(users.map(\.active) == planned)
  }

  private static let plan = """
    executor: ramping-vus, startVUs: 4, stages: [{target: 6, duration: 2s}, \
    {target: 1, duration: 5s}, {target: 5, duration: 4s}, {target: 1, duration: 4s}, \
    {target: 4, duration: 3s}, {target: 4, duration: 2s}, {target: 1, duration: 0s}, \
    {target: 1, duration: 3s}]
    """

  @Test(
    "Users who left have gracefulRampDown, unless they are called back, and the rest gracefulStop")
  func leavers() throws {
    // k6: the same test's steps of users who may still be at work, for endless iterations.
    let times = [32, 33, 41, 42, 49, 50, 52, 53].map { SimDuration.milliseconds($0 * 1_000 + 500) }
    let users = try counters(Self.plan, thought: "1000s", at: times)
    #expect(users.map(\.active) == [6, 5, 5, 4, 4, 1, 1, 0])
    #expect(users.last?.interrupted == 6 && users.last?.started == 6)
    // k6: TestRampingVUsHandleRemainingVUs.
    let two = try outcome(
      """
      executor: ramping-vus, startVUs: 0, gracefulRampDown: 30ms, gracefulStop: 50ms, \
      stages: [{target: 2, duration: 10ms}, {target: 0, duration: 40ms}]
      """, thought: "65ms")
    #expect(two.finished == 1 && two.interrupted == 1)
    // k6: TestRampingVUsGracefulRampDown.
    let patient = try outcome(
      """
      executor: ramping-vus, startVUs: 2, gracefulRampDown: 5s, gracefulStop: 5s, \
      stages: [{target: 2, duration: 1s}, {target: 0, duration: 1s}]
      """, thought: "2500ms")
    #expect(patient.finished == 2 && patient.interrupted == 0)
  }

  @Test("A ramp down takes one user after the other")
  func noWobble() throws {
    // k6: TestRampingVUsRampDownNoWobble, whose iterations sleep on when they are interrupted, for
    // which a gracefulStop stands here.
    let times =
      [SimDuration.milliseconds(100)]
      + (0..<60).map { .milliseconds(3_100 + 50 * $0) }
    let active = try counters(
      """
      executor: ramping-vus, startVUs: 0, gracefulRampDown: 1s, gracefulStop: 1s, \
      stages: [{target: 10, duration: 3s}, {target: 0, duration: 2s}]
      """, thought: "500ms", at: times
    ).map(\.active)
    var changes: [UInt64] = []
    for users in active where users != changes.last { changes.append(users) }
    #expect(changes == [0, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0])
  }

  @Test("Without time to finish, users are interrupted when they leave")
  func interrupted() throws {
    // k6: TestRampingVUsRun, whose 29 iterations are those begun: at 1 s two users leave in their
    // fourth, at the end three in their seventh.
    let users = try outcome(
      """
      executor: ramping-vus, startVUs: 5, gracefulRampDown: 0s, gracefulStop: 0s, \
      stages: [{target: 5, duration: 1s}, {target: 3, duration: 0s}, {target: 3, duration: 1s}]
      """, thought: "300ms")
    #expect(users.started == 29 && users.finished == 24 && users.interrupted == 5)
  }

  @Test(
    "What a load began has gracefulStop to end",
    arguments: [
      ("executor: constant-vus, vus: 1, duration: 1s", 1),
      ("executor: ramping-vus, startVUs: 1, stages: [{target: 1, duration: 1s}]", 1),
      ("executor: constant-arrival-rate, arrival: uniform, rate: 2, duration: 1s", 2),
      (
        "executor: ramping-arrival-rate, arrival: uniform, startRate: 1.5, "
          + "stages: [{target: 1.5, duration: 1s}]", 1
      ),
      ("executor: per-vu-iterations, vus: 2, maxDuration: 1s", 2),
      ("executor: shared-iterations, vus: 2, iterations: 4, maxDuration: 1s", 2),
    ])
  func gracefulStop(load: String, begun: UInt64) throws {
    // k6: TestRampingVUsGracefulStopWaits and TestRampingVUsGracefulStopStops.
    let waits = try outcome(load + ", gracefulStop: 1s", thought: "1200ms")
    #expect(waits.finished == begun && waits.interrupted == 0)
    let stops = try outcome(load + ", gracefulStop: 1s", thought: "2500ms")
    #expect(stops.finished == 0 && stops.interrupted == begun)
    #expect(stops.started == begun)
  }

  @Test("The scale multiplies numbers of users and what they share")
  func scaledUsers() throws {
    let constant = "executor: constant-vus, vus: 4, duration: 1s"
    #expect(try outcome(constant, thought: "1500ms", scale: 2.5).started == 10)
    #expect(try outcome(constant, thought: "1500ms", scale: 0.01).started == 1)
    let own = "executor: per-vu-iterations, vus: 5, iterations: 3"
    #expect(try outcome(own, scale: 2).started == 30)
    let shared = "executor: shared-iterations, vus: 5, iterations: 17"
    #expect(try outcome(shared, scale: 2).started == 34)
    let ramp = "executor: ramping-vus, startVUs: 0, stages: [{target: 3, duration: 3s}]"
    let times = [0.5, 1, 1.5, 2, 2.5, 3].map { SimDuration.milliseconds(Int64($0 * 1_000) - 1) }
    let users = try counters(ramp, thought: "100s", scale: 2, at: times)
    #expect(users.map(\.active) == [0, 1, 2, 3, 4, 5])
  }
}
