import Manifests
import SimulationKernel

// What an autoscaler's metrics ask for (horizontal.go computeReplicasForMetric).
extension Cluster {
  /// What one metric asks for.
  func proposal(
    ofMetric number: Int, autoscaler index: Int, _ target: ScaleTarget, current: Int,
    at now: SimTime
  ) throws(MetricProblem) -> ReplicaCalculator.Proposal {
    let autoscaler = autoscaling.autoscalers[index]
    let metric = autoscaler.spec.metrics[number]
    let calculator = ReplicaCalculator(
      now: now, tolerance: autoscaler.spec.tolerance(in: version))
    if case .resource(let name, let container) = metric.source {
      return try resourceProposal(
        name, container: container, aim: metric.target, autoscaler: index, target,
        current: current, calculator)
    }
    let values = autoscaling.adapter.values(autoscaler: index, metric: number)
    guard !values.isEmpty else {
      throw MetricProblem(
        absence(of: metric, in: autoscaler.spec.namespace),
        isAbsence: autoscaling.adapter.maySoonServe(autoscaler: index, metric: number))
    }
    if case .pods = metric.source {
      return try podsProposal(values, metric.target, target, current, calculator)
    }
    return try proposal(values.map(\.milli), metric, target, current, calculator)
  }

  /// What the metrics APIs answer about a metric that the adapter does not know.
  private func absence(of metric: AutoscalerMetric, in namespace: String) -> String {
    switch metric.source {
    case .resource: "no metrics returned from resource metrics API"
    case .pods(let name, _):
      "unable to get metric \(name): unable to fetch metrics from custom metrics API: the server "
        + "could not find the metric \(name) for pods"
    case .object(let name, _, let kind, let object):
      "unable to get metric \(name): \(kind) on \(namespace) \(object)/unable to fetch metrics "
        + "from custom metrics API: the server could not find the metric \(name) for "
        + "\(WorkloadSpec.resource(ofKind: kind)) \(object)"
    case .external(let name, let selector):
      "unable to get external metric \(namespace)/\(name)/\(AutoscalerMetric.text(of: selector)):"
        + " no metrics returned from external metrics API"
    }
  }

  /// What a metric of each pod asks for.
  private func podsProposal(
    _ values: [MetricsAdapter.Value], _ aim: AutoscalerMetric.Target, _ target: ScaleTarget,
    _ current: Int, _ calculator: ReplicaCalculator
  ) throws(MetricProblem) -> ReplicaCalculator.Proposal {
    guard case .averageMilli(let milli) = aim else {
      throw MetricProblem("a Pods metric has an AverageValue target")
    }
    let members = pods(of: target)
    let watched = members.map { pod in
      let value = values.first { $0.pod == pod }
      return observed(
        pod, sample: value.map { MetricSample(milli: $0.milli, time: $0.time, window: .zero) })
    }
    let strays = values.filter { value in
      !members.contains { $0 == value.pod }
    }.map(\.milli)
    return try calculator.replicas(
      current: current, targetAverageMilli: milli, pods: watched, resource: nil, strays: strays)
  }

  /// What a value of an object, or the values of an external metric, ask for.
  private func proposal(
    _ values: [Int64], _ metric: AutoscalerMetric, _ target: ScaleTarget, _ current: Int,
    _ calculator: ReplicaCalculator
  ) throws(MetricProblem) -> ReplicaCalculator.Proposal {
    switch metric.target {
    case .valueMilli(let milli):
      return try calculator.replicas(
        current: current, valuesMilli: values, targetMilli: milli,
        pods: pods(of: target).map { observed($0, sample: nil) })
    case .averageMilli(let milli):
      // The scale's status counts the pods that are not about to go.
      return calculator.replicas(
        current: activeCount(of: target), valuesMilli: values, targetAverageMilli: milli)
    case .utilization:
      let kind = if case .external = metric.source { "external" } else { "object" }
      throw MetricProblem(
        "invalid \(kind) metric source: neither a value target nor an average value target was set"
      )
    }
  }

  /// What the pods' use of a resource asks for.
  private func resourceProposal(
    _ resource: String, container: String?, aim: AutoscalerMetric.Target,
    autoscaler index: Int, _ target: ScaleTarget, current: Int, _ calculator: ReplicaCalculator
  ) throws(MetricProblem) -> ReplicaCalculator.Proposal {
    let published = try usage(of: resource, container: container, autoscaler: index)
    let workload = workloads[target.workload]
    let members = pods(of: target)
    let watched = members.map { pod in
      let position = self.position(of: container, in: pods[pod].template)
      let usage = published.first { $0.pod == pod }
      return observed(
        pod, sample: usage?.sample(of: resource, position: position),
        request: request(of: pod, resource: resource, container: container))
    }
    // What deleted pods used, whose template is gone with them.
    let newest = workload.revisions.dropFirst(target.revision ?? workload.newest).first
    let position = newest.flatMap { self.position(of: container, in: $0.template) }
    let strays = published.filter { !members.contains($0.pod) }.compactMap {
      $0.sample(of: resource, position: position)?.milli
    }
    switch aim {
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
        "invalid resource metric source: neither an average utilization target nor an average "
          + "value (usage) target was set")
    }
  }

  /// What the metrics server says of the pods that an autoscaler follows.
  private func usage(
    of resource: String, container: String?, autoscaler index: Int
  ) throws(MetricProblem) -> [MetricsServer.PodUsage] {
    guard isMetricsServerUp else {
      throw MetricProblem(
        "unable to get metrics for resource \(resource): unable to fetch metrics from resource "
          + "metrics API: the server is currently unable to handle the request (get "
          + "pods.metrics.k8s.io)")
    }
    let published = autoscaling.server.published[index]
    if container != nil,
      let problem = containerProblem(container, resource, among: published.map(\.pod))
    {
      throw problem
    }
    return published
  }

  /// What keeps a metric without samples from a number that it would have with them: containers or
  /// requests that the pods do not have; nil for nothing (replica_calculator.go
  /// GetResourceReplicas).
  func standingProblem(
    of metric: AutoscalerMetric, _ target: ScaleTarget
  ) -> MetricProblem? {
    guard case .resource(let resource, let container) = metric.source else { return nil }
    let members = pods(of: target)
    let running = members.filter { pods[$0].phase == .running }
    if let problem = containerProblem(container, resource, among: running) { return problem }
    guard case .utilization = metric.target else { return nil }
    for pod in members {
      let request = request(of: pod, resource: resource, container: container)
      if case .failure(let problem) = request { return problem }
    }
    return nil
  }

  /// What is said of the first pod with values that has no container of a name: one such pod leaves
  /// the metric without a value (metrics/client.go getContainerMetrics).
  private func containerProblem(
    _ container: String?, _ resource: String, among sampled: [PodHandle]
  ) -> MetricProblem? {
    guard let container else { return nil }
    let lacking = sampled.first { pod in
      pods.contains(pod) && position(of: container, in: pods[pod].template) == nil
    }
    guard let pod = lacking else { return nil }
    return MetricProblem(
      "unable to get metrics for resource \(resource): failed to get container metrics: "
        + "container \(container) not present in metrics for pod \(namespace(of: pod))/"
        + name(of: pod))
  }

  /// The position of a container among those that run in a template's pods.
  private func position(of container: String?, in template: Int32) -> UInt8? {
    container.flatMap { name in
      templates[Int(template)].running.firstIndex { $0.name == name }.map { UInt8($0) }
    }
  }

  private func request(
    of pod: PodHandle, resource: String, container: String?
  ) -> Result<Int64, MetricProblem> {
    let template = templates[Int(writtenTemplate(of: pod))]
    let containers = template.running.map { spec in
      let milli =
        resource == "cpu"
        ? (spec.hasCPURequest ? spec.requests.cpuMilli : nil)
        : (spec.hasMemoryRequest ? spec.requests.memory * 1_000 : nil)
      return AutoscaledRequest.Container(name: spec.name, milli: milli)
    }
    let whole =
      resource == "cpu"
      ? template.spec.whole?.milliCPU : template.spec.whole?.memory.map { $0 * 1_000 }
    return AutoscaledRequest(containers: containers, podLevelMilli: whole).total(
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
        ? AutoscaledPod.ReadyCondition(
          isTrue: state.isReady, isFalse: !state.isReady, changedAt: state.readyChangedAt)
        : nil,
      request: request, sample: sample)
  }
}

extension WorkloadSpec {
  /// The API resource of a kind, with its group: `deployments.apps`.
  static func resource(ofKind kind: String) -> String {
    let plural = kind.lowercased() + "s"
    switch kind {
    case "Deployment", "StatefulSet", "ReplicaSet", "DaemonSet": return plural + ".apps"
    case "Job", "CronJob": return plural + ".batch"
    case "Ingress": return "ingresses.networking.k8s.io"
    default: return plural
    }
  }
}
