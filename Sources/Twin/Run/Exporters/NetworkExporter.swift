import Cluster
import Mesh

/// The nodes' network interfaces as node_exporter counts their bytes.
struct NetworkExporter {
  private var series = SeriesTable(width: 2)

  mutating func scrape(_ world: borrowing World, into book: inout SeriesBook) {
    for node in world.cluster.nodes.indices where !world.cluster.nodes[node].isDeleted {
      series.open(row: node)
      let bytes = world.mesh.bytes(ofNode: node)
      for (metric, name, value) in [
        (0, "transmit", bytes.sent), (1, "receive", bytes.received),
      ] {
        book.put(
          Double(value), &series[node, metric], "node_network_\(name)_bytes_total",
          [
            (name: "job", value: "node-exporter"),
            (name: "instance", value: world.cluster.nodeSpecs[node].name),
            (name: "device", value: "eth0"),
          ])
      }
    }
  }
}
