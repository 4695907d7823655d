import Metrics
import Results
import SimulationKernel
import Twin

/// Watches one run: shows its progress and ends it when the user asks, or when its results can not
/// be stored any more.
struct RunMonitor: RunObserver {
  let meter: ProgressMeter
  let watch: AbortWatch?
  let recorder: RunRecorder?
  let run: Int
  /// Wall time of the experiment when the run began.
  private let start: Double

  init(_ meter: ProgressMeter, _ watch: AbortWatch?, _ recorder: RunRecorder?, run: Int) {
    self.meter = meter
    self.watch = watch
    self.recorder = recorder
    self.run = run
    start = meter.elapsed
  }

  func reached(_ time: SimTime, events: UInt64) -> RunSummary.Status? {
    meter.reached(time.seconds, events: events, run: run)
    if Interruption.isRequested || recorder?.isLost ?? false { return .interrupted }
    return watch?.isBroken(run: run, at: time) == true ? .aborted : nil
  }

  func wallSeconds() -> Double { meter.elapsed - start }
}
