package import SimulationKernel

/// A recording or alerting rule.
///
/// Source: monitoring.coreos.com/v1 Rule.
package struct Rule: ManifestDecodable, Sendable {
  /// Series written by a recording rule.
  package var record: String?
  /// Name of an alerting rule.
  package var alert: String?
  /// PromQL expression.
  package var expr: ScalarText
  /// Where it was written.
  package var exprSpan: SourceSpan
  /// Time that it must hold before the alert fires.
  package var `for`: SimDuration = .zero
  /// Time that the alert stays after it ended.
  package var keepFiringFor: SimDuration = .zero
  /// Labels added.
  package var labels: StringMap = StringMap()
  /// Texts for the receiver.
  package var annotations: StringMap = StringMap()
  /// Where the whole was written.
  package var span: SourceSpan

  /// Reads the fields, with upstream's defaults for absent ones.
  package init?(from node: YAMLNode, _ diagnostics: DiagnosticCollector) {
    guard var reader = ObjectReader(node, diagnostics, what: "a rule") else { return nil }
    reader.read("record", into: &record)
    reader.read("alert", into: &alert)
    let expr: ScalarText? = reader.required("expr")
    reader.read(prometheus: "for", into: &`for`)
    reader.read(prometheus: "keep_firing_for", into: &keepFiringFor)
    reader.read("labels", into: &labels)
    reader.read("annotations", into: &annotations)
    span = reader.span
    exprSpan = reader.span(of: "expr")
    guard let expr else { return nil }
    self.expr = expr
  }
}
