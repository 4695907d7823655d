/// The CPU model's own events, in the range 100...109 of the cluster room's kinds.
///
/// They are addressed to `Room.cluster`; the argument is the index of the node.
package enum CPUEvent: UInt8, Sendable {
  /// The next instant of a node's plan: a completion, an exhausted quota or the end of a period.
  case planInstant = 100

  /// Decodes the kind of a notice; nil if it is not the CPU model's.
  package init?(kind: UInt8) { self.init(rawValue: kind) }
}
