/// A node's taint that an administrator sets or removes, as `kubectl taint nodes` does.
package struct TaintChange: Sendable {
  /// Name of the node.
  package let node: String
  /// Where the name was written.
  package let span: SourceSpan
  /// Key of the taint.
  package let key: String
  /// Value of the taint; empty where none was written.
  package let value: String
  /// What it does; nil takes away the taints of all effects with the key.
  package let effect: NodeTaint.Effect?
  /// Whether it is taken away.
  package let isRemoved: Bool

  /// Makes a change.
  package init(
    node: String, span: SourceSpan, key: String, value: String, effect: NodeTaint.Effect?,
    isRemoved: Bool
  ) {
    self.node = node
    self.span = span
    self.key = key
    self.value = value
    self.effect = effect
    self.isRemoved = isRemoved
  }
}

extension TaintChange: SpecObject {
  static let what = "a taint of a node"

  /// `taint: {node: NAME, key: KEY, value: VALUE, effect: EFFECT}`; `remove: true` takes it away.
  static var choice: SpecChoice<ChangeAction> {
    SpecChoice("taint", .object(Self.self), "a taint is set on a node, or taken away") {
      taint, _ in .taint(taint)
    }
  }

  init?(_ reader: inout SpecReader) {
    let node = reader.required("node", .name as SpecType<LocatedText>, "the node, like worker-3")
    let key = reader.required("key", .name as SpecType<String>, "its key")
    value = reader.optional("value", .text, default: "", "its value; empty by default")
    effect = reader.optional(
      "effect", .word(NodeTaint.Effect.self),
      "what it does to pods that do not tolerate it; NoSchedule where it is set and left out")
    isRemoved = reader.optional("remove", .flag, default: false, "whether it is taken away")
    guard let node, let key else { return nil }
    self.node = node.text
    span = node.span
    self.key = key
  }
}
