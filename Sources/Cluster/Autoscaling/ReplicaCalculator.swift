import Glibc
package import SimulationKernel

/// How many replicas a metric asks for.
///
/// The rules, and the integer arithmetic, of kubernetes
/// pkg/controller/podautoscaler/replica_calculator.go and metrics/utilization.go.
package struct ReplicaCalculator: Sendable {
  /// What a metric asks for.
  package struct Proposal: Hashable, Sendable {
    /// Replicas.
    package var replicas: Int
    /// Usage in percent of the requests, where the target is a utilisation.
    package var utilization: Int?
    /// Usage in thousandths: per pod, or as it is where the target is a value.
    package var usageMilli: Int64
  }

  /// Deviations of usage from the target that change nothing.
  package struct Tolerance: Hashable, Sendable {
    /// Below the target, as a fraction.
    package var down: Double
    /// Above the target, as a fraction.
    package var up: Double
    /// Whether a ratio's distance from 1 is compared, as before per-direction tolerances (1.33),
    /// rather than the ratio with its bounds.
    ///
    /// The distance of 1.1 is more than 0.1 in binary fractions: it scaled up.
    package var comparesDistance: Bool

    /// Makes tolerances; upstream's default is 0.1 both ways.
    package init(down: Double = 0.1, up: Double = 0.1, comparesDistance: Bool = false) {
      self.down = down
      self.up = up
      self.comparesDistance = comparesDistance
    }

    func contains(_ ratio: Double) -> Bool {
      guard comparesDistance else { return 1 - down <= ratio && ratio <= 1 + up }
      return abs(1 - ratio) <= up
    }
  }

  /// The present.
  package var now: SimTime
  /// Deviations that change nothing.
  package var tolerance: Tolerance
  /// During which a starting pod's CPU may not count
  /// (`--horizontal-pod-autoscaler-cpu-initialization-period`).
  package var cpuInitialization: SimDuration
  /// During which a pod counts as not yet ready for the first time
  /// (`--horizontal-pod-autoscaler-initial-readiness-delay`).
  package var initialReadinessDelay: SimDuration

  /// Makes a calculator with upstream's periods.
  package init(
    now: SimTime, tolerance: Tolerance = Tolerance(),
    cpuInitialization: SimDuration = .minutes(5), initialReadinessDelay: SimDuration = .seconds(30)
  ) {
    self.now = now
    self.tolerance = tolerance
    self.cpuInitialization = cpuInitialization
    self.initialReadinessDelay = initialReadinessDelay
  }

  /// Replicas for a target in percent of the requests (GetResourceReplicas).
  ///
  /// `resource` is `cpu`, `memory`, or nil for a metric of another kind; `strays` are the samples
  /// of pods that are gone.
  package func replicas(
    current: Int, targetUtilization: Int, pods: [AutoscaledPod], resource: String?,
    strays: [Int64] = []
  ) throws(MetricProblem) -> Proposal {
    let groups = try PodGroups(pods, resource: resource, strays: strays, calculator: self)
    var requests: [Int64] = []
    for pod in pods { requests.append(try pod.request.get()) }
    let first = try utilization(groups.counted, requests)
    let ratio = Double(first.percent) / Double(targetUtilization)
    var proposal = Proposal(
      replicas: current, utilization: first.percent, usageMilli: first.averageMilli)
    proposal.replicas = try groups.replicas(
      current: current, ratio: ratio, tolerance: tolerance,
      assumed: { pod, ratio in
        if ratio == 1 { return nil }
        return ratio < 1 ? requests[pod] &* Int64(max(100, targetUtilization)) / 100 : 0
      },
      again: { samples throws(MetricProblem) in
        Double(try utilization(samples, requests).percent) / Double(targetUtilization)
      })
    return proposal
  }

  /// Replicas for a target per pod (GetRawResourceReplicas and GetMetricReplicas).
  package func replicas(
    current: Int, targetAverageMilli: Int64, pods: [AutoscaledPod], resource: String?,
    strays: [Int64] = []
  ) throws(MetricProblem) -> Proposal {
    let groups = try PodGroups(pods, resource: resource, strays: strays, calculator: self)
    let average = Self.average(groups.counted)
    let replicas = try groups.replicas(
      current: current, ratio: Double(average) / Double(targetAverageMilli), tolerance: tolerance,
      assumed: { _, ratio in ratio == 1 ? nil : ratio < 1 ? targetAverageMilli : 0 },
      again: { samples throws(MetricProblem) in
        Double(Self.average(samples)) / Double(targetAverageMilli)
      })
    return Proposal(replicas: replicas, utilization: nil, usageMilli: average)
  }

  /// Replicas for a value of one object, or the sum of external values, against a target
  /// (GetObjectMetricReplicas and GetExternalMetricReplicas).
  package func replicas(
    current: Int, valuesMilli: [Int64], targetMilli: Int64, pods: [AutoscaledPod]
  ) throws(MetricProblem) -> Proposal {
    let usage = Self.sum(valuesMilli)
    let ratio = Double(usage) / Double(targetMilli)
    guard current > 0 else {
      return Proposal(replicas: Self.rounded(ratio), utilization: nil, usageMilli: usage)
    }
    guard !tolerance.contains(ratio) else {
      return Proposal(replicas: current, utilization: nil, usageMilli: usage)
    }
    guard !pods.isEmpty else {
      throw MetricProblem(
        "unable to calculate ready pods: no pods returned by selector while calculating replica "
          + "count")
    }
    let ready = pods.count { $0.phase == .running && $0.ready?.isTrue == true }
    return Proposal(
      replicas: Self.rounded(ratio * Double(ready)), utilization: nil, usageMilli: usage)
  }

  /// Replicas for a value of one object, or the sum of external values, shared by the pods
  /// (GetObjectPerPodMetricReplicas and GetExternalPerPodMetricReplicas).
  package func replicas(
    current: Int, valuesMilli: [Int64], targetAverageMilli: Int64
  ) -> Proposal {
    let usage = Self.sum(valuesMilli)
    let ratio = Double(usage) / (Double(targetAverageMilli) * Double(current))
    let replicas =
      tolerance.contains(ratio)
      ? current : Self.rounded(Double(usage) / Double(targetAverageMilli))
    let average = (Double(usage) / Double(current)).rounded(.up)
    return Proposal(
      replicas: replicas, utilization: nil,
      usageMilli: average < 0x1p63 ? Int64(average) : Int64.max)
  }

  /// Usage in whole percent of the requests, rounded down, and the average usage.
  private func utilization(
    _ samples: [PodGroups.Counted], _ requests: [Int64]
  ) throws(MetricProblem) -> (percent: Int, averageMilli: Int64) {
    var (used, requested, count): (Int64, Int64, Int64) = (0, 0, 0)
    for sample in samples {
      guard let pod = sample.pod else { continue }
      used &+= sample.milli
      requested &+= requests[pod]
      count += 1
    }
    guard requested != 0 else {
      throw MetricProblem("no metrics returned matched known pods", isAbsence: true)
    }
    // The API's numbers: a product of 64 bits, of which 32 are kept.
    return (Int(Int32(truncatingIfNeeded: used &* 100 / requested)), used / count)
  }

  private static func average(_ samples: [PodGroups.Counted]) -> Int64 {
    guard !samples.isEmpty else { return 0 }
    return samples.reduce(0) { $0 &+ $1.milli } / Int64(samples.count)
  }

  private static func sum(_ values: [Int64]) -> Int64 {
    values.reduce(0) { total, value in
      let (sum, overflow) = total.addingReportingOverflow(value)
      return overflow ? Int64.max : sum
    }
  }

  /// A number of replicas rounded up; capped at the API's 32 bits, and 0 where it is no number (no
  /// use of a target of zero).
  static func rounded(_ replicas: Double) -> Int {
    guard !replicas.isNaN else { return 0 }
    return Int(min(max(replicas.rounded(.up), Double(Int32.min)), Double(Int32.max)))
  }
}
