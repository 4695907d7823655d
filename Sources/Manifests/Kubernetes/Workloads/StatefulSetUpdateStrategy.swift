/// How a changed StatefulSet is rolled out.
///
/// Source: Kubernetes apps/v1 StatefulSetUpdateStrategy.
package struct StatefulSetUpdateStrategy: ManifestDecodable, Sendable {
  /// Who replaces the pods.
  package var type: StatefulSetUpdateType = .rollingUpdate
  /// Bounds of the rolling update.
  package var rollingUpdate: RollingUpdateStatefulSet = RollingUpdateStatefulSet()

  /// Makes what an absent field stands for.
  package init() {}

  /// Reads the fields, with upstream's defaults for absent ones.
  package init?(from node: YAMLNode, _ diagnostics: DiagnosticCollector) {
    guard var reader = ObjectReader(node, diagnostics, what: "an update strategy") else {
      return nil
    }
    reader.read("type", into: &type)
    reader.read("rollingUpdate", into: &rollingUpdate)
    if type == .onDelete, reader.has("rollingUpdate") {
      diagnostics.error(
        "rollingUpdate may not be given when the update strategy's type is OnDelete",
        at: reader.keySpan(of: "rollingUpdate"), code: "invalid-value")
    }
  }
}
