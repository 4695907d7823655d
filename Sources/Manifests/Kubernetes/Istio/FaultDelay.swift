package import SimulationKernel

/// A delay put before a share of the requests.
///
/// Source: istio.io networking/v1 HTTPFaultInjection.Delay.
package struct FaultDelay: ManifestDecodable, Sendable {
  /// Length.
  package var fixedDelay: SimDuration
  /// Share of the requests; none when absent.
  package var percentage = PercentValue()

  /// Reads the fields, with upstream's defaults for absent ones.
  package init?(from node: YAMLNode, _ diagnostics: DiagnosticCollector) {
    guard var reader = ObjectReader(node, diagnostics, what: "a delay") else { return nil }
    let fixedDelay: SimDuration? = reader.required("fixedDelay")
    reader.read("percentage", into: &percentage)
    guard let fixedDelay else { return nil }
    self.fixedDelay = fixedDelay
  }
}
