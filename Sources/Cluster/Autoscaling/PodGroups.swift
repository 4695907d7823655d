import SimulationKernel

/// The pods of a workload by what their metrics are good for.
///
/// Source: kubernetes replica_calculator.go groupPods and the rules that follow it.
package struct PodGroups: Sendable {
  /// What a pod's metric is good for.
  package enum Group: Hashable, Sendable {
    /// Its sample counts.
    case ready
    /// Starting: assumed to use nothing when scaling up.
    case unready
    /// Without a sample: assumed to speak against the change.
    case missing
    /// Failed or being deleted.
    case ignored
  }

  /// A sample that counts, with its pod's place; nil for a pod that the selector no longer finds.
  struct Counted {
    var pod: Int?
    var milli: Int64
  }

  /// The samples of ready pods and of those that are gone.
  let counted: [Counted]
  /// Ready pods with a sample.
  let readyCount: Int
  let unready: [Int]
  let missing: [Int]

  /// Groups pods, or says why there is nothing to go by.
  init(
    _ pods: [AutoscaledPod], resource: String?, strays: [Int64], calculator: ReplicaCalculator
  ) throws(MetricProblem) {
    guard !strays.isEmpty || pods.contains(where: { $0.sample != nil }) else {
      throw MetricProblem(
        resource.map {
          "unable to get metrics for resource \($0): no metrics returned from resource metrics API"
        } ?? "no metrics returned from custom metrics API",
        // The metrics server knows two resources.
        isAbsence: resource.map { $0 == "cpu" || $0 == "memory" } ?? true)
    }
    guard !pods.isEmpty else {
      throw MetricProblem("no pods returned by selector while calculating replica count")
    }
    var (ready, unready, missing): ([Counted], [Int], [Int]) = ([], [], [])
    for (index, pod) in pods.enumerated() {
      switch calculator.group(of: pod, resource: resource) {
      case .ready: ready.append(Counted(pod: index, milli: pod.sample?.milli ?? 0))
      case .unready: unready.append(index)
      case .missing: missing.append(index)
      case .ignored: break
      }
    }
    guard !strays.isEmpty || !ready.isEmpty else {
      throw MetricProblem(
        "did not receive metrics for targeted pods (pods might be unready)", isAbsence: true)
    }
    readyCount = ready.count
    counted = ready + strays.map { Counted(pod: nil, milli: $0) }
    (self.unready, self.missing) = (unready, missing)
  }

  /// Replicas for a ratio of usage to target, with what unready and missing pods are assumed to
  /// use; never against the direction of the ratio.
  ///
  /// `assumed` is the use of a pod without a sample at the ratio of the others; nil leaves it out.
  func replicas(
    current: Int, ratio: Double, tolerance: ReplicaCalculator.Tolerance,
    assumed: (_ pod: Int, _ ratio: Double) -> Int64?,
    again ratioOf: ([Counted]) throws(MetricProblem) -> Double
  ) throws(MetricProblem) -> Int {
    let countsUnready = !unready.isEmpty && ratio > 1
    guard countsUnready || !missing.isEmpty else {
      return tolerance.contains(ratio)
        ? current : ReplicaCalculator.rounded(ratio * Double(readyCount))
    }
    var samples = counted
    for pod in missing {
      if let milli = assumed(pod, ratio) { samples.append(Counted(pod: pod, milli: milli)) }
    }
    if countsUnready { samples += unready.map { Counted(pod: $0, milli: 0) } }
    let newRatio = try ratioOf(samples)
    let turns = (ratio < 1 && newRatio > 1) || (ratio > 1 && newRatio < 1)
    guard !tolerance.contains(newRatio), !turns else { return current }
    let replicas = ReplicaCalculator.rounded(newRatio * Double(samples.count))
    return newRatio < 1 ? min(replicas, current) : max(replicas, current)
  }
}

extension ReplicaCalculator {
  /// What a pod's metric is good for; only CPU samples depend on readiness.
  package func group(of pod: AutoscaledPod, resource: String?) -> PodGroups.Group {
    if pod.isDeleting || pod.phase == .failed { return .ignored }
    if pod.phase == .pending { return .unready }
    guard let sample = pod.sample else { return .missing }
    guard resource == "cpu" else { return .ready }
    guard let ready = pod.ready, let start = pod.startedAt else { return .unready }
    if start + cpuInitialization > now {
      return ready.isFalse || sample.time < ready.changedAt + sample.window ? .unready : .ready
    }
    return ready.isFalse && start + initialReadinessDelay > ready.changedAt ? .unready : .ready
  }
}

/// Containers' requests as an autoscaler adds them up.
package struct AutoscaledRequest: Sendable {
  /// A container's name and requested amount in thousandths.
  package struct Container: Sendable {
    /// Name.
    package var name: String
    /// Amount; nil if none is given.
    package var milli: Int64?

    /// Describes a container.
    package init(name: String, milli: Int64?) {
      self.name = name
      self.milli = milli
    }
  }

  /// App containers and sidecars.
  package var containers: [Container]
  /// Request of the pod as a whole, where the cluster supports it and the pod gives one.
  package var podLevelMilli: Int64?

  /// Describes a pod's requests.
  package init(containers: [Container], podLevelMilli: Int64? = nil) {
    self.containers = containers
    self.podLevelMilli = podLevelMilli
  }

  /// The request that usage is compared with (replica_calculator.go calculateRequests): of one
  /// container, or of the pod.
  package func total(
    resource: String, container: String?, pod: String
  ) -> Result<Int64, MetricProblem> {
    if container == nil, let podLevelMilli { return .success(podLevelMilli) }
    let counted = containers.filter { container == nil || $0.name == container }
    if let container, counted.isEmpty {
      return .failure(MetricProblem("container \(container) not found in Pod \(pod)"))
    }
    var total: Int64 = 0
    for entry in counted {
      guard let milli = entry.milli else {
        return .failure(
          MetricProblem("missing request for \(resource) in container \(entry.name) of Pod \(pod)"))
      }
      total += milli
    }
    return .success(total)
  }
}
