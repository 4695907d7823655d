/// An object of a kind that the twin knows.
package protocol ManifestResource: ManifestDecodable, Sendable {
  /// Name, namespace, labels and annotations.
  var metadata: ObjectMeta { get }
  /// Where the whole object was written.
  var span: SourceSpan { get }
  /// Reports what the API server would refuse, though every field has the right type.
  func check(_ diagnostics: DiagnosticCollector)
}

extension ManifestResource {
  /// Kinds without rules of their own.
  package func check(_ diagnostics: DiagnosticCollector) {}
}
