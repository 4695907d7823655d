import Cluster
import Mesh
import SimulationKernel

/// Which clients of a store know its map: Kafka's metadata, Redis Cluster's slots.
///
/// A client asks the pod that the store's Service picks for it, and has it until its process ends.
/// Clients that ran before the run began have it, and so have those outside the cluster.
struct ClientMaps {
  private struct ClientProcess: Equatable {
    var pod = PodHandle.none
    var restarts: UInt16 = 0
  }

  /// The process that learned the map in each pod, by the pod's index.
  private var learned: [ClientProcess] = []

  /// Whether a client, by its pod's index, knows the map.
  func isKnown(to client: UInt32, in cluster: borrowing Cluster) -> Bool {
    guard client != Network.outside, let pod = cluster.pods.handle(at: Int(client)) else {
      return true
    }
    guard cluster.pods[pod].servingSince >= .zero else { return true }
    return client < learned.count && learned[Int(client)] == Self.process(in: pod, cluster)
  }

  /// A client was told the map.
  mutating func learn(_ client: UInt32, in cluster: borrowing Cluster) {
    guard client != Network.outside, let pod = cluster.pods.handle(at: Int(client)) else { return }
    while learned.count <= client { learned.append(ClientProcess()) }
    learned[Int(client)] = Self.process(in: pod, cluster)
  }

  private static func process(in pod: PodHandle, _ cluster: borrowing Cluster) -> ClientProcess {
    ClientProcess(pod: pod, restarts: cluster.pods[pod].restarts)
  }
}
