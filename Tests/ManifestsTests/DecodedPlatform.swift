import Manifests

/// A platform read and decoded from text, with all messages.
struct DecodedPlatform {
  let set: ManifestSet
  let items: [Diagnostic]

  init(_ text: String, lenient: Bool = false) {
    let read = ReadText(text, lenient: lenient)
    set = ManifestSet.decode(read.documents, read.collector)
    items = read.collector.diagnostics.items
  }

  /// Each message as `code line:column`.
  var places: [String] { items.map { "\($0.code) \($0.span.line):\($0.span.column)" } }
}
