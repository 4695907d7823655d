import Cluster
import SimulationKernel

/// The components of the masters as each shows itself: whether its etcd member sees a leader, and
/// which controller manager and scheduler hold their leases (client-go tools/leaderelection).
///
/// A component that does not run is not scraped.
struct ControlPlaneExporter {
  private var series = SeriesTable(width: 1 + MasterStatus.leases.count)

  mutating func scrape(
    _ world: borrowing World, at time: SimTime, into book: inout SeriesBook
  ) {
    for (row, status) in world.cluster.masterStatuses(at: time).enumerated() where status.isRunning
    {
      series.open(row: row)
      let instance = (name: "instance", value: world.cluster.nodeSpecs[status.node].name)
      book.put(
        status.seesLeader ? 1 : 0, &series[row, 0], "etcd_server_has_leader",
        [(name: "job", value: "etcd"), instance])
      for (index, lease) in MasterStatus.leases.enumerated() {
        book.put(
          status.holds[index] ? 1 : 0, &series[row, 1 + index], "leader_election_master_status",
          [(name: "job", value: lease), (name: "name", value: lease), instance])
      }
    }
  }
}
