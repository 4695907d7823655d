/// Processes or threads are started and never end: by the software of pods, or by a daemon of
/// machines.
package struct ProcessLeak: FaultAction {
  /// The field by which a scenario asks for it.
  package static let kind = "processLeak"
  /// What breaks, for the schema.
  package static let summary = "processes or threads are started and never end"
  /// Whether nothing is undone.
  package static let happensOnce = false

  /// Whose they are.
  package let owner: Owner
  /// How many of them each tries to have.
  package let amount: Amount

  /// Who starts processes.
  package enum Owner: Sendable {
    /// A daemon of each of some machines.
    case machines(NodeTarget)
    /// The software of each of some pods.
    case pods(PodTarget)
  }

  /// How many processes.
  package enum Amount: Sendable {
    /// So many.
    case count(Int64)
    /// A share of what a machine can have, from 0 to 1.
    case share(Double)
  }

  /// What it is aimed at.
  package var targets: [FaultTarget] {
    switch owner {
    case .machines(let target): [.nodes(target)]
    case .pods(let target): [.pods(target)]
    }
  }
}

extension ProcessLeak: SpecObject {
  static let what = "a process leak"

  init?(_ reader: inout SpecReader) {
    let mode = reader.targetMode(default: .one) ?? .one
    let count = reader.optional(
      "processes", .count(), "how many processes and threads each tries to have")
    let share = reader.optional(
      "share", .ratio, "or a share of what a machine can have, like 95%; all by default")
    if reader.has("processes"), reader.has("share") {
      reader.diagnostics.error(
        "processes already say how many", at: reader.span(of: "share"),
        code: "conflicting-fields")
    }
    amount = count.map { Amount.count(Int64($0)) } ?? .share(share ?? 1)
    let machines = NodeTarget.choices.map { choice in choice.map { Owner.machines($0) } }
    let pods = PodTarget.choices(mode).map { choice in choice.map { Owner.pods($0) } }
    guard let owner = reader.choice(machines + pods) else { return nil }
    self.owner = owner
  }
}
