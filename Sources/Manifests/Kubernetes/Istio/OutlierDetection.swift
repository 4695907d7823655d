package import SimulationKernel

/// Takes endpoints out that answer errors in a row.
///
/// Source: istio.io networking/v1 OutlierDetection.
package struct OutlierDetection: ManifestDecodable, Sendable {
  /// Errors 5xx in a row; 5 when nil, 0 switches it off.
  package var consecutive5xxErrors: Int?
  /// Errors 502, 503, 504 in a row; off when nil.
  package var consecutiveGatewayErrors: Int?
  /// Connection failures in a row; 5 when nil.
  package var consecutiveLocalOriginFailures: Int?
  /// Whether connection failures are counted apart.
  package var splitExternalLocalOriginErrors: Bool = false
  /// Time between analyses.
  package var interval: SimDuration = .seconds(10)
  /// Least time out, times the number of ejections.
  package var baseEjectionTime: SimDuration = .seconds(30)
  /// Share of endpoints that may be out.
  package var maxEjectionPercent: Int = 10
  /// Share below which nothing is taken out.
  package var minHealthPercent: Int = 0

  /// Makes what an absent field stands for.
  package init() {}

  /// Reads the fields, with upstream's defaults for absent ones.
  package init?(from node: YAMLNode, _ diagnostics: DiagnosticCollector) {
    guard var reader = ObjectReader(node, diagnostics, what: "an outlier detection") else {
      return nil
    }
    reader.read("consecutive5xxErrors", into: &consecutive5xxErrors)
    reader.read("consecutiveGatewayErrors", into: &consecutiveGatewayErrors)
    reader.read("consecutiveLocalOriginFailures", into: &consecutiveLocalOriginFailures)
    reader.read("splitExternalLocalOriginErrors", into: &splitExternalLocalOriginErrors)
    reader.read("interval", into: &interval)
    reader.read("baseEjectionTime", into: &baseEjectionTime)
    reader.read("maxEjectionPercent", into: &maxEjectionPercent)
    reader.read("minHealthPercent", into: &minHealthPercent)
  }
}
