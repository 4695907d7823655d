package import SimulationKernel

/// Whose trend a distribution is.
package enum TrendScope: String, Sendable, CaseIterable {
  case journey, service, system, workload
}

/// The distribution of a trend over a run, without its warm-up.
///
/// Times are recorded in ns and other quantities (a mean opinion score, a lag) in millionths, so
/// that a recorded number divided by 10⁶ is the metric in its own unit: ms, points, messages.
package struct HistogramRow: Sendable {
  /// Whose it is.
  package var scope: TrendScope
  /// The journey's, service's, system's or workload's name.
  package var name: String
  /// The metric, named as thresholds do: `http_req_duration`, `time_to_first_token`.
  package var metric: String
  /// The distribution.
  package var histogram: Histogram

  /// Describes a distribution.
  package init(scope: TrendScope, name: String, metric: String, histogram: Histogram) {
    self.scope = scope
    self.name = name
    self.metric = metric
    self.histogram = histogram
  }
}

/// The distribution of a trend within a short window of time.
///
/// Every journey's `http_req_duration` is kept so for the charts, and whatever a threshold with
/// `window` or `during` names; the windows of a trend are equally long and do not overlap.
package struct TrendWindow: Sendable {
  /// Whose trend and which, and its values within the window, units as in `HistogramRow`.
  package var row: HistogramRow
  /// When the window began.
  package var start: SimTime
  /// When it ended.
  package var end: SimTime

  /// Describes a window.
  package init(row: HistogramRow, start: SimTime, end: SimTime) {
    self.row = row
    self.start = start
    self.end = end
  }
}
