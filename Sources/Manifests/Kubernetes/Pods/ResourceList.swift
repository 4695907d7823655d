/// Amounts by resource name: `cpu`, `memory`, `ephemeral-storage`, `nvidia.com/gpu`.
///
/// Source: Kubernetes core/v1 ResourceList. Kept sorted by name.
package struct ResourceList: Hashable, ManifestDecodable, Sendable {
  /// An amount of one resource.
  package struct Entry: Hashable, Sendable {
    /// Resource name.
    package var name: String
    /// Amount.
    package var quantity: Quantity
    /// Where the amount was written.
    package var span: SourceSpan
  }

  /// Amounts, by name.
  package private(set) var entries: [Entry] = []

  /// Makes an empty list.
  package init() {}

  /// Reads a mapping of resource names to quantities.
  package init?(from node: YAMLNode, _ diagnostics: DiagnosticCollector) {
    guard let pairs = node.pairs else {
      diagnostics.wrongType("a mapping of resources to quantities", node)
      return nil
    }
    for (key, value) in pairs {
      guard let name = key.text, let quantity = Quantity(from: value, diagnostics) else { continue }
      if quantity < .zero {
        diagnostics.invalidValue("\(name) may not be negative", value)
      } else {
        insert(Entry(name: name, quantity: quantity, span: value.span))
      }
    }
  }

  /// The amount of a resource; assigning nil removes it.
  package subscript(name: String) -> Quantity? {
    get { entries.first { $0.name == name }?.quantity }
    set {
      let span = entries.first { $0.name == name }?.span ?? .unknown
      entries.removeAll { $0.name == name }
      if let newValue { insert(Entry(name: name, quantity: newValue, span: span)) }
    }
  }

  /// CPU in cores.
  package var cpu: Quantity? { self["cpu"] }

  /// Memory in bytes.
  package var memory: Quantity? { self["memory"] }

  /// Whether no amount is given.
  package var isEmpty: Bool { entries.isEmpty }

  /// Adds the amounts of another list for resources that this one does not name.
  package mutating func fill(from other: ResourceList) {
    for entry in other.entries where self[entry.name] == nil { insert(entry) }
  }

  private mutating func insert(_ entry: Entry) {
    entries.removeAll { $0.name == entry.name }
    let index = entries.firstIndex { $0.name > entry.name } ?? entries.count
    entries.insert(entry, at: index)
  }
}
