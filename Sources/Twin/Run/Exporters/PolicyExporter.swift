import Cluster
import Manifests
import Mesh
import Metrics

/// The connections that network policies stopped, by who tried and whom they meant.
struct PolicyExporter {
  private var series = SeriesTable(width: 1)

  mutating func scrape(_ world: borrowing World, into book: inout SeriesBook) {
    for (row, denied) in world.mesh.deniedConnections.enumerated() {
      series.open(row: row)
      book.put(
        Double(denied.count), &series[row, 0], "vhsim_network_policy_denied_connections_total",
        [
          (name: "source_workload", value: Self.source(of: denied, world)),
          (name: "destination_service", value: Self.destination(of: denied, world)),
          (name: "direction", value: denied.direction.rawValue.lowercased()),
        ])
    }
  }

  private static func source(of denied: DeniedConnections, _ world: borrowing World) -> String {
    denied.workload.map { world.cluster.workloads[$0].qualifiedName } ?? "outside"
  }

  private static func destination(
    of denied: DeniedConnections, _ world: borrowing World
  ) -> String {
    guard let service = denied.service else { return "outside" }
    let known = world.cluster.services.count
    guard service < known else { return world.consumerServices[service - known].service }
    let state = world.cluster.services[service]
    return "\(state.name).\(state.namespace)"
  }
}
