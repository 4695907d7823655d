/// What keeps a client with its endpoint.
///
/// Source: istio.io networking/v1 LoadBalancerSettings.ConsistentHashLB.
package struct ConsistentHash: ManifestDecodable, Sendable {
  /// Header hashed.
  package var httpHeaderName: String?
  /// Cookie hashed.
  package var httpCookie: HTTPCookie?
  /// Whether the client address is hashed.
  package var useSourceIp: Bool = false
  /// Query parameter hashed.
  package var httpQueryParameterName: String?
  /// Least number of points of the ring.
  package var minimumRingSize: Int = 1_024
  /// Ring settings.
  package var ringHash: RingHash?
  /// Maglev table settings.
  package var maglev: Maglev?

  /// Makes what an absent field stands for.
  package init() {}

  /// Reads the fields, with upstream's defaults for absent ones.
  package init?(from node: YAMLNode, _ diagnostics: DiagnosticCollector) {
    guard var reader = ObjectReader(node, diagnostics, what: "a consistent hash") else {
      return nil
    }
    reader.read("httpHeaderName", into: &httpHeaderName)
    reader.read("httpCookie", into: &httpCookie)
    reader.read("useSourceIp", into: &useSourceIp)
    reader.read("httpQueryParameterName", into: &httpQueryParameterName)
    reader.read("minimumRingSize", into: &minimumRingSize)
    reader.read("ringHash", into: &ringHash)
    reader.read("maglev", into: &maglev)
  }
}
