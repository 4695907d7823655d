import SimulationKernel

/// A node's pods of one DaemonSet that run or shall run there.
///
/// While a surge goes on a node has two: the one of the newest revision and the one that it
/// replaces.
struct DaemonPair {
  /// The pod of the newest revision; `none` without one.
  var current = PodHandle.none
  /// The pod of another revision; `none` without one.
  var outdated = PodHandle.none
  /// Whether the node has a pod of the set that keeps it from another.
  var isOccupied = false
  /// Whether a failed pod of the newest revision waits there for the end of the back-off.
  var holdsFailure = false

  /// The pod of the newest revision, or that of another.
  subscript(isNewest isNewest: Bool) -> PodHandle {
    get { isNewest ? current : outdated }
    set {
      if isNewest { current = newValue } else { outdated = newValue }
    }
  }
}
