import SimulationKernel

/// How many of ClickHouse's replicas hold an insert before it is acknowledged (`insert_quorum`).
package struct InsertQuorum: Equatable, Sendable {
  /// What an insert is answered.
  package enum Result: String, Equatable, Sendable {
    case accepted = "ok"
    /// The coordinating group does not answer: replicated tables are read-only.
    case readOnly = "error: readonly / KEEPER_EXCEPTION"
    /// Fewer replicas live than are to hold it.
    case tooFewReplicas = "error: TOO_FEW_LIVE_REPLICAS"
    /// Too few replicas fetched it in time: it may be there or not, and the client repeats it.
    case unknown = "error: UNKNOWN_STATUS_OF_INSERT"
  }

  /// The replicas that were asked for; nil is a majority (`auto`), 0 and 1 only the one that
  /// takes the insert.
  package var replicas: Int?

  /// Makes a quorum.
  package init(replicas: Int?) { self.replicas = replicas }

  /// Replicas that hold an insert before it is acknowledged.
  package func needed(of copies: Int) -> Int {
    max(1, replicas ?? Quorum.majority(of: copies))
  }

  /// What becomes of an insert when it arrives.
  package func admit(copies: Int, alive: Int, isCoordinated: Bool) -> Result {
    guard isCoordinated else { return .readOnly }
    return alive < needed(of: copies) ? .tooFewReplicas : .accepted
  }

  /// What an insert is answered that some replicas hold when its time is over.
  package func conclude(holding: Int, of copies: Int) -> Result {
    holding < needed(of: copies) ? .unknown : .accepted
  }
}
