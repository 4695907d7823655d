import Cluster
import Manifests
import Mesh
import Workload

/// The lookups of names: which pods answer them, and how the others ask.
extension WorldBuilder {
  /// Lets the wire look names up, where the cluster has a DNS whose pods are simulated.
  func resolveNames(
    _ directory: Directory, hosts: [String], of models: [BoundModel], _ cluster: borrowing Cluster,
    _ mesh: inout Mesh
  ) {
    guard let names = platform.names,
      let entry = directory.entry(ofService: names.service)
    else { return }
    let routers = models.filter { $0.model.endpoint(named: ServiceModel.forward) != nil }
    mesh.resolveNames(
      at: names.candidates, operation: entry.number, messages: entry.messages,
      resolvers: cluster.workloads.map(\.spec.resolver), corefile: names.corefile,
      services: cluster.services.map { ($0.name, $0.namespace) }, hosts: hosts,
      aliases: PlatformNames.aliases(platform.cluster.services, domain: names.corefile.domain),
      routers: routers.map(\.workload))
  }

  /// Puts caches on the nodes between the pods and the DNS, where the manifests have them.
  ///
  /// They ask over TCP, which policies judge by itself.
  func cacheNames(_ directory: Directory, _ cluster: inout Cluster, _ mesh: inout Mesh) {
    guard let names = platform.names,
      let caches = names.nodeCaches, let entry = directory.entry(ofService: names.service),
      let workload = cluster.workloadIndex(
        kind: "daemonset", namespace: "kube-system", name: caches.name)
    else { return }
    cluster.reportNodeCaches(ofWorkload: workload)
    let route = mesh.cacheNames(
      at: names.service, operation: entry.number, messages: entry.messages,
      cluster: caches.cluster, outside: caches.outside)
    mesh.followPorts(ofRoute: route, preferring: [53], all: .tcp, in: cluster)
  }
}

extension Platform {
  /// Where its pods look names up, now or after a change; nil where there is no DNS.
  var names: PlatformNames? {
    PlatformNames(cluster, manifests, later: updates.flatMap(\.update.services))
  }
}
