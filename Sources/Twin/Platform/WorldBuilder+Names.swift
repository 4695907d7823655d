import Cluster
import Manifests
import Mesh

/// The lookups of names: which pods answer them, and how the others ask.
extension WorldBuilder {
  /// Lets the wire look names up, where the cluster has a DNS whose pods are simulated.
  func resolveNames(
    _ directory: Directory, hosts: [String], _ cluster: borrowing Cluster, _ mesh: inout Mesh
  ) {
    guard let names = PlatformNames(platform.cluster, platform.manifests),
      let entry = directory.entry(ofService: names.service)
    else { return }
    mesh.resolveNames(
      at: names.service, operation: entry.number, messages: entry.messages,
      resolvers: cluster.workloads.map(\.spec.resolver), corefile: names.corefile,
      services: cluster.services.map { ($0.name, $0.namespace) }, hosts: hosts)
  }
}
