import Cluster

/// Horizontal autoscalers as kube-state-metrics shows them.
struct AutoscalerExporter {
  private var series = SeriesTable(width: 4)
  private var conditions: [[Int32]] = []
  private var metrics: [[Int32]] = []

  mutating func scrape(_ world: borrowing World, into book: inout SeriesBook) {
    let autoscalers = world.cluster.autoscaling.autoscalers
    for (index, autoscaler) in autoscalers.enumerated() {
      guard autoscaler.exists, let target = world.cluster.target(ofAutoscaler: index) else {
        continue
      }
      series.open(row: index)
      let current = world.cluster.activeCount(of: target)
      let values: [(name: String, value: Int)] = [
        ("status_current_replicas", current),
        ("status_desired_replicas", autoscaler.desiredReplicas ?? current),
        ("spec_min_replicas", autoscaler.spec.limits.minReplicas),
        ("spec_max_replicas", autoscaler.spec.limits.maxReplicas),
      ]
      for (metric, entry) in values.enumerated() {
        book.put(
          Double(entry.value), &series[index, metric],
          "kube_horizontalpodautoscaler_" + entry.name, Self.labels(autoscaler.spec))
      }
      scrapeConditions(of: index, autoscaler, into: &book)
      scrapeMetrics(of: index, autoscaler, into: &book)
    }
  }

  private static func labels(_ spec: AutoscalerSpec) -> [SeriesLabel] {
    [
      (name: "job", value: "kube-state-metrics"), (name: "namespace", value: spec.namespace),
      (name: "horizontalpodautoscaler", value: spec.name),
    ]
  }

  /// Each condition with a series for each status, 1 for the one that it has.
  private mutating func scrapeConditions(
    of index: Int, _ autoscaler: Autoscaling.Autoscaler, into book: inout SeriesBook
  ) {
    let kinds = AutoscalerCondition.Kind.allCases
    while conditions.count <= index {
      conditions.append(Array(repeating: -1, count: kinds.count * 2))
    }
    for condition in autoscaler.conditions.entries {
      let first = (kinds.firstIndex(of: condition.kind) ?? 0) * 2
      for (series, status) in [(first, true), (first + 1, false)] {
        book.put(
          condition.isTrue == status ? 1 : 0, &conditions[index][series],
          "kube_horizontalpodautoscaler_status_condition",
          Self.labels(autoscaler.spec) + [
            (name: "condition", value: condition.kind.rawValue),
            (name: "status", value: "\(status)"),
          ])
      }
    }
  }

  /// What each metric aims at, and what it was last seen to be.
  ///
  /// Of several metrics with the same labels (one resource of two containers) the first is shown.
  private mutating func scrapeMetrics(
    of index: Int, _ autoscaler: Autoscaling.Autoscaler, into book: inout SeriesBook
  ) {
    while metrics.count <= index { metrics.append([]) }
    for (number, metric) in autoscaler.spec.metrics.enumerated() {
      while metrics[index].count < number * 2 + 2 { metrics[index].append(-1) }
      let (kind, aim) = Self.target(metric.target)
      let isShown = autoscaler.spec.metrics[..<number].contains {
        $0.name == metric.name && Self.target($0.target).kind == kind
      }
      guard !isShown else { continue }
      let labels =
        Self.labels(autoscaler.spec) + [
          (name: "metric_name", value: metric.name), (name: "metric_target_type", value: kind),
        ]
      book.put(
        aim, &metrics[index][number * 2], "kube_horizontalpodautoscaler_spec_target_metric",
        labels)
      guard number < autoscaler.observed.count, let seen = autoscaler.observed[number] else {
        continue
      }
      let now = seen.utilization.map { Double($0) } ?? Double(seen.usageMilli) / 1_000
      book.put(
        now, &metrics[index][number * 2 + 1],
        "kube_horizontalpodautoscaler_status_target_metric", labels)
    }
  }

  private static func target(
    _ target: AutoscalerMetric.Target
  ) -> (kind: String, value: Double) {
    switch target {
    case .utilization(let percent): ("utilization", Double(percent))
    case .averageMilli(let milli): ("average", Double(milli) / 1_000)
    case .valueMilli(let milli): ("value", Double(milli) / 1_000)
    }
  }
}
