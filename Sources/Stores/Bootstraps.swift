import Mesh
import SimulationKernel

/// How far a client has come that seeks the map of its store.
struct Bootstrap {
  /// Connections in a row that were not made.
  var failures = 0
  /// The member to whose pod the client's next connection is under way.
  var target: Int?
}

/// The calls whose clients seek the map of their store, by the slot of the call in the mesh.
///
/// Every call that arrives asks for its own slot, so that an outage in which many clients seek at
/// once costs each of them the same. A slot is kept from the first call in it that seeks; a later
/// call there has another handle.
struct Bootstraps {
  private struct Slot {
    var call = Handle<Call>.none
    var bootstrap = Bootstrap()
  }

  private var slots: [Slot] = []

  /// What the client of a call does; nil where it seeks no map.
  subscript(call: Handle<Call>) -> Bootstrap? {
    get {
      guard call.index < slots.count, slots[call.index].call == call else { return nil }
      return slots[call.index].bootstrap
    }
    set {
      if let newValue {
        let lacking = call.index + 1 - slots.count
        if lacking > 0 { slots.append(contentsOf: repeatElement(Slot(), count: lacking)) }
        slots[call.index] = Slot(call: call, bootstrap: newValue)
      } else if call.index < slots.count, slots[call.index].call == call {
        slots[call.index].call = .none
      }
    }
  }
}
