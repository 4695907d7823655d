/// A port of the brokers.
///
/// Source: kafka.strimzi.io/v1beta2 GenericKafkaListener.
package struct KafkaListener: ManifestDecodable, Sendable {
  /// Name.
  package var name: String
  /// Port.
  package var port: Int
  /// `internal`, `nodeport`, `loadbalancer`, `ingress`, `cluster-ip`, `route`.
  package var type: String
  /// Whether TLS is used.
  package var tls: Bool = false

  /// Reads the fields, with upstream's defaults for absent ones.
  package init?(from node: YAMLNode, _ diagnostics: DiagnosticCollector) {
    guard var reader = ObjectReader(node, diagnostics, what: "a listener") else { return nil }
    let name: String? = reader.required("name")
    let port: Int? = reader.required("port")
    let type: String? = reader.required("type")
    reader.read("tls", into: &tls)
    guard let name, let port, let type else { return nil }
    self.name = name
    self.port = port
    self.type = type
  }
}
