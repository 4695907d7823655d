/// Packets between two sides are lost.
package struct NetworkPartition: FaultAction {
  /// The field by which a scenario asks for it.
  package static let kind = "networkPartition"
  /// What breaks, for the schema.
  package static let summary = "packets between two sides are lost"
  /// Whether nothing is undone.
  package static let happensOnce = false

  /// Which way packets are lost (Chaos Mesh's `direction`).
  package enum Direction: String, Sendable, CaseIterable {
    /// Those that `from` sends.
    case to
    /// Those that `from` receives.
    case from
    case both
  }

  /// One side.
  package let from: FaultTarget
  /// The other side; nil means everything else.
  package let to: FaultTarget?
  /// Which way packets are lost; `both` where none was written.
  package let direction: Direction

  /// What it is aimed at.
  package var targets: [FaultTarget] { [from] + (to.map { [$0] } ?? []) }
}

extension NetworkPartition: SpecObject {
  static let what = "a network partition"

  init?(_ reader: inout SpecReader) {
    let other = reader.optional(
      "to", .object(FaultTarget.self), "the other side; everything else by default")
    direction = reader.optional(
      "direction", .word(Direction.self), default: .both,
      "which packets are lost: those that `from` sends (to) or receives (from), or both")
    let sides = reader.choice([
      SpecChoice("from", .object(FaultTarget.self), "one side") { from, _ in
        Link(from: from, to: other)
      },
      SpecChoice("link", .object(Link.self), "both sides in one") { link, _ in link },
    ])
    if reader.has("link"), reader.has("to") {
      reader.diagnostics.error(
        "the link names its other side itself", at: reader.span(of: "to"),
        code: "conflicting-fields")
    }
    guard let sides else { return nil }
    from = sides.from
    to = sides.to
  }
}

/// The two sides of a connection.
private struct Link: SpecObject {
  static let what = "a link"
  let from: FaultTarget
  let to: FaultTarget?

  init(from: FaultTarget, to: FaultTarget?) {
    self.from = from
    self.to = to
  }

  init?(_ reader: inout SpecReader) {
    let from = reader.required("from", .object(FaultTarget.self), "one side")
    to = reader.optional(
      "to", .object(FaultTarget.self), "the other side; everything else by default")
    guard let from else { return nil }
    self.from = from
  }
}
