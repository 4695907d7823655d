import Cluster
import Mesh
import SimulationKernel

/// What backups, restores and drills take from the machines: the network, and core time.
extension Stores {
  /// Brings what a store's backups and restores move to the interfaces of the machines: what is
  /// left of them is for messages.
  mutating func carryStreams(
    of store: Int, _ mesh: inout Mesh, _ cluster: borrowing Cluster
  ) {
    let old = streams[store]
    let fresh = groups.stores[store].streams
    guard !old.isEmpty || !fresh.isEmpty else { return }
    streams[store] = fresh
    let interval = StoreGroups.watchInterval.seconds
    for stream in fresh {
      guard let node = node(of: stream.member, cluster) else { continue }
      mesh.countStream(
        ofNode: node, sent: stream.sent * interval, received: stream.received * interval)
    }
    guard old != fresh else { return }
    var nodes: [Int] = []
    for stream in old + fresh {
      guard let node = node(of: stream.member, cluster), !nodes.contains(node) else { continue }
      nodes.append(node)
    }
    for node in nodes { setStreams(ofNode: node, &mesh, cluster) }
  }

  private func setStreams(ofNode node: Int, _ mesh: inout Mesh, _ cluster: borrowing Cluster) {
    var (sent, received) = (0.0, 0.0)
    for list in streams {
      for stream in list where self.node(of: stream.member, cluster) == node {
        sent += stream.sent
        received += stream.received
      }
    }
    mesh.setStreams(ofNode: node, sent: sent, received: received)
  }

  private func node(of member: Int, _ cluster: borrowing Cluster) -> Int? {
    guard cluster.pods.contains(pods[member]) else { return nil }
    let node = Int(cluster.pods[pods[member]].node)
    return node < 0 ? nil : node
  }

  /// The process that brings a backup back works in a member's container.
  mutating func beginRestoreWork(
    at member: Int, _ attempt: UInt16, _ length: SimDuration, in simulation: inout Simulation,
    _ cluster: inout Cluster
  ) {
    guard cluster.pods.contains(pods[member]) else { return }
    let container = Int(cluster.pods[pods[member]].mainCPU)
    guard container >= 0 else { return }
    let job = cluster.cpu.start(
      work: length, container: container, notify: Room.stores.rawValue,
      kind: StoreEvent.restoreWorked.rawValue,
      argument: IndexedArgument(member, attempt).rawValue, in: &simulation)
    if !job.isNone { restoreJobs[member].append(job) }
  }

  /// Whether core time that a restore asked for is over.
  mutating func endRestoreWork(
    at member: Int, in simulation: inout Simulation, _ cluster: inout Cluster
  ) -> Bool {
    let jobs = restoreJobs[member]
    guard let index = jobs.firstIndex(where: { cluster.cpu.finish($0, in: &simulation) }) else {
      return false
    }
    restoreJobs[member].remove(at: index)
    return true
  }
}
