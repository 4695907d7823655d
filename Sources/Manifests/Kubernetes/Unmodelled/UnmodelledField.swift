/// A field that is read and checked as Kubernetes does, and that does not act on the simulation.
///
/// The catalog has one line a field; when a field begins to act, its line goes.
package struct UnmodelledField: Sendable {
  /// The API group of its kind, empty for Kubernetes' core.
  let group: String
  /// The kind of the objects that have it.
  let kind: String
  /// The names on the way to it; none for the object itself.
  ///
  /// A `[]` after a name means each element of a list.
  let path: [String]
  /// What holds in the simulation instead.
  let effect: String
  /// Values that say what holds anyhow.
  let harmless: [String]

  /// Makes a field from its path, the names divided by spaces.
  init(
    _ group: String, _ kind: String, _ path: String, _ effect: String,
    unless harmless: [String] = []
  ) {
    self.group = group
    self.kind = kind
    self.path = path.split(separator: " ").map(String.init)
    self.effect = effect
    self.harmless = harmless
  }

  /// Whether an object says it.
  func isWritten(in document: ManifestDocument) -> Bool {
    document.kind == kind && document.group == group && isWritten(in: document.node, path[...])
  }

  private func isWritten(in node: YAMLNode, _ rest: ArraySlice<String>) -> Bool {
    guard let name = rest.first else {
      return !node.isNull && !(node.elements?.isEmpty ?? false)
        && !(node.text.map(harmless.contains) ?? false)
    }
    let after = rest.dropFirst()
    if name.hasSuffix("[]") {
      return node[String(name.dropLast(2))]?.elements?.contains { isWritten(in: $0, after) }
        ?? false
    }
    return node[name].map { isWritten(in: $0, after) } ?? false
  }
}

/// A field that has no effect, with the objects that say it.
package struct UnmodelledUse: Sendable {
  /// The kind of the objects.
  package let kind: String
  /// The name of the field; empty where the kind itself has no effect.
  package let field: String
  /// What is written, what holds instead, and in which objects.
  package let text: String

  /// What of the input has no effect, in the catalog's order.
  package static func found(in documents: [ManifestDocument]) -> [UnmodelledUse] {
    UnmodelledField.catalog.compactMap { field in
      let names = documents.filter(field.isWritten).map { document in
        document.namespace.map { "\($0)/\(document.name)" } ?? document.name
      }
      guard let first = names.first else { return nil }
      let others = names.count - 1
      let place = others == 0 ? first : "\(first) and \(others) other\(others == 1 ? "" : "s")"
      let what = field.path.isEmpty ? "" : "\(field.path.joined(separator: ".")): "
      return UnmodelledUse(
        kind: field.kind, field: field.path.last ?? "",
        text: "\(what)\(field.effect) (\(place))")
    }
  }
}
