import Cluster
import Manifests
import Metrics

/// Where a platform's pods look names up: the Service that kubelets name as `clusterDNS`.
struct PlatformNames {
  /// The Service of the DNS, by number in the cluster.
  let service: Int
  /// What CoreDNS was told.
  let corefile: Corefile

  /// Finds the DNS among the objects; nil where there is none.
  ///
  /// kubeadm, kops, k3s and the managed offerings all call its Service kube-dns or coredns, and
  /// label it `k8s-app: kube-dns`.
  init?(_ cluster: ClusterSpec, _ manifests: ManifestSet) {
    let service = cluster.services.firstIndex { service in
      service.namespace == "kube-system"
        && (service.labels["k8s-app"] == "kube-dns"
          || ["kube-dns", "coredns"].contains(service.name))
    }
    guard let service else { return nil }
    self.service = service
    let text = manifests.configMaps.first {
      $0.metadata.namespace == "kube-system" && $0.metadata.name == "coredns"
    }?.data["Corefile"]
    corefile = text.map { Corefile($0) } ?? Corefile()
  }

  /// What a run without DNS should say.
  static func notes(_ cluster: ClusterSpec, _ manifests: ManifestSet) -> [RunNote] {
    guard PlatformNames(cluster, manifests) == nil else { return [] }
    return [
      RunNote(
        kind: .notModelled, subject: "dns",
        text: "no DNS is among the manifests (a Service kube-system/kube-dns): names are found at "
          + "once and always")
    ]
  }
}
