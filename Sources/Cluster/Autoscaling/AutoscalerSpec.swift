package import Manifests

/// An autoscaler before it runs.
///
/// Source: Kubernetes autoscaling/v2 HorizontalPodAutoscalerSpec.
package struct AutoscalerSpec: Sendable {
  /// Whether it exists from the start; else a change of the scenario creates it.
  package var isDormant = false
  /// Name.
  package let name: String
  /// Namespace.
  package let namespace: String
  /// Kind of the workload that it scales.
  package let targetKind: String
  /// Name of the workload that it scales.
  package let targetName: String
  /// Bounds of the replicas.
  package let limits: ScalingLimits
  /// Speed rules; nil for those of an autoscaler without `spec.behavior`.
  package let behavior: ScalingBehavior?
  /// What it follows.
  package let metrics: [AutoscalerMetric]

  /// Compiles a HorizontalPodAutoscaler.
  package init(_ manifest: HorizontalPodAutoscaler) {
    name = manifest.metadata.name
    namespace = manifest.metadata.namespace ?? "default"
    targetKind = manifest.scaleTargetRef.kind ?? "Deployment"
    targetName = manifest.scaleTargetRef.name
    limits = ScalingLimits(
      minReplicas: manifest.minReplicas, maxReplicas: manifest.maxReplicas)
    behavior = manifest.behavior
    metrics = manifest.metrics.compactMap { AutoscalerMetric($0) }
  }

  /// Deviations that change nothing: 10 % unless the rules say otherwise
  /// (HPAConfigurableTolerance, on since 1.35).
  func tolerance(in version: ClusterVersion) -> ReplicaCalculator.Tolerance {
    guard version.minor >= 35, let behavior else { return ReplicaCalculator.Tolerance() }
    return ReplicaCalculator.Tolerance(
      down: behavior.scaleDown.tolerance?.approximate ?? 0.1,
      up: behavior.scaleUp.tolerance?.approximate ?? 0.1)
  }
}

/// What an autoscaler follows and the value that it aims at.
package struct AutoscalerMetric: Sendable {
  /// Where the value comes from.
  package enum Source: Sendable {
    /// A resource of the pods, or of one container of each.
    case resource(name: String, container: String?)
    /// A metric of each pod.
    case pods(metric: String)
    /// A metric of one other object, named as `Kind/namespace/name`.
    case object(metric: String, kind: String, name: String)
    /// A metric from outside the cluster.
    case external(metric: String)
  }

  /// How the target is stated.
  package enum Target: Sendable {
    /// Percent of the requests.
    case utilization(Int)
    /// Thousandths per pod.
    case averageMilli(Int64)
    /// Thousandths as they are.
    case valueMilli(Int64)
  }

  /// Where the value comes from.
  package let source: Source
  /// The value aimed at.
  package let target: Target

  /// Compiles a metric; nil if its source or target is missing, which is no valid metric.
  init?(_ metric: MetricSpec) {
    let stated: MetricTarget
    switch metric.type {
    case .resource:
      guard let resource = metric.resource else { return nil }
      source = .resource(name: resource.name, container: nil)
      stated = resource.target
    case .containerResource:
      guard let resource = metric.containerResource else { return nil }
      source = .resource(name: resource.name, container: resource.container)
      stated = resource.target
    case .pods:
      guard let pods = metric.pods else { return nil }
      source = .pods(metric: pods.metric.name)
      stated = pods.target
    case .object:
      guard let object = metric.object else { return nil }
      source = .object(
        metric: object.metric.name, kind: object.describedObject.kind ?? "",
        name: object.describedObject.name)
      stated = object.target
    case .external:
      guard let external = metric.external else { return nil }
      source = .external(metric: external.metric.name)
      stated = external.target
    }
    guard let target = Target(stated) else { return nil }
    self.target = target
  }

  /// What the metric is called in the reason of a rescale.
  var description: String {
    switch (source, target) {
    case (.resource(let name, let container), .utilization):
      "\(name) \(container == nil ? "" : "container ")resource utilization (percentage of request)"
    case (.resource(let name, let container), _):
      "\(name) \(container == nil ? "" : "container ")resource"
    case (.pods(let metric), _): "pods metric \(metric)"
    case (.object(let metric, let kind, _), _): "\(kind) metric \(metric)"
    case (.external(let metric), _): "external metric \(metric)(nil)"
    }
  }

  /// Reason of the event and condition when the metric gives no number of replicas.
  var failureReason: String {
    switch source {
    case .resource(_, nil): "FailedGetResourceMetric"
    case .resource: "FailedGetContainerResourceMetric"
    case .pods: "FailedGetPodsMetric"
    case .object: "FailedGetObjectMetric"
    case .external: "FailedGetExternalMetric"
    }
  }

  /// Text before the cause when the metric gives no number of replicas.
  var failurePrefix: String {
    switch source {
    case .resource(let name, nil): "failed to get \(name) utilization: "
    case .resource(let name, let container?):
      "failed to get \(name) container \(container) utilization: "
    case .pods: "failed to get pods metric value: "
    case .object: "failed to get object metric value: "
    case .external(let metric): "failed to get \(metric) external metric: "
    }
  }
}

extension AutoscalerMetric.Target {
  init?(_ target: MetricTarget) {
    switch target.type {
    case .utilization:
      guard let percent = target.averageUtilization else { return nil }
      self = .utilization(percent)
    case .averageValue:
      guard let value = target.averageValue else { return nil }
      self = .averageMilli(value.milli)
    case .value:
      guard let value = target.value else { return nil }
      self = .valueMilli(value.milli)
    }
  }
}
