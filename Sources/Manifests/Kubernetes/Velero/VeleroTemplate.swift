package import SimulationKernel

/// Where a backup of Velero goes and when it is deleted; it is taken to hold all objects, without
/// the volumes.
///
/// Source: velero.io/v1 BackupSpec.
package struct VeleroTemplate: ManifestDecodable, Sendable {
  /// The BackupStorageLocation; `default` where none is named.
  package var storageLocation: String?
  /// After which it is deleted, as Go writes a length of time.
  package var ttl = "720h0m0s"

  /// Makes what an absent field stands for.
  package init() {}

  /// Reads the fields, with upstream's defaults for absent ones.
  package init?(from node: YAMLNode, _ diagnostics: DiagnosticCollector) {
    guard var reader = ObjectReader(node, diagnostics, what: "a backup's template") else {
      return nil
    }
    reader.read("storageLocation", into: &storageLocation)
    reader.read("ttl", into: &ttl)
  }

  /// After which a backup is deleted; thirty days where the text says nothing else.
  package var lifetime: SimDuration {
    DurationText.parse(ttl).flatMap { $0 > .zero ? $0 : nil } ?? .minutes(30 * 24 * 60)
  }
}
