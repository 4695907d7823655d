/// The liveness probe of a cluster's instances.
///
/// Source: postgresql.cnpg.io/v1 LivenessProbe.
package struct PostgresLivenessProbe: ManifestDecodable, Sendable {
  /// Seconds between two looks; the operator's own where nil.
  package var periodSeconds: Int?
  /// Looks that fail before the container is restarted; as many as fill `livenessProbeTimeout`
  /// where nil.
  package var failureThreshold: Int?
  /// What ends a primary that nobody reaches.
  package var isolationCheck = PostgresIsolationCheck()

  /// Makes what an absent field stands for.
  package init() {}

  /// Reads the fields, with upstream's defaults for absent ones; a number that is not above zero
  /// counts as absent (`Probe.ApplyInto`).
  package init?(from node: YAMLNode, _ diagnostics: DiagnosticCollector) {
    guard var reader = ObjectReader(node, diagnostics, what: "a liveness") else { return nil }
    reader.read("periodSeconds", into: &periodSeconds)
    reader.read("failureThreshold", into: &failureThreshold)
    reader.read("isolationCheck", into: &isolationCheck)
    periodSeconds = periodSeconds.flatMap { $0 > 0 ? $0 : nil }
    failureThreshold = failureThreshold.flatMap { $0 > 0 ? $0 : nil }
  }
}
