import Cluster
import Metrics
import SimulationKernel
import Workload

/// How many workers of each workload were busy and how many requests waited for one, as averages
/// over the time since the last scrape.
struct OccupancySamples {
  private static let names = [
    "vhsim_workload_workers", "vhsim_workload_workers_busy", "vhsim_workload_requests_queued",
  ]

  private var firstSeries: [Int32] = []
  private var before: [Occupancy] = []
  private var takenAt = SimTime.zero

  /// A sample of every series of every workload whose software a model describes, and the series
  /// that are new; `nextSeries` counts the run's series.
  mutating func scrape(
    _ world: borrowing World, at time: SimTime, _ nextSeries: inout Int32,
    _ fresh: inout [SeriesDefinition], _ samples: inout [Sample]
  ) {
    for index in world.cluster.workloads.indices {
      if firstSeries.count <= index {
        firstSeries.append(-1)
        before.append(Occupancy())
      }
      guard let now = world.workload.occupancy(ofWorkload: index) else { continue }
      if firstSeries[index] < 0 {
        firstSeries[index] = nextSeries
        fresh += definitions(of: index, world, &nextSeries)
      }
      let then = before[index]
      before[index] = now
      for (offset, mean) in [
        now.workers.mean(since: then.workers, from: takenAt, through: time),
        now.busy.mean(since: then.busy, from: takenAt, through: time),
        now.queued.mean(since: then.queued, from: takenAt, through: time),
      ].enumerated() {
        samples.append(Sample(series: firstSeries[index] + Int32(offset), value: mean))
      }
    }
    takenAt = time
  }

  private func definitions(
    of index: Int, _ world: borrowing World, _ nextSeries: inout Int32
  ) -> [SeriesDefinition] {
    let workload = world.cluster.workloads[index]
    let labels = [
      (name: "namespace", value: workload.namespace),
      (name: workload.kind.rawValue.lowercased(), value: workload.name),
    ]
    return OccupancySamples.names.map { name in
      defer { nextSeries += 1 }
      return SeriesDefinition(id: nextSeries, name: name, labels: labels)
    }
  }
}
