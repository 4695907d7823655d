/// An error answered to a share of the requests.
///
/// Source: istio.io networking/v1 HTTPFaultInjection.Abort.
package struct FaultAbort: ManifestDecodable, Sendable {
  /// HTTP status answered.
  package var httpStatus: Int?
  /// gRPC status answered.
  package var grpcStatus: String?
  /// Share of the requests; none when absent.
  package var percentage = PercentValue()

  /// Makes what an absent field stands for.
  package init() {}

  /// Reads the fields, with upstream's defaults for absent ones.
  package init?(from node: YAMLNode, _ diagnostics: DiagnosticCollector) {
    guard var reader = ObjectReader(node, diagnostics, what: "an abort") else { return nil }
    reader.read("httpStatus", into: &httpStatus)
    reader.read("grpcStatus", into: &grpcStatus)
    reader.read("percentage", into: &percentage)
  }
}
