/// Hooks around a container's life.
///
/// Source: Kubernetes core/v1 Lifecycle.
package struct Lifecycle: ManifestDecodable, Sendable {
  /// Runs beside the entry point; the container isn't Running before it ends.
  package var postStart: LifecycleHandler?
  /// Runs before SIGTERM, inside the grace period.
  package var preStop: LifecycleHandler?
  /// Signal that ends the container when not SIGTERM (1.33).
  package var stopSignal: String?

  /// Makes what an absent field stands for.
  package init() {}

  /// Reads the fields, with upstream's defaults for absent ones.
  package init?(from node: YAMLNode, _ diagnostics: DiagnosticCollector) {
    guard var reader = ObjectReader(node, diagnostics, what: "a lifecycle") else { return nil }
    reader.read("postStart", into: &postStart)
    reader.read("preStop", into: &preStop)
    reader.read("stopSignal", into: &stopSignal)
  }
}
