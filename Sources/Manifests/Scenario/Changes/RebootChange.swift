package import SimulationKernel

/// A machine that an administrator reboots, as `systemctl reboot` on it does.
package struct RebootChange: Sendable {
  /// Name of the node.
  package let node: String
  /// Where the name was written.
  package let span: SourceSpan
  /// From power-off until the machine boots.
  package let downtime: SimDuration
  /// Whether nobody is asked before the power goes (`systemctl reboot --force --force`).
  package let isForced: Bool

  /// Makes a change.
  package init(node: String, span: SourceSpan, downtime: SimDuration, isForced: Bool = false) {
    self.node = node
    self.span = span
    self.downtime = downtime
    self.isForced = isForced
  }
}

extension RebootChange: SpecObject {
  static let what = "a reboot of a node"

  /// `reboot: {node: NAME, downtime: 1m}`; with `force: true` the power goes at once.
  static var choice: SpecChoice<ChangeAction> {
    SpecChoice("reboot", .object(Self.self), "a machine is shut down and boots again") {
      reboot, _ in .reboot(reboot)
    }
  }

  init?(_ reader: inout SpecReader) {
    let node = reader.required("node", .name as SpecType<LocatedText>, "the node, like worker-3")
    downtime = reader.optional(
      "downtime", .duration, default: .minutes(1),
      "from power-off until the machine boots; 1m by default")
    isForced = reader.optional(
      "force", .flag, default: false,
      "whether the power goes at once, without the kubelet's shutdownGracePeriod")
    guard let node else { return nil }
    self.node = node.text
    span = node.span
  }
}
