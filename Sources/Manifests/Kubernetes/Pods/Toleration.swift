/// Lets a pod stay on, or come to, nodes with a taint.
///
/// Source: Kubernetes core/v1 Toleration.
package struct Toleration: ManifestDecodable, Sendable {
  /// Taint key; nil with `Exists` tolerates every taint.
  package var key: String?
  /// `Equal`, `Exists`, and behind a gate `Lt` and `Gt`.
  package var `operator`: String = "Equal"
  /// Taint value for `Equal`.
  package var value: String = ""
  /// Effect tolerated; every effect when nil.
  package var effect: TaintEffect?
  /// Where `operator` was written; the enclosing object's place where it is absent.
  package var operatorSpan: SourceSpan = .unknown
  /// Where the whole was written.
  package var span: SourceSpan = .unknown
  /// Seconds that a NoExecute taint is endured; for ever when nil.
  package var tolerationSeconds: Int?
  /// Where each field was written.
  package var spans: FieldSpans = .unknown

  /// Makes what an absent field stands for.
  package init() {}

  /// Reads the fields, with upstream's defaults for absent ones.
  package init?(from node: YAMLNode, _ diagnostics: DiagnosticCollector) {
    guard var reader = ObjectReader(node, diagnostics, what: "a toleration") else { return nil }
    spans = reader.spans
    reader.read("key", into: &key)
    if key?.isEmpty ?? false { key = nil }
    reader.read("operator", into: &`operator`)
    if `operator`.isEmpty { `operator` = "Equal" }
    operatorSpan = reader.span(of: "operator")
    reader.read("value", into: &value)
    reader.read("effect", into: &effect)
    span = reader.span
    reader.read("tolerationSeconds", into: &tolerationSeconds)
  }
}
