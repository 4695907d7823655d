/// A rollout by switching a Service.
///
/// Source: argoproj.io/v1alpha1 BlueGreenStrategy.
package struct BlueGreenStrategy: ManifestDecodable, Sendable {
  /// Service of the live pods.
  package var activeService: String
  /// Service of the new pods.
  package var previewService: String?
  /// Whether the switch needs no hand.
  package var autoPromotionEnabled: Bool = true
  /// Seconds after which it happens without one.
  package var autoPromotionSeconds: Int?
  /// Seconds that the old pods stay.
  package var scaleDownDelaySeconds: Int = 30
  /// Analysis before the switch.
  package var prePromotionAnalysis: RolloutAnalysis?
  /// Analysis after the switch.
  package var postPromotionAnalysis: RolloutAnalysis?
  /// Pods before the switch.
  package var previewReplicaCount: Int?
  /// Where `activeService` was written; the enclosing object's place where it is absent.
  package var activeServiceSpan: SourceSpan = .unknown
  /// Where `previewService` was written; the enclosing object's place where it is absent.
  package var previewServiceSpan: SourceSpan = .unknown

  /// Reads the fields, with upstream's defaults for absent ones.
  package init?(from node: YAMLNode, _ diagnostics: DiagnosticCollector) {
    guard var reader = ObjectReader(node, diagnostics, what: "a blueGreen") else { return nil }
    let activeService: String? = reader.required("activeService")
    activeServiceSpan = reader.span(of: "activeService")
    reader.read("previewService", into: &previewService)
    previewServiceSpan = reader.span(of: "previewService")
    reader.read("autoPromotionEnabled", into: &autoPromotionEnabled)
    reader.read("autoPromotionSeconds", into: &autoPromotionSeconds)
    reader.read("scaleDownDelaySeconds", into: &scaleDownDelaySeconds)
    reader.read("prePromotionAnalysis", into: &prePromotionAnalysis)
    reader.read("postPromotionAnalysis", into: &postPromotionAnalysis)
    reader.read("previewReplicaCount", into: &previewReplicaCount)
    guard let activeService else { return nil }
    self.activeService = activeService
  }
}
