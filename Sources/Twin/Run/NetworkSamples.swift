import Cluster
import Mesh
import Metrics

/// The nodes' network interfaces at each scrape, as node_exporter counts their bytes.
struct NetworkSamples {
  private static let names = [
    "node_network_transmit_bytes_total", "node_network_receive_bytes_total",
  ]

  private var first: Int32?

  /// The series of all nodes, when this is first asked.
  mutating func series(_ world: borrowing World, next: inout Int32) -> [SeriesDefinition] {
    guard first == nil else { return [] }
    first = next
    var fresh: [SeriesDefinition] = []
    for node in world.cluster.nodeSpecs {
      for name in Self.names {
        let labels = [(name: "instance", value: node.name), (name: "device", value: "eth0")]
        fresh.append(SeriesDefinition(id: next, name: name, labels: labels))
        next += 1
      }
    }
    return fresh
  }

  /// Their values now.
  func samples(_ world: borrowing World) -> [Sample] {
    guard let first else { return [] }
    return world.cluster.nodeSpecs.indices.flatMap { node in
      let bytes = world.mesh.bytes(ofNode: node)
      let series = first + Int32(2 * node)
      return [
        Sample(series: series, value: Double(bytes.sent)),
        Sample(series: series + 1, value: Double(bytes.received)),
      ]
    }
  }
}
