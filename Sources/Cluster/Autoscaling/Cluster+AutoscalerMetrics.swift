import SimulationKernel

// What an autoscaler's metrics ask for (horizontal.go computeReplicasForMetric).
extension Cluster {
  /// What one metric asks for.
  func proposal(
    of metric: AutoscalerMetric, autoscaler index: Int, current: Int, at now: SimTime
  ) throws(MetricProblem) -> ReplicaCalculator.Proposal {
    let autoscaler = autoscaling.autoscalers[index]
    guard let workload = autoscaler.workload else {
      throw MetricProblem("the workload does not exist")
    }
    let calculator = ReplicaCalculator(
      now: now, tolerance: autoscaler.spec.tolerance(in: version))
    switch metric.source {
    case .resource(let name, let container):
      return try resourceProposal(
        name, container: container, target: metric.target, autoscaler: index, current: current,
        calculator)
    case .pods(let name):
      return try podsProposal(name, metric.target, workload, current, calculator, at: now)
    case .object(let name, let kind, let object):
      let values = autoscaling.adapter.values(
        metric: name, object: "\(kind)/\(autoscaler.spec.namespace)/\(object)")
      guard !values.isEmpty else {
        throw MetricProblem(
          "unable to get metric \(name): \(kind) on \(autoscaler.spec.namespace) \(object)/"
            + "unable to fetch metrics from custom metrics API: no custom metrics API "
            + "(custom.metrics.k8s.io) registered")
      }
      return try proposal(values, metric.target, workload, current, calculator)
    case .external(let name):
      let values = autoscaling.adapter.values(metric: name, object: autoscaler.spec.namespace)
      guard !values.isEmpty else {
        throw MetricProblem(
          "unable to get external metric \(autoscaler.spec.namespace)/\(name)/nil: "
            + "unable to fetch metrics from external metrics API: the server could not find the "
            + "requested resource (get \(name).external.metrics.k8s.io)")
      }
      return try proposal(values, metric.target, workload, current, calculator)
    }
  }

  /// What a metric of each pod asks for.
  private func podsProposal(
    _ name: String, _ target: AutoscalerMetric.Target, _ workload: Int, _ current: Int,
    _ calculator: ReplicaCalculator, at now: SimTime
  ) throws(MetricProblem) -> ReplicaCalculator.Proposal {
    guard case .averageMilli(let target) = target else {
      throw MetricProblem("a Pods metric has an AverageValue target")
    }
    let watched = workloads[workload].pods.map { pod in
      let object = "Pod/\(namespace(of: pod))/\(self.name(of: pod))"
      let value = autoscaling.adapter.values(metric: name, object: object).first
      return observed(
        pod, sample: value.map { MetricSample(milli: $0, time: now, window: .zero) })
    }
    return try calculator.replicas(
      current: current, targetAverageMilli: target, pods: watched, resource: nil)
  }

  /// What a value of an object, or the values of an external metric, ask for.
  private func proposal(
    _ values: [Int64], _ target: AutoscalerMetric.Target, _ workload: Int, _ current: Int,
    _ calculator: ReplicaCalculator
  ) throws(MetricProblem) -> ReplicaCalculator.Proposal {
    switch target {
    case .valueMilli(let target):
      calculator.replicas(
        current: current, valuesMilli: values, targetMilli: target,
        pods: workloads[workload].pods.map { observed($0, sample: nil) })
    case .averageMilli(let target):
      calculator.replicas(
        current: max(1, workloads[workload].pods.count), valuesMilli: values,
        targetAverageMilli: target)
    case .utilization:
      throw MetricProblem(
        "invalid metric source: neither a value target nor an average value target was set")
    }
  }

  /// What the pods' use of a resource asks for.
  private func resourceProposal(
    _ resource: String, container: String?, target: AutoscalerMetric.Target,
    autoscaler index: Int, current: Int, _ calculator: ReplicaCalculator
  ) throws(MetricProblem) -> ReplicaCalculator.Proposal {
    let workload = workloads[autoscaling.autoscalers[index].workload ?? 0]
    // Memory is not read: its API answers as if nothing had been scraped.
    let published = resource == "cpu" ? autoscaling.server.published[index] : []
    let watched = workload.pods.map { pod in
      let template = templates[Int(pods[pod].template)]
      let place = container.flatMap { name in
        template.spec.runningContainers.firstIndex { $0.name == name }
      }
      let usage = published.first { $0.pod == pod }
      return observed(
        pod, sample: usage?.sample(place: place.map { UInt8($0) }),
        request: request(of: pod, resource: resource, container: container))
    }
    let strays = published.count { usage in !workload.pods.contains(usage.pod) }
    switch target {
    case .utilization(let percent):
      return try calculator.replicas(
        current: current, targetUtilization: percent, pods: watched, resource: resource,
        strays: strays)
    case .averageMilli(let milli):
      return try calculator.replicas(
        current: current, targetAverageMilli: milli, pods: watched, resource: resource,
        strays: strays)
    case .valueMilli:
      throw MetricProblem(
        "invalid metric source: neither a utilization target nor a value target was set")
    }
  }

  private func request(
    of pod: PodHandle, resource: String, container: String?
  ) -> Result<Int64, MetricProblem> {
    let template = templates[Int(pods[pod].template)]
    let containers = template.spec.runningContainers.map { spec in
      let milli =
        resource == "cpu"
        ? (spec.hasCPURequest ? spec.requests.cpuMilli : nil)
        : (spec.hasMemoryRequest ? spec.requests.memory * 1_000 : nil)
      return AutoscaledRequest.Container(name: spec.name, milli: milli)
    }
    return AutoscaledRequest(containers: containers).total(
      resource: resource, container: container, pod: name(of: pod))
  }

  /// A pod as the autoscaler sees it.
  private func observed(
    _ pod: PodHandle, sample: MetricSample?, request: Result<Int64, MetricProblem> = .success(0)
  ) -> AutoscaledPod {
    let state = pods[pod]
    let isStarted = state.startedAt != .infinity
    return AutoscaledPod(
      phase: state.phase, isDeleting: state.isTerminating,
      startedAt: isStarted ? state.startedAt : nil,
      ready: isStarted
        ? AutoscaledPod.ReadyCondition(isTrue: state.isReady, changedAt: state.readyChangedAt)
        : nil,
      request: request, sample: sample)
  }
}

extension PodTemplate {
  /// Containers that keep running: app containers, then sidecars.
  fileprivate var runningContainers: [ContainerSpec] {
    containers + initContainers.filter(\.isSidecar)
  }
}
