import Manifests
import Mesh

/// The numbers of the firewall's gates for connections between the pods of a store, by the ports
/// that they listen on.
struct StoreGates: Sendable {
  /// For connections between two members with data.
  let members: UInt16
  /// For connections between a member with data and a pod of the coordinating group.
  let coordinators: UInt16
  /// For connections between two pods of the coordinating group.
  let coordination: UInt16

  init(_ ports: StorePorts, _ mesh: inout Mesh) {
    members = mesh.gate(betweenMembersAt: ports.members)
    coordinators = mesh.gate(betweenMembersAt: ports.coordinators)
    coordination = mesh.gate(betweenMembersAt: ports.coordination)
  }
}

extension Stores {
  /// The gate for connections between two members of one store.
  func gate(_ one: Int, _ other: Int) -> UInt16 {
    let store = groups.members[one].store
    let data = groups.stores[store].members
    switch (data.contains(one), data.contains(other)) {
    case (true, true): return gates[store].members
    case (false, false): return gates[store].coordination
    default: return gates[store].coordinators
    }
  }
}
