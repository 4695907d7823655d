package import Manifests

/// What an autoscaler follows and the value that it aims at.
package struct AutoscalerMetric: Sendable {
  /// Where the value comes from.
  package enum Source: Sendable {
    /// A resource of the pods, or of one container of each.
    case resource(name: String, container: String?)
    /// A metric of each pod, of the series with some labels.
    case pods(metric: String, selector: LabelSelector?)
    /// A metric of one other object of the autoscaler's namespace.
    case object(metric: String, selector: LabelSelector?, kind: String, name: String)
    /// A metric from outside the cluster.
    case external(metric: String, selector: LabelSelector?)
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
      source = .pods(metric: pods.metric.name, selector: pods.metric.selector)
      stated = pods.target
    case .object:
      guard let object = metric.object else { return nil }
      source = .object(
        metric: object.metric.name, selector: object.metric.selector,
        kind: object.describedObject.kind ?? "", name: object.describedObject.name)
      stated = object.target
    case .external:
      guard let external = metric.external else { return nil }
      source = .external(metric: external.metric.name, selector: external.metric.selector)
      stated = external.target
    }
    guard let target = Target(stated) else { return nil }
    self.target = target
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

// What the controller says about a metric (kubernetes pkg/controller/podautoscaler/horizontal.go).
extension AutoscalerMetric {
  /// Name of the metric, as kube-state-metrics labels it.
  package var name: String {
    switch source {
    case .resource(let name, _), .pods(let name, _), .object(let name, _, _, _),
      .external(let name, _):
      name
    }
  }

  /// What the metric is called in the reason of a rescale.
  var description: String {
    switch (source, target) {
    case (.resource(let name, let container), .utilization):
      "\(name) \(container == nil ? "" : "container ")resource utilization (percentage of request)"
    case (.resource(let name, _), _): "\(name) resource"
    case (.pods(let metric, _), _): "pods metric \(metric)"
    case (.object(let metric, let selector, _, _), .averageMilli),
      (.external(let metric, let selector), _):
      "external metric \(metric)(\(Self.text(of: selector)))"
    case (.object(let metric, _, let kind, _), _): "\(kind) metric \(metric)"
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

  /// Text of that event before the cause.
  var failurePrefix: String {
    switch (source, target) {
    case (.resource(let name, _), .utilization): "failed to get \(name) utilization: "
    case (.resource(let name, _), .averageMilli): "failed to get \(name) usage: "
    case (.external(let metric, _), _): "failed to get \(metric) external metric: "
    case (.resource, _), (.pods, _), (.object, _): ""
    }
  }

  /// Text before that in the error of the whole computation.
  var errorPrefix: String {
    switch source {
    case .resource(let name, nil): "failed to get \(name) resource metric value: "
    case .resource(_, let container?): "failed to get \(container) container metric value: "
    case .pods: "failed to get pods metric value: "
    case .object: "failed to get object metric value: "
    case .external(let metric, _): "failed to get \(metric) external metric value: "
    }
  }

  /// A selector as Go prints it with `%+v`.
  static func text(of selector: LabelSelector?) -> String {
    guard let selector else { return "nil" }
    let labels = selector.matchLabels.entries.map { "\($0.key): \($0.value)," }.joined()
    let terms = selector.matchExpressions.map { term in
      "LabelSelectorRequirement{Key:\(term.key),Operator:\(term.comparison.rawValue),"
        + "Values:[\(term.values.joined(separator: " "))],},"
    }
    return "&LabelSelector{MatchLabels:map[string]string{\(labels)},"
      + "MatchExpressions:[]LabelSelectorRequirement{\(terms.joined())},}"
  }
}
