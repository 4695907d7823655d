import Cluster
import SimulationKernel
import Workload

/// Workers, busy workers and waiting requests of each workload, as averages over the time since the
/// last scrape, and the share of the workers that was busy.
struct OccupancyExporter {
  private static let names = [
    "vhsim_workload_workers", "vhsim_workload_workers_busy", "vhsim_workload_requests_queued",
  ]

  private var series = SeriesTable(width: names.count + 1)
  private var before: [Occupancy] = []
  private var takenAt = SimTime.zero

  mutating func scrape(
    _ world: borrowing World, at time: SimTime, into book: inout SeriesBook
  ) {
    let occupancies = world.workload.occupancies()
    for index in world.cluster.workloads.indices {
      series.open(row: index)
      if before.count <= index { before.append(Occupancy()) }
      guard index < occupancies.count, let now = occupancies[index] else { continue }
      let then = before[index]
      before[index] = now
      let workload = world.cluster.workloads[index]
      let means = [
        now.workers.mean(since: then.workers, from: takenAt, through: time),
        now.busy.mean(since: then.busy, from: takenAt, through: time),
        now.queued.mean(since: then.queued, from: takenAt, through: time),
      ]
      for (metric, mean) in means.enumerated() {
        book.put(
          mean, &series[index, metric], Self.names[metric],
          [
            (name: "namespace", value: workload.namespace),
            (name: workload.objectKind.lowercased(), value: workload.name),
          ])
      }
      guard means[0] > 0 else { continue }
      book.put(
        utilisation: means[1] / means[0], &series[index, Self.names.count],
        of: "workers of \(workload.qualifiedName)")
    }
    takenAt = time
  }
}
