package import Manifests
package import Metrics
import SimulationKernel
import Traffic

/// What a run would cost, from its first simulated seconds and the arrivals expected afterwards.
///
/// Events are taken to grow with the users' arrivals, and with time where virtual users make their
/// own pace; what faults and changes cost is left out.
package struct RunForecast: Sendable {
  /// Events to handle.
  package let events: Double
  /// Requests of users.
  package let requests: Double
  /// Wall time in seconds on this machine.
  package let wallSeconds: Double

  /// The first part that is simulated.
  private static let probe = SimDuration.seconds(20)

  /// Simulates the first seconds of a platform; nil where it can not be built.
  package init?(
    _ platform: Platform, sink: any RunSink, observer: some RunObserver,
    diagnostics: DiagnosticCollector
  ) {
    let scenario = platform.scenario
    let length = min(Self.probe, scenario.duration)
    let options = RunOptions(seed: scenario.seed, until: length)
    guard
      let run = TwinRun(platform, options: options, sink: sink, diagnostics: diagnostics)
    else { return nil }
    let early = run.expectedArrivals(within: length)
    let all = run.expectedArrivals(within: scenario.duration)
    let start = observer.wallSeconds()
    let summary = run.run(observer: observer)
    let took = observer.wallSeconds() - start
    let byTime = scenario.duration.seconds / length.seconds
    let ratio = early > 0 ? all / early : byTime
    events = Double(summary.events) * ratio
    requests = Double(summary.sent) * ratio
    wallSeconds = took * ratio
  }
}
