/// Names and texts in the order they were written: labels, annotations, environment, data.
package struct StringMap: Hashable, Sendable {
  /// One name with its text.
  package struct Entry: Hashable, Sendable {
    /// The name.
    package var key: String
    /// The text.
    package var value: String

    /// Makes an entry.
    package init(key: String, value: String) {
      self.key = key
      self.value = value
    }
  }

  /// The entries in their order; every key once.
  package private(set) var entries: [Entry]

  /// Makes a map; of two entries with the same key the last one stays.
  package init(_ entries: [(key: String, value: String)] = []) {
    self.entries = []
    for (key, value) in entries { self[key] = value }
  }

  /// The text of a name; assigning nil removes it.
  package subscript(key: String) -> String? {
    get { entries.first { $0.key == key }?.value }
    set {
      let index = entries.firstIndex { $0.key == key }
      switch (index, newValue) {
      case (let index?, let value?): entries[index].value = value
      case (let index?, nil): entries.remove(at: index)
      case (nil, let value?): entries.append(Entry(key: key, value: value))
      case (nil, nil): break
      }
    }
  }

  /// Whether there is no entry.
  package var isEmpty: Bool { entries.isEmpty }

  /// Number of entries.
  package var count: Int { entries.count }

  /// Whether every entry of this map is in another with the same text.
  package func isSubset(of other: StringMap) -> Bool {
    entries.allSatisfy { other[$0.key] == $0.value }
  }
}

extension StringMap: ManifestDecodable {
  /// Reads a mapping of names to texts; null counts as the empty text.
  package init?(from node: YAMLNode, _ diagnostics: DiagnosticCollector) {
    self.init()
    if node.isNull { return }
    guard let pairs = node.pairs else {
      diagnostics.wrongType("a mapping of names to text", node)
      return nil
    }
    entries.reserveCapacity(pairs.count)
    for (key, value) in pairs {
      guard let name = key.text else { continue }
      let text = value.isNull ? "" : String(from: value, diagnostics)
      if let text { entries.append(Entry(key: name, value: text)) }
    }
  }
}
