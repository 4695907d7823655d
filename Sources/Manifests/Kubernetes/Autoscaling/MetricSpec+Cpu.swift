extension MetricSpec {
  /// CPU of the pods against a percentage of their requests.
  ///
  /// What autoscaling/v1's `targetCPUUtilizationPercentage` and an autoscaler without metrics mean
  /// (Kubernetes pkg/apis/autoscaling/v2/defaults.go: 80 %).
  package init(cpuUtilization percent: Int, span: SourceSpan) {
    type = .resource
    resource = ResourceMetricSource(
      name: "cpu", target: MetricTarget(averageUtilization: percent, span: span))
    self.span = span
  }
}

extension ResourceMetricSource {
  /// Makes a metric of a resource.
  package init(name: String, target: MetricTarget) {
    self.name = name
    self.target = target
  }
}

extension MetricTarget {
  /// Makes a target in percent of the requests.
  package init(averageUtilization percent: Int, span: SourceSpan = .unknown) {
    type = .utilization
    averageUtilization = percent
    averageUtilizationSpan = span
  }
}
