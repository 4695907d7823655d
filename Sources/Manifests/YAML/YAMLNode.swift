/// A YAML value with the place it was written at.
///
/// Anchors, aliases, merge keys and tags are already resolved; a plain scalar keeps its text, and
/// its type is found when a field asks for it (see `PlainScalar`).
package struct YAMLNode: Sendable {
  /// What the value is.
  package enum Content: Sendable {
    case scalar(String)
    case sequence([YAMLNode])
    case mapping([(key: YAMLNode, value: YAMLNode)])
    case null
  }

  /// What the value is.
  package var content: Content
  /// Where it was written.
  package var span: SourceSpan
  /// Whether a scalar was written without quotes, so that it may be a number or a boolean.
  package var isPlain: Bool

  /// Makes a value.
  package init(_ content: Content, span: SourceSpan = .unknown, isPlain: Bool = false) {
    self.content = content
    self.span = span
    self.isPlain = isPlain
  }

  /// The value of a mapping's key; nil where the key is missing or the node is no mapping.
  package subscript(key: String) -> YAMLNode? { entry(key)?.value }

  /// A mapping's key and value; nil where the key is missing or the node is no mapping.
  package func entry(_ name: String) -> (key: YAMLNode, value: YAMLNode)? {
    guard case .mapping(let pairs) = content else { return nil }
    return pairs.first { $0.key.text == name }
  }

  /// A mapping's pairs in their order; nil for other nodes.
  package var pairs: [(key: YAMLNode, value: YAMLNode)]? {
    guard case .mapping(let pairs) = content else { return nil }
    return pairs
  }

  /// A sequence's elements; nil for other nodes.
  package var elements: [YAMLNode]? {
    guard case .sequence(let elements) = content else { return nil }
    return elements
  }

  /// A scalar's text whatever its type is; nil for other nodes.
  package var text: String? {
    guard case .scalar(let text) = content else { return nil }
    return text
  }

  /// A scalar's text if it is a string: quoted, or plain and neither number nor boolean.
  package var string: String? {
    guard case .scalar(let text) = content else { return nil }
    guard isPlain else { return text }
    return PlainScalar(text).isString ? text : nil
  }

  /// Whether the node is null: `null`, `~` or nothing after the colon.
  package var isNull: Bool {
    if case .null = content { return true }
    return false
  }

  /// A scalar's type as Kubernetes' YAML reader resolves it; nil for other nodes.
  package var scalar: PlainScalar? {
    guard case .scalar(let text) = content else { return nil }
    return isPlain ? PlainScalar(text) : .string
  }

  /// What the node is, in a few words for messages.
  package var kindDescription: String {
    switch content {
    case .null: "nothing"
    case .sequence: "a list"
    case .mapping: "a mapping"
    case .scalar(let text):
      switch scalar ?? .string {
      case .string: "text \"\(excerpt(text))\""
      case .bool: "the boolean \(excerpt(text))"
      case .integer, .float: "the number \(excerpt(text))"
      }
    }
  }

  private func excerpt(_ text: String) -> String {
    text.unicodeScalars.count > 40 ? String(text.prefix(40)) + "…" : text
  }
}
