import Manifests
import Traffic

/// What one run can hold; more is an error that points at its line.
enum RunLimits {
  /// Most pods of a platform.
  static let pods = 1_000_000
  /// Most virtual users of all loads together.
  static let users = 1_000_000
  /// Highest rate of one load, in journeys a second.
  static let rate = 10_000_000.0

  /// Reports a platform with too many pods, at its largest workload.
  static func checkPods(_ platform: CheckedPlatform, _ diagnostics: DiagnosticCollector) {
    let makers = platform.pods
    let count = makers.reduce(0) { $0 + min(max(0, $1.replicas ?? 0), Int(Int32.max)) }
    guard count > pods,
      let largest = makers.max(by: { $0.replicas ?? 0 < $1.replicas ?? 0 })
    else { return }
    diagnostics.error(
      "the platform has \(count) pods, and a run holds \(pods)", at: largest.span.start,
      code: "too-many-pods", help: "\(largest.subject) has \(largest.replicas ?? 0) of them")
  }

  /// Reports loads with more users or a higher rate than a run holds.
  static func check(
    _ loads: [LoadSpec], _ traffic: borrowing Traffic, _ diagnostics: DiagnosticCollector
  ) {
    var total = 0
    for (index, load) in loads.enumerated() {
      let peak = traffic.peakRate(ofLoad: index)
      if peak > rate {
        diagnostics.error(
          "the load reaches \(peak) journeys a second, and a run takes \(Int(rate))",
          at: load.span, code: "too-much-load")
      }
      let before = total
      total += min(load.executor.users, 1 << 40)
      if total > users, before <= users {
        diagnostics.error(
          "the loads have more than \(users) virtual users", at: load.span, code: "too-much-load")
      }
    }
  }
}

extension LoadExecutor {
  /// Virtual users that may work at once, where users are counted.
  fileprivate var users: Int {
    switch self {
    case .constantVUs(let executor): executor.users
    case .rampingVUs(let executor):
      executor.stages.reduce(executor.startUsers) { most, stage in
        max(most, Int(min(stage.target, 1e12)))
      }
    case .perVUIterations(let executor): executor.users
    case .sharedIterations(let executor): executor.users
    case .constantArrivalRate, .rampingArrivalRate, .shaped: 0
    }
  }
}
