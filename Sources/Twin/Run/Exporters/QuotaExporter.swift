import Cluster
import SimulationKernel

/// ResourceQuotas as kube-state-metrics shows them: what each allows and what is used of it.
struct QuotaExporter {
  /// A quota's series: two a resource.
  private struct Row {
    let name: String
    let namespace: String
    let resource: String
    var hard: Int32 = -1
    var used: Int32 = -1
  }

  private var rows: [Row] = []

  mutating func scrape(
    _ world: borrowing World, at time: SimTime, into book: inout SeriesBook
  ) {
    for quota in world.cluster.quotas {
      let used = world.cluster.usage(of: quota, at: time)
      for (bound, amount) in zip(quota.hard, used) {
        let row = row(of: bound.name, quota)
        let labels = [
          (name: "job", value: "kube-state-metrics"), (name: "namespace", value: quota.namespace),
          (name: "resourcequota", value: quota.name), (name: "resource", value: bound.name),
        ]
        book.put(
          Double(bound.milli) / 1_000, &rows[row].hard, "kube_resourcequota",
          labels + [(name: "type", value: "hard")])
        book.put(
          Double(amount) / 1_000, &rows[row].used, "kube_resourcequota",
          labels + [(name: "type", value: "used")])
      }
    }
  }

  /// The row of a quota's resource; quotas come and go while the platform runs.
  private mutating func row(of resource: String, _ quota: QuotaSpec) -> Int {
    if let known = rows.firstIndex(where: {
      $0.resource == resource && $0.name == quota.name && $0.namespace == quota.namespace
    }) {
      return known
    }
    rows.append(Row(name: quota.name, namespace: quota.namespace, resource: resource))
    return rows.count - 1
  }
}
