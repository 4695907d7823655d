import Cluster
import Manifests
import SimulationKernel

/// Services' endpoints as kube-state-metrics counts them: the pods that they send requests to, and
/// those that they do not as they are not ready (internal/store/endpoint.go, until v2.14).
struct EndpointExporter {
  private var series = SeriesTable(width: 2)

  mutating func scrape(_ world: borrowing World, into book: inout SeriesBook) {
    for service in world.cluster.services.indices where world.cluster.services[service].exists {
      let state = world.cluster.services[service]
      guard !state.spec.selector.isEmpty else { continue }
      series.open(row: service)
      for (metric, entry) in [
        ("available", state.endpoints.count),
        ("not_ready", world.cluster.unreadyEndpoints(of: service)),
      ].enumerated() {
        book.put(
          Double(entry.1), &series[service, metric], "kube_endpoint_address_" + entry.0,
          KubernetesObject.labels("endpoint", namespace: state.namespace, name: state.name))
      }
    }
  }
}
