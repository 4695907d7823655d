/// How an experiment went over time: what its charts draw.
package struct Timeline: Sendable {
  /// What users did in one second, the mean of the runs.
  package struct Second: Sendable {
    /// End of the second.
    package let time: Double
    /// Iterations that began.
    package let started: Double
    /// Requests that ended.
    package let requests: Double
    /// Those that failed.
    package let errors: Double
  }

  /// Response times of all journeys within a window, all runs together, in ms.
  package struct Window: Sendable {
    /// Middle of the window in seconds.
    package let time: Double
    /// Median.
    package let p50: Double
    /// 95th percentile.
    package let p95: Double
    /// 99th percentile.
    package let p99: Double
  }

  /// A line of its own.
  package struct Line: Sendable {
    /// What it is of.
    package let name: String
    /// Seconds and values.
    package let points: [(time: Double, value: Double)]
  }

  /// Second by second, those without requests left out.
  package let seconds: [Second]
  /// Window by window.
  package let windows: [Window]
  /// Ready replicas of workloads whose number changed in the first run, most changes first.
  package let replicas: [Line]
}
