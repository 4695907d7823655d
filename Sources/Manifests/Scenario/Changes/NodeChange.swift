/// `drain`, `cordon` and `uncordon: {node: NAME}`, as kubectl's commands of these names.
struct NodeChange: SpecObject {
  static let what = "a node"
  let name: LocatedText

  static var drain: SpecChoice<ChangeAction> {
    SpecChoice(
      "drain", .object(Self.self),
      "no new pods, and those there are evicted, as with --ignore-daemonsets "
        + "--delete-emptydir-data --force"
    ) { node, _ in .drain(node: node.name.text, span: node.name.span) }
  }

  static var cordon: SpecChoice<ChangeAction> {
    SpecChoice("cordon", .object(Self.self), "no new pods") { node, _ in
      .cordon(node: node.name.text, span: node.name.span)
    }
  }

  static var uncordon: SpecChoice<ChangeAction> {
    SpecChoice("uncordon", .object(Self.self), "pods again") { node, _ in
      .uncordon(node: node.name.text, span: node.name.span)
    }
  }

  init?(_ reader: inout SpecReader) {
    let name = reader.required("node", .name as SpecType<LocatedText>, "the node, like worker-3")
    guard let name else { return nil }
    self.name = name
  }
}
