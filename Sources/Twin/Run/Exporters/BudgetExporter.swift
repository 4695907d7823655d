import Cluster
import SimulationKernel

/// PodDisruptionBudgets as kube-state-metrics shows them.
struct BudgetExporter {
  private var series = SeriesTable(width: 4)

  mutating func scrape(_ world: borrowing World, into book: inout SeriesBook) {
    for index in world.cluster.budgets.indices where world.cluster.budgets[index].exists {
      series.open(row: index)
      let spec = world.cluster.budgets[index].spec
      let status = world.cluster.status(ofBudget: index)
      for (metric, entry) in [
        ("current_healthy", status.currentHealthy), ("desired_healthy", status.desiredHealthy),
        ("pod_disruptions_allowed", status.disruptionsAllowed),
        ("expected_pods", status.expectedPods),
      ].enumerated() {
        book.put(
          Double(entry.1), &series[index, metric], "kube_poddisruptionbudget_status_" + entry.0,
          KubernetesObject.labels(
            "poddisruptionbudget", namespace: spec.namespace, name: spec.name))
      }
    }
  }
}
