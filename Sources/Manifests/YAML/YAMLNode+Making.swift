/// Values that the program makes: what operators write for their resources.
extension YAMLNode: ExpressibleByStringInterpolation {
  /// Text, whatever it looks like.
  package init(stringLiteral value: String) { self.init(.scalar(value)) }
}

extension YAMLNode: ExpressibleByIntegerLiteral {
  /// A number.
  package init(integerLiteral value: Int) { self.init(value) }

  /// A number.
  init(_ value: Int) { self.init(.scalar(String(value)), isPlain: true) }
}

extension YAMLNode: ExpressibleByBooleanLiteral {
  /// `true` or `false`.
  package init(booleanLiteral value: Bool) {
    self.init(.scalar(value ? "true" : "false"), isPlain: true)
  }
}

extension YAMLNode: ExpressibleByArrayLiteral {
  /// A list.
  package init(arrayLiteral elements: YAMLNode...) { self.init(.sequence(elements)) }
}

extension YAMLNode: ExpressibleByDictionaryLiteral {
  /// A mapping; what is null counts as absent, as everywhere in Kubernetes' objects.
  package init(dictionaryLiteral elements: (String, YAMLNode)...) { self.init(elements) }

  /// A mapping of some pairs.
  init(_ pairs: [(String, YAMLNode)]) {
    self.init(.mapping(pairs.map { (key: YAMLNode(.scalar($0.0)), value: $0.1) }))
  }

  /// A mapping of labels or the like.
  init(_ map: StringMap) {
    self.init(map.entries.map { ($0.key, YAMLNode(stringLiteral: $0.value)) })
  }

  /// Nothing: a field that is absent.
  static var none: YAMLNode { YAMLNode(.null) }
}

extension YAMLNode {
  /// The value with another laid over it, as a strategic merge patch does.
  ///
  /// Mappings are laid over each other field by field, and null takes a field away; lists of named
  /// elements element by element, mounts by their path; anything else takes the place of what was
  /// there (apimachinery pkg/util/strategicpatch).
  func patched(with patch: YAMLNode?) -> YAMLNode {
    guard let patch else { return self }
    switch (content, patch.content) {
    case (.mapping(let own), .mapping(let changes)):
      var pairs = own
      for change in changes {
        let position = pairs.firstIndex { $0.key.text == change.key.text }
        guard let position else {
          pairs.append(change)
          continue
        }
        pairs[position].value = pairs[position].value.patched(with: change.value)
      }
      return YAMLNode(.mapping(pairs), span: patch.span)
    case (.sequence(let own), .sequence(let changes)):
      return YAMLNode(.sequence(Self.merged(own, changes)), span: patch.span)
    default: return patch
    }
  }

  private static func merged(_ own: [YAMLNode], _ changes: [YAMLNode]) -> [YAMLNode] {
    guard (own + changes).allSatisfy({ $0.mergeKey != nil }) else { return changes }
    var elements = own
    for change in changes {
      let position = elements.firstIndex { $0.mergeKey == change.mergeKey }
      guard let position else {
        elements.append(change)
        continue
      }
      elements[position] = elements[position].patched(with: change)
    }
    return elements
  }

  private var mergeKey: String? { self["mountPath"]?.text ?? self["name"]?.text }

  /// The value, and all in it that was written nowhere, as if it stood at a place.
  func placed(at place: SourceSpan) -> YAMLNode {
    var node = self
    if !node.span.isKnown { node.span = place }
    switch content {
    case .mapping(let pairs):
      node.content = .mapping(pairs.map { ($0.key.placed(at: place), $0.value.placed(at: place)) })
    case .sequence(let elements): node.content = .sequence(elements.map { $0.placed(at: place) })
    case .scalar, .null: break
    }
    return node
  }
}
