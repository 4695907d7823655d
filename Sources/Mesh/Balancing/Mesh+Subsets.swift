import Cluster
import Manifests
import SimulationKernel

/// Parts of a service's pods that rules of routing choose by labels.
extension Mesh {
  /// Whether labels of pods decide where calls go.
  package var watchesLabels: Bool { !subsets.isEmpty }

  /// Takes over which pods of a service are in its subsets.
  mutating func learnSubsets(of service: Int, from cluster: borrowing Cluster) {
    for subset in subsets where subset.spec.service == service {
      var members = balancer.members(of: service)
      members.removeAll { pod in
        let handle = PodHandle(rawValue: pod)
        guard let labels = subset.spec.labels, cluster.pods.contains(handle) else { return true }
        return !labels.isSubset(of: StringMap(cluster.labels(of: handle)))
      }
      setMembers(members, of: subset.upstream)
    }
  }

  /// Adds the next upstream.
  mutating func addUpstream(_ spec: BalancerSpec) {
    balancer.addUpstream(spec)
    proxyViews.add(spec.guarding)
  }

  /// Takes over the labels of a pod, which policies and subsets choose it by.
  mutating func learnLabels(of pod: PodHandle, in cluster: borrowing Cluster) {
    classify(pod, in: cluster)
    guard watchesLabels else { return }
    for service in cluster.services.indices
    where balancer.members(of: service).contains(pod.rawValue) {
      learnSubsets(of: service, from: cluster)
    }
  }
}
