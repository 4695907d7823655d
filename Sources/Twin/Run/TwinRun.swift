package import Manifests
package import Metrics
import SimulationKernel
import Traffic

/// One run of a platform: builds the world, simulates it second by second, injects the scenario's
/// faults and changes, and hands what happened to a sink.
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

  /// How many users are expected to arrive in a first part of the load's time.
  func expectedArrivals(within first: SimDuration) -> Double {
    world.traffic.expectedArrivals(until: SimTime.zero + first)
  }

  /// Runs to the end and returns how it ended.
  package consuming func run(observer: some RunObserver) -> RunSummary {
    recorder.begin(&world)
    let scenario = platform.scenario
    let end = min(options.until ?? .infinity, scenario.duration)
    let whole = end == scenario.duration ? scenario.wholeDuration : end
    var second: Int64 = 0
    var status = RunSummary.Status.complete
    while SimDuration.seconds(second) < whole {
      second += 1
      let time = SimTime.zero + min(.seconds(second), whole)
      guard advance(through: time, loadEnds: SimTime.zero + end) else {
        status = .overwhelmed
        recorder.recordSecond(simulation.now, &world)
        recorder.record(crowdingNote)
        break
      }
      if time >= SimTime.zero + scenario.warmUp { recorder.endWarmUp(&world) }
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

  /// Handles events and interventions up to a time, in order; false where the run can not go on.
  private mutating func advance(through time: SimTime, loadEnds: SimTime) -> Bool {
    while let next = schedule.nextTime, next <= time, next <= loadEnds {
      guard runInSlices(through: next) else { return false }
      schedule.applyDue(at: next, to: &world, in: &simulation)
      recorder.record(schedule.takeRows())
    }
    guard runInSlices(through: time) else { return false }
    if loadEnds <= time { world.traffic.stopArrivals() }
    return true
  }

  /// How often a run checks how much is under way: often enough that no load fills a slab in
  /// between.
  private static let slice = SimDuration.nanoseconds(1_000_000_000 / 64)

  /// Handles events up to a time; false as soon as more is under way than a run can hold.
  private mutating func runInSlices(through end: SimTime) -> Bool {
    var time = simulation.now
    repeat {
      time = min(end, time + Self.slice)
      simulation.run(&world, through: time)
      if world.crowding != nil { return false }
    } while time < end
    return true
  }

  /// Why the run can not go on.
  private var crowdingNote: RunNote {
    RunNote(
      kind: .warning, subject: "run",
      text: "stopped at \(simulation.now.seconds) s: more than \(World.mostUnderWay) "
        + "\(world.crowding ?? "things are under way"), as the platform can not keep up with its "
        + "load; a model's queue, a timeout or maxVUs would bound them")
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
      summary.iterations += counters.finished
      summary.interruptedIterations += counters.interrupted
      summary.droppedIterations += counters.dropped
    }
    recorder.endWarmUp(&world)
    recorder.end(world, summary)
    return summary
  }
}
