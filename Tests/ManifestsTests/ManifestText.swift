import Foundation
import Manifests
import Testing

/// What reading a text gave: objects, messages, and the texts that messages show.
struct ReadText {
  let sources = SourceMap()
  let collector: DiagnosticCollector
  let documents: [ManifestDocument]

  /// Reads a text as the file `app.yaml`, with all of the loader's rules.
  init(_ text: String, lenient: Bool = false) {
    self.init(bytes: Array(text.utf8), lenient: lenient)
  }

  /// Reads bytes as standard input would bring them.
  init(bytes: [UInt8], lenient: Bool = false) {
    collector = DiagnosticCollector(lenient: lenient)
    documents = ManifestLoader(sources: sources, diagnostics: collector).load(
      paths: ["-"], relativeTo: ".", standardInput: { Data(bytes) })
  }

  var items: [Diagnostic] { collector.diagnostics.items }

  /// Each message as `code line:column`.
  var places: [String] { items.map { "\($0.code) \($0.span.line):\($0.span.column)" } }

  var rendered: String { collector.diagnostics.rendered(sources: sources, color: false) }

  /// What the manifests say of the first store that a document describes.
  func storeSettings() throws -> StoreSettings {
    var given = PlatformModels()
    let objects = given.take(documents, sources: sources, collector)
    let set = ManifestSet.decode(objects, collector)
    let model = try #require(given.stores.first, "\(items.map(\.message))")
    return StoreConfiguration(set).settings(of: model, diagnostics: collector)
  }
}

/// A ConfigMap whose data the text gives, read without any rule being broken; its data node.
func dataNode(_ text: String) -> YAMLNode? {
  let head = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: c}\ndata:\n"
  let body = text.split(separator: "\n", omittingEmptySubsequences: false)
  let read = ReadText(head + body.map { "  " + $0 }.joined(separator: "\n") + "\n")
  return read.items.isEmpty ? read.documents.first?.node["data"] : nil
}

/// Reads one YAML value as a type, with the messages it caused.
func decode<Value: ManifestDecodable>(
  _ text: String, as type: Value.Type = Value.self
) -> (value: Value?, items: [Diagnostic]) {
  guard let node = dataNode("value: \(text)")?["value"] else { return (nil, []) }
  let collector = DiagnosticCollector()
  let value = Value(from: node, collector)
  return (value, collector.diagnostics.items)
}
