/// An object of a kind that the twin knows.
package protocol ManifestResource: ManifestDecodable, Sendable {
  /// Name, namespace, labels and annotations.
  var metadata: ObjectMeta { get set }
  /// Where the whole object was written.
  var span: SourceSpan { get }
  /// What names of the kind may look like.
  static var nameRule: NameRule { get }
  /// Reports what the API server would refuse, though every field has the right type.
  func check(_ diagnostics: DiagnosticCollector)
}

extension ManifestResource {
  /// Most kinds are named like DNS subdomains.
  package static var nameRule: NameRule { .subdomain }

  /// Kinds without rules of their own.
  package func check(_ diagnostics: DiagnosticCollector) {}
}
