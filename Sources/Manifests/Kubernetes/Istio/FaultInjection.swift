/// Faults that the calling proxy puts into requests.
///
/// Source: istio.io networking/v1 HTTPFaultInjection.
package struct FaultInjection: ManifestDecodable, Sendable {
  /// Delay.
  package var delay: FaultDelay?
  /// Error.
  package var abort: FaultAbort?

  /// Makes what an absent field stands for.
  package init() {}

  /// Reads the fields, with upstream's defaults for absent ones.
  package init?(from node: YAMLNode, _ diagnostics: DiagnosticCollector) {
    guard var reader = ObjectReader(node, diagnostics, what: "a fault") else { return nil }
    reader.read("delay", into: &delay)
    reader.read("abort", into: &abort)
  }
}
