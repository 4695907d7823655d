import Metrics
import Results
import SimulationKernel
import Twin

/// Watches one run: shows its progress and ends it when the user asks.
struct RunMonitor: RunObserver {
  let meter: ProgressMeter
  let watch: AbortWatch?
  let run: Int
  /// Wall time of the experiment when the run began.
  private let start: Double

  init(_ meter: ProgressMeter, _ watch: AbortWatch?, run: Int) {
    self.meter = meter
    self.watch = watch
    self.run = run
    start = meter.elapsed
  }

  func reached(_ time: SimTime, events: UInt64) -> RunSummary.Status? {
    meter.reached(time.seconds, events: events, run: run)
    if Interruption.isRequested { return .interrupted }
    return watch?.isBroken(run: run, at: time) == true ? .aborted : nil
  }

  func wallSeconds() -> Double { meter.elapsed - start }
}
