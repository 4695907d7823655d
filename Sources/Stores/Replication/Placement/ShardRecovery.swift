package import SimulationKernel

/// A copy that is made anew on a member from another: bytes that come through at a limited rate.
package struct ShardRecovery: Equatable, Sendable {
  /// How copies are made anew.
  package struct Rule: Equatable, Sendable {
    /// How long a lost copy is waited for before another is made (Elasticsearch's
    /// `index.unassigned.node_left.delayed_timeout`).
    package var delay: SimDuration
    /// Bytes a second that a member sends or receives for all its recoveries
    /// (`indices.recovery.max_bytes_per_sec`).
    package var bytesPerSecond: Double
    /// Recoveries that a member sends or receives at a time
    /// (`cluster.routing.allocation.node_concurrent_recoveries`).
    package var concurrent: Int
    /// Whether another member may take the copy over; otherwise the copy waits for its own.
    package var movesCopies: Bool

    /// Whether the source reads its disk for it; what is in memory is sent from there.
    package var readsDisk = true

    /// Makes a rule.
    package init(
      delay: SimDuration, bytesPerSecond: Double, concurrent: Int, movesCopies: Bool
    ) {
      self.delay = delay
      self.bytesPerSecond = bytesPerSecond
      self.concurrent = concurrent
      self.movesCopies = movesCopies
    }
  }

  /// The member that sends.
  package let source: Int
  /// The member that receives.
  package let target: Int
  /// Bytes that are still to come.
  package private(set) var remaining: Double

  /// Begins a recovery.
  package init(source: Int, target: Int, bytes: Int64) {
    self.source = source
    self.target = target
    remaining = Double(bytes)
  }

  /// Whether the copy is whole.
  package var isDone: Bool { remaining <= 0 }

  /// What was written meanwhile comes too.
  package mutating func grow(by bytes: Int64) { remaining += Double(max(0, bytes)) }

  /// Time passes, in which bytes came at a rate.
  package mutating func advance(by time: SimDuration, rate: Double) {
    remaining -= time.seconds * rate
  }
}
