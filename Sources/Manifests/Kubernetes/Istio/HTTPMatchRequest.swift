/// Conditions on a request that must all hold.
///
/// Source: istio.io networking/v1 HTTPMatchRequest.
package struct HTTPMatchRequest: ManifestDecodable, Sendable {
  /// Name.
  package var name: String = ""
  /// Path.
  package var uri: StringMatch?
  /// Scheme.
  package var scheme: StringMatch?
  /// Method.
  package var method: StringMatch?
  /// Host.
  package var authority: StringMatch?
  /// Headers that must match.
  package var headers: NamedMap<StringMatch> = NamedMap()
  /// Headers that must not match.
  package var withoutHeaders: NamedMap<StringMatch> = NamedMap()
  /// Query parameters that must match.
  package var queryParams: NamedMap<StringMatch> = NamedMap()
  /// Port of the host.
  package var port: Int?
  /// Labels of the calling pod.
  package var sourceLabels: StringMap = StringMap()
  /// Namespace of the calling pod.
  package var sourceNamespace: String?
  /// Gateways that the rule holds for.
  package var gateways: [String] = []
  /// Whether the path's case is ignored.
  package var ignoreUriCase: Bool = false

  /// Makes what an absent field stands for.
  package init() {}

  /// Reads the fields, with upstream's defaults for absent ones.
  package init?(from node: YAMLNode, _ diagnostics: DiagnosticCollector) {
    guard var reader = ObjectReader(node, diagnostics, what: "a HTTP match") else { return nil }
    reader.read("name", into: &name)
    reader.read("uri", into: &uri)
    reader.read("scheme", into: &scheme)
    reader.read("method", into: &method)
    reader.read("authority", into: &authority)
    reader.read("headers", into: &headers)
    reader.read("withoutHeaders", into: &withoutHeaders)
    reader.read("queryParams", into: &queryParams)
    reader.read("port", into: &port)
    reader.read("sourceLabels", into: &sourceLabels)
    reader.read("sourceNamespace", into: &sourceNamespace)
    reader.read("gateways", into: &gateways)
    reader.read("ignoreUriCase", into: &ignoreUriCase)
  }
}
