import SimulationKernel
import Twin

/// Watches one run: shows its progress and ends it when the user asks.
struct RunMonitor: RunObserver {
  let meter: ProgressMeter
  let run: Int
  /// Wall time of the experiment when the run began.
  private let start: Double

  init(_ meter: ProgressMeter, run: Int) {
    self.meter = meter
    self.run = run
    start = meter.elapsed
  }

  func reached(_ time: SimTime, events: UInt64) -> Bool {
    meter.reached(time.seconds, events: events, run: run)
    return !Interruption.isRequested
  }

  func wallSeconds() -> Double { meter.elapsed - start }
}
