/// Disk of an instance.
///
/// Source: postgresql.cnpg.io/v1 StorageConfiguration.
package struct PostgresStorage: ManifestDecodable, Sendable {
  /// Size.
  package var size: Quantity?
  /// Class; the default class when nil.
  package var storageClass: String?
  /// Whether a greater size grows the claims.
  package var resizeInUseVolumes: Bool = true
  /// Claim in place of size and class.
  package var pvcTemplate: ClaimSpec?
  /// Where the whole was written.
  package var span: SourceSpan = .unknown

  /// Makes what an absent field stands for.
  package init() {}

  /// Reads the fields, with upstream's defaults for absent ones.
  package init?(from node: YAMLNode, _ diagnostics: DiagnosticCollector) {
    guard var reader = ObjectReader(node, diagnostics, what: "a storage") else { return nil }
    reader.read("size", into: &size)
    reader.read("storageClass", into: &storageClass)
    reader.read("resizeInUseVolumes", into: &resizeInUseVolumes)
    reader.read("pvcTemplate", into: &pvcTemplate)
    span = reader.span
  }
}
