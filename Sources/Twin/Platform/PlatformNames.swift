import Cluster
import Manifests
import Metrics
import SimulationKernel

/// Where a platform's pods look names up: the Service that kubelets name as `clusterDNS`.
struct PlatformNames {
  /// The Service of the DNS, by number in the cluster.
  let service: Int
  /// The Services that are the DNS while they are there and lead to the same pods, that one first.
  let candidates: [Int]
  /// What CoreDNS was told.
  let corefile: Corefile
  /// The DaemonSet of the nodes' caches, and what they were told; nil where nodes have none.
  let nodeCaches: (name: String, cluster: Corefile, outside: Corefile)?

  /// Finds the DNS among the objects; nil where there is none.
  ///
  /// - Parameter later: what changes of the scenario make of Services.
  init?(_ cluster: ClusterSpec, _ manifests: ManifestSet, later: [ServiceSpec] = []) {
    let known = later.filter(\.isClusterDNS)
    let all = cluster.services.indices.filter { index in
      let spec = cluster.services[index]
      return spec.isClusterDNS
        || known.contains { $0.name == spec.name && $0.namespace == spec.namespace }
    }
    guard let service = all.first else { return nil }
    self.service = service
    let servers = Self.workloads(of: cluster.services[service], in: cluster)
    candidates = all.filter { index in
      index == service || Self.workloads(of: cluster.services[index], in: cluster) == servers
    }
    corefile = Self.corefile(manifests, cluster.version)
    nodeCaches = Self.nodeCaches(manifests, domain: corefile.domain)
  }

  /// The object that holds what CoreDNS is told.
  static let corefileReference = ConfigurationReference(kind: .configMap, name: "coredns")

  /// What CoreDNS is told; without a file among the manifests what kubeadm writes.
  static func corefile(_ manifests: ManifestSet, _ version: ClusterVersion) -> Corefile {
    let text = manifests.configMaps.first {
      $0.metadata.namespace == "kube-system" && $0.metadata.name == "coredns"
    }?.data["Corefile"]
    return text.map { Corefile($0) } ?? .kubeadm(version)
  }

  private static let nodeCacheName = "node-local-dns"

  /// The file of the nodes' caches, if there is one.
  static func nodeCorefile(_ manifests: ManifestSet) -> String? {
    manifests.configMaps.first {
      $0.metadata.namespace == "kube-system" && $0.metadata.name == nodeCacheName
    }?.data["Corefile"]
  }

  /// The workloads whose pods a Service selects.
  private static func workloads(of service: ServiceSpec, in cluster: ClusterSpec) -> [Int] {
    cluster.workloads.indices.filter { index in
      let owner = cluster.workloads[index]
      return owner.namespace == service.namespace && !service.selector.isEmpty
        && service.selector.isSubset(of: owner.template.labels)
    }
  }

  /// NodeLocal DNSCache, as its add-on and its charts name it.
  private static func nodeCaches(
    _ manifests: ManifestSet, domain: String
  ) -> (name: String, cluster: Corefile, outside: Corefile)? {
    let name = nodeCacheName
    let daemons = manifests.daemonSets.first {
      $0.metadata.namespace == "kube-system"
        && ($0.metadata.name == name || $0.metadata.labels["k8s-app"] == name)
    }
    guard let daemons else { return nil }
    let text = nodeCorefile(manifests)
    let standard = (
      cluster: "\(domain):53 {\n cache {\n success 9984 30\n denial 9984 5\n }\n}\n",
      outside: ".:53 {\n cache 30\n}\n"
    )
    return (
      daemons.metadata.name, Corefile(text ?? standard.cluster, zone: domain),
      Corefile(text ?? standard.outside, zone: ".")
    )
  }

  /// The cluster's names of hosts outside: ExternalName Services that stand for no other Service.
  static func aliases(_ services: [ServiceSpec], domain: String) -> [String] {
    services.filter { service in
      service.externalName.map { !$0.contains(".svc") } ?? false
    }.map { "\($0.name).\($0.namespace).svc.\(domain)" }
  }

  private static func notes(of nodeCaches: String?) -> [RunNote] {
    guard let nodeCaches else { return [] }
    return [
      RunNote(
        kind: .notModelled, subject: nodeCaches,
        text: "the core time of the nodes' DNS caches is not counted; all pods that ask the "
          + "cluster's DNS are taken to ask them")
    ]
  }

  /// Plugins of CoreDNS that would give other answers.
  private static func notes(ofPlugins corefile: Corefile) -> [RunNote] {
    guard !corefile.otherPlugins.isEmpty else { return [] }
    return [
      RunNote(
        kind: .notModelled, subject: "kube-system/coredns",
        text: "its plugins " + corefile.otherPlugins.joined(separator: ", ")
          + " are left out: names are answered without them")
    ]
  }

  /// Workloads whose software keeps answers itself.
  private static func notes(ofKeepers workloads: [WorkloadSpec]) -> [RunNote] {
    workloads.compactMap { owner in
      guard let life = owner.resolver.answerLife else { return nil }
      let time = life == .infinity ? "for ever" : "for \(Int(life.seconds.rounded())) s"
      return RunNote(
        kind: .inferred, subject: "\(owner.namespace)/\(owner.name)",
        text: "runs on the Java virtual machine, which keeps the addresses of names \(time)")
    }
  }

  /// What a run without DNS should say.
  static func notes(
    _ cluster: ClusterSpec, _ manifests: ManifestSet, later: [ServiceSpec]
  ) -> [RunNote] {
    if let names = PlatformNames(cluster, manifests, later: later) {
      return notes(ofKeepers: cluster.workloads) + notes(of: names.nodeCaches?.name)
        + notes(ofPlugins: names.corefile)
    }
    return [
      RunNote(
        kind: .notModelled, subject: "dns",
        text: "no DNS is among the manifests (a Service kube-system/kube-dns): names are found at "
          + "once and always")
    ]
  }
}
