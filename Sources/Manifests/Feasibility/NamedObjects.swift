/// Names of one kind's objects by namespace, and advice where a name leads nowhere.
package struct NamedObjects: Sendable {
  private var names: [String: [String]] = [:]
  private var namespaces: [String] = []
  private var known: Set<String> = []

  /// No names.
  package init() {}

  /// Takes the names of objects.
  init(_ objects: [ObjectMeta]) {
    for object in objects { add(object.name, in: object.home) }
  }

  /// Adds a name.
  mutating func add(_ name: String, in namespace: String) {
    guard known.insert("\(namespace)/\(name)").inserted else { return }
    if names[namespace] == nil { namespaces.append(namespace) }
    names[namespace, default: []].append(name)
  }

  /// Adds a name that exists but is never advised.
  mutating func addSilently(_ name: String, in namespace: String) {
    known.insert("\(namespace)/\(name)")
  }

  /// Whether a namespace has an object of a name.
  package func contains(_ name: String, in namespace: String) -> Bool {
    known.contains("\(namespace)/\(name)")
  }

  /// The first namespace that has an object of a name.
  func namespace(of name: String) -> String? {
    namespaces.first { contains(name, in: $0) }
  }

  /// Names of a namespace.
  func names(in namespace: String) -> [String] { names[namespace] ?? [] }

  /// What to write in place of a name that a namespace does not have: the same name elsewhere, then
  /// the nearest of the namespace, then the nearest of all.
  ///
  /// - Parameter isReachable: whether an object of another namespace can be named, as `name.space`.
  package func help(for name: String, in namespace: String, isReachable: Bool = false) -> String? {
    let others = namespaces.filter { $0 != namespace }
    if let other = others.first(where: { contains(name, in: $0) }) {
      return isReachable
        ? "the namespace \"\(other)\" has one: write \"\(name).\(other)\""
        : "the namespace \"\(other)\" has one, which can not be named from \"\(namespace)\""
    }
    if let near = nearest(name, in: names[namespace] ?? []) { return "did you mean \"\(near)\"?" }
    for other in others {
      guard let near = nearest(name, in: names[other] ?? []) else { continue }
      return isReachable
        ? "did you mean \"\(near).\(other)\"?"
        : "the nearest is \"\(near)\" in the namespace \"\(other)\""
    }
    return nil
  }
}
