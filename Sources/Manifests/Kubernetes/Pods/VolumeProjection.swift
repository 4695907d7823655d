/// One source of a projected volume; one field is set.
///
/// Source: Kubernetes core/v1 VolumeProjection.
package struct VolumeProjection: ManifestDecodable, Sendable {
  /// A ConfigMap.
  package var configMap: ConfigMapVolumeSource?
  /// A Secret.
  package var secret: SecretProjection?
  /// A service account token.
  package var serviceAccountToken: ServiceAccountTokenProjection?
  /// Fields of the pod.
  package var downwardAPI: DownwardAPIVolumeSource?
  /// Certificates of authorities.
  package var clusterTrustBundle: ClusterTrustBundleProjection?
  /// The sources that are written, known or not.
  package var sources: [String] = []
  /// Where the whole was written.
  package var span: SourceSpan = .unknown

  /// Makes what an absent field stands for.
  package init() {}

  /// Reads the fields, with upstream's defaults for absent ones.
  package init?(from node: YAMLNode, _ diagnostics: DiagnosticCollector) {
    guard var reader = ObjectReader(node, diagnostics, what: "a projected source") else {
      return nil
    }
    span = reader.span
    sources = (node.pairs ?? []).filter { !$0.value.isNull }.compactMap(\.key.text)
    reader.read("configMap", into: &configMap)
    reader.read("secret", into: &secret)
    reader.read("serviceAccountToken", into: &serviceAccountToken)
    reader.read("downwardAPI", into: &downwardAPI)
    reader.read("clusterTrustBundle", into: &clusterTrustBundle)
  }
}
