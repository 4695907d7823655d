import Manifests

/// An experiment of a results file.
package struct ExperimentRecord: Sendable, Codable {
  /// ID in the file.
  package let id: Int64
  /// `metadata.name` of the scenario.
  package let name: String
  /// `complete` or `interrupted`; in a list also `running`.
  package internal(set) var status: String
  /// Of all thresholds; nil until judged.
  package let verdict: String?
  /// Fold of the runs' digests; nil while interrupted.
  package let digest: String?
  /// Version of vhsim.
  package let version: String
  /// Wall time of the start, ISO 8601.
  package let startedAt: String
  /// The scenario's path as given.
  package let scenarioPath: String
  /// The command line, quoted as for a shell.
  package let arguments: String
  /// Simulated time during which load arrives, in seconds.
  package let duration: Double
  /// Its first part, left out of statistics, in seconds.
  package let warmUp: Double
  /// What every rate was multiplied by.
  package let loadScale: Double
  /// Whether load was constant and nothing broke.
  package let isSteady: Bool
  /// Where MSER-5 would end the warm-up, in seconds.
  package let warmUpFound: Double?
  /// Number of runs.
  package let runs: Int

  enum CodingKeys: String, CodingKey {
    case id, name, status, verdict, digest, version, arguments, runs
    case startedAt = "started_at"
    case scenarioPath = "scenario"
    case duration = "duration_s"
    case warmUp = "warm_up_s"
    case loadScale = "load_scale"
    case isSteady = "is_steady"
    case warmUpFound = "warm_up_found_s"
  }
}

/// Where the random numbers of a run start: a number, stored as text as SQLite has none so great.
package struct Seed: Sendable, Hashable, Codable, CustomStringConvertible {
  /// The number.
  package let value: UInt64

  /// Reads the stored text.
  package init(from decoder: any Decoder) throws {
    value = UInt64(try decoder.singleValueContainer().decode(String.self)) ?? 0
  }

  /// Writes the number.
  package func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(value)
  }

  /// The number in decimal.
  package var description: String { String(value) }
}

/// A run of an experiment.
package struct RunRecord: Sendable, Codable {
  /// 1..N within the experiment.
  package let number: Int
  /// Where its random numbers started.
  package let seed: Seed
  /// `complete`, `aborted` by a threshold, `overwhelmed` or `interrupted`.
  package let status: String
  /// Fold of every event; nil without an end.
  package let digest: String?
  /// Events handled.
  package let events: Int64?
  /// Simulated time at the end, in seconds.
  package let simEnd: Double?
  /// Wall time that it took, in seconds.
  package let wall: Double?
  /// Requests that users sent.
  package let sent: Int64?
  /// Those that were answered well.
  package let answered: Int64?
  /// Those that failed.
  package let failed: Int64?
  /// Those still under way after the graceful stop.
  package let unfinished: Int64?
  /// Iterations that ended.
  package let iterations: Int64?
  /// Iterations that were broken off when their graceful stop was over.
  package let interruptedIterations: Int64?
  /// Iterations that did not begin: no virtual user was free, or their load's time was over.
  package let droppedIterations: Int64?

  enum CodingKeys: String, CodingKey {
    case number, seed, status, digest, events, sent, answered, failed, unfinished, iterations
    case simEnd = "sim_end_s"
    case wall = "wall_s"
    case interruptedIterations = "interrupted_iterations"
    case droppedIterations = "dropped_iterations"
  }
}

/// A journey's figures over all runs, without the warm-up.
package struct JourneyRecord: Sendable, Codable {
  /// Its name.
  package let journey: String
  /// Requests that ended.
  package let requests: Int64
  /// Those that failed.
  package let errors: Int64
  /// Iterations that ended.
  package let iterations: Int64
  /// Iterations that did not begin: no virtual user was free, or their load's time was over.
  package let dropped: Int64
  /// Mean duration in ms.
  package let mean: Double?
  /// Median in ms.
  package let p50: Double?
  /// 90th percentile in ms.
  package let p90: Double?
  /// 95th percentile in ms.
  package let p95: Double?
  /// 99th percentile in ms.
  package let p99: Double?
  /// Longest in ms.
  package let maximum: Double?

  enum CodingKeys: String, CodingKey {
    case journey, requests, errors, iterations, dropped
    case mean = "mean_ms"
    case p50 = "p50_ms"
    case p90 = "p90_ms"
    case p95 = "p95_ms"
    case p99 = "p99_ms"
    case maximum = "max_ms"
  }
}

/// A system at the end, over all runs.
package struct SystemRecord: Sendable, Codable {
  /// Its name.
  package let system: String
  /// Most pods of any run.
  package let pods: Int
  /// Fewest ready pods of any run.
  package let ready: Int
  /// Requests that it answered, all runs.
  package let requests: Int64
  /// Those that failed.
  package let errors: Int64
  /// 99th percentile in ms.
  package let p99: Double?

  enum CodingKeys: String, CodingKey {
    case system, pods, ready, requests, errors
    case p99 = "p99_ms"
  }
}

/// A trend's figures over all runs, in ms or in the metric's own unit.
package struct TrendRecord: Sendable, Codable {
  /// `journey`, `service`, `system` or `workload`.
  package let scope: String
  /// Whose it is.
  package let name: String
  /// Named as thresholds do.
  package let metric: String
  /// Number of values.
  package let count: Int64
  /// Mean.
  package let mean: Double
  /// Median.
  package let p50: Double
  /// 90th percentile.
  package let p90: Double
  /// 95th percentile.
  package let p95: Double
  /// 99th percentile.
  package let p99: Double
  /// Greatest value.
  package let maximum: Double

  enum CodingKeys: String, CodingKey {
    case scope, name, metric, count
    case mean = "mean_ms"
    case p50 = "p50_ms"
    case p90 = "p90_ms"
    case p95 = "p95_ms"
    case p99 = "p99_ms"
    case maximum = "max_ms"
  }
}

/// The verdict on one condition.
package struct ThresholdRecord: Sendable, Codable {
  /// The key as written.
  package let metric: String
  /// The condition as written.
  package let threshold: String
  /// Length of its windows in seconds.
  package let window: Double?
  /// The fault while which it was judged.
  package let during: String?
  /// The judged number in the metric's unit; nil without data.
  package let value: Double?
  /// One of `Verdict`.
  package let verdict: String
  /// When it was first known not to hold, in seconds.
  package let firstBreach: Double?
  /// Runs in which it held on its own.
  package let runsHeld: Int
  /// Runs with data.
  package let runs: Int
  /// Lower end of the 95 % interval of the runs' values.
  package let intervalLow: Double?
  /// Its upper end.
  package let intervalHigh: Double?

  enum CodingKeys: String, CodingKey {
    case metric, threshold, during, value, verdict, runs
    case window = "window_s"
    case firstBreach = "first_breach"
    case runsHeld = "runs_held"
    case intervalLow = "interval_low"
    case intervalHigh = "interval_high"
  }
}

extension ThresholdRecord {
  /// What its value is measured in.
  package enum Unit: Sendable {
    case milliseconds, share, plain
  }

  /// What its value is measured in.
  package var unit: Unit {
    let name = String(metric.prefix { $0 != "{" && $0 != " " })
    guard let metric = ThresholdMetric(rawValue: name) else { return .plain }
    return metric.isTime ? .milliseconds : metric.type == .rate ? .share : .plain
  }
}
