package import Manifests
package import Metrics
package import SimulationKernel
import Traffic

/// What one run is asked beside its platform.
package struct RunOptions: Sendable {
  /// The seed from which every stream derives.
  package var seed: UInt64
  /// Multiplies every rate.
  package var loadScale: Double
  /// Where to stop before the scenario's own end; nil runs it whole.
  package var until: SimDuration?
  /// Whether conservation laws are checked every simulated second.
  package var isParanoid: Bool

  /// Makes options.
  package init(
    seed: UInt64, loadScale: Double = 1, until: SimDuration? = nil, isParanoid: Bool = false
  ) {
    self.seed = seed
    self.loadScale = loadScale
    self.until = until
    self.isParanoid = isParanoid
  }
}

/// What the caller of a run sees of it while it goes on, and how it may stop it.
package protocol RunObserver {
  /// Called after each simulated second; says how the run ends now, or nil lets it go on.
  func reached(_ time: SimTime, events: UInt64) -> RunSummary.Status?
  /// Wall seconds since the run began, for the summary only.
  func wallSeconds() -> Double
}

/// One run of a platform: builds the world, moves it second by second, injects what the scenario
/// injects and hands what happened to a sink.
package struct TwinRun: ~Copyable {
  private let platform: Platform
  private let options: RunOptions
  private var simulation: Simulation
  private var world: World
  private var recorder: Recorder
  private var schedule: Interventions

  /// Builds a run, or nil when a name in the models leads nowhere.
  package init?(
    _ platform: Platform, options: RunOptions, sink: any RunSink,
    diagnostics: DiagnosticCollector
  ) {
    var simulation = Simulation(seed: options.seed)
    let builder = WorldBuilder(
      platform: platform, seed: options.seed,
      loadScale: options.loadScale * platform.scenario.loadScale, diagnostics: diagnostics)
    guard let world = builder.build(in: &simulation) else { return nil }
    self.platform = platform
    self.options = options
    self.simulation = simulation
    self.world = world
    recorder = Recorder(platform, sink: sink)
    schedule = Interventions(platform, seed: options.seed)
  }

  /// How many users are expected to arrive in a first part of the load's time, and in all of it.
  func expectedArrivals(until first: SimDuration, _ whole: SimDuration) -> (Double, Double) {
    (
      world.traffic.expectedArrivals(until: SimTime.zero + first),
      world.traffic.expectedArrivals(until: SimTime.zero + whole)
    )
  }

  /// Runs to the end and returns how it ended.
  package consuming func run(observer: some RunObserver) -> RunSummary {
    recorder.begin(world)
    let scenario = platform.scenario
    let end = min(options.until ?? .infinity, scenario.duration)
    let whole = end + (end == scenario.duration ? scenario.gracefulStop : .zero)
    var second: Int64 = 0
    var status = RunSummary.Status.complete
    while SimDuration.seconds(second) < whole {
      second += 1
      let time = SimTime.zero + min(.seconds(second), whole)
      advance(through: time, loadEnds: SimTime.zero + end)
      if time == SimTime.zero + scenario.warmUp { recorder.endWarmUp(&world) }
      recorder.record(schedule.takeChanges(world, at: time))
      recorder.recordSecond(time, &world)
      if options.isParanoid { world.checkConservation() }
      if let end = observer.reached(time, events: simulation.handledCount) {
        status = end
        break
      }
      if time >= SimTime.zero + end, world.traffic.isIdle { break }
    }
    return finish(status, wallSeconds: observer.wallSeconds())
  }

  /// Handles events and interventions up to a time, in order.
  private mutating func advance(through time: SimTime, loadEnds: SimTime) {
    while let next = schedule.nextTime, next <= time, next <= loadEnds {
      simulation.run(&world, through: next)
      schedule.applyDue(at: next, to: &world, in: &simulation)
      recorder.record(schedule.takeRows())
    }
    simulation.run(&world, through: time)
    if loadEnds <= time { world.traffic.stopArrivals() }
  }

  private mutating func finish(
    _ status: RunSummary.Status, wallSeconds: Double
  ) -> RunSummary {
    var digest = simulation.digest
    world.fold(into: &digest)
    var summary = RunSummary(
      status: status, digest: digest.value, events: simulation.handledCount, end: simulation.now,
      wallSeconds: wallSeconds)
    for journey in platform.journeys.indices {
      let counters = world.traffic.counters(ofJourney: journey)
      summary.sent += counters.sent
      summary.answered += counters.answered
      summary.failed += counters.failedRequests
      summary.unfinished += counters.unfinished
      summary.droppedIterations += counters.dropped
    }
    recorder.end(world, summary)
    return summary
  }
}
