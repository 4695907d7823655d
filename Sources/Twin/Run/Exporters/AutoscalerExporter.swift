import Cluster

/// Horizontal autoscalers as kube-state-metrics shows them.
struct AutoscalerExporter {
  private var series = SeriesTable(width: 4)

  mutating func scrape(_ world: borrowing World, into book: inout SeriesBook) {
    let autoscalers = world.cluster.autoscaling.autoscalers
    for (index, autoscaler) in autoscalers.enumerated() {
      guard let workload = autoscaler.workload else { continue }
      series.open(row: index)
      let current = world.cluster.workloads[workload].activeCount
      let values: [(name: String, value: Int)] = [
        ("status_current_replicas", current),
        ("status_desired_replicas", autoscaler.desiredReplicas ?? current),
        ("spec_min_replicas", autoscaler.spec.limits.minReplicas),
        ("spec_max_replicas", autoscaler.spec.limits.maxReplicas),
      ]
      for (metric, entry) in values.enumerated() {
        book.put(
          Double(entry.value), &series[index, metric],
          "kube_horizontalpodautoscaler_" + entry.name,
          [
            (name: "job", value: "kube-state-metrics"),
            (name: "namespace", value: autoscaler.spec.namespace),
            (name: "horizontalpodautoscaler", value: autoscaler.spec.name),
          ])
      }
    }
  }
}
