/// Keeps pods with stable names and their own claims.
///
/// Source: Kubernetes apps/v1 StatefulSet; defaults pkg/apis/apps/v1/defaults.go
/// SetDefaults_StatefulSet.
package struct StatefulSet: ManifestResource {
  /// Name, namespace, labels and annotations.
  package var metadata: ObjectMeta
  /// Wanted pods.
  package var replicas: Int = 1
  /// Pods that belong to it.
  package var selector: LabelSelector
  /// Pods it makes.
  package var template: PodTemplateSpec
  /// Headless Service that gives the pods their names.
  package var serviceName: String = ""
  /// Claims made for each pod.
  package var volumeClaimTemplates: [PersistentVolumeClaim] = []
  /// Start and stop in order or all at once.
  package var podManagementPolicy: PodManagementPolicy = .orderedReady
  /// How a changed template is rolled out.
  package var updateStrategy: StatefulSetUpdateStrategy = StatefulSetUpdateStrategy()
  /// Seconds that a pod must be ready to count as available.
  package var minReadySeconds: Int = 0
  /// Old revisions kept.
  package var revisionHistoryLimit: Int = 10
  /// When claims are deleted.
  package var persistentVolumeClaimRetentionPolicy: ClaimRetention = ClaimRetention()
  /// Numbering of the pods.
  package var ordinals: StatefulSetOrdinals = StatefulSetOrdinals()
  /// Where `replicas` was written; the enclosing object's place where it is absent.
  package var replicasSpan: SourceSpan
  /// Where `selector` was written; the enclosing object's place where it is absent.
  package var selectorSpan: SourceSpan
  /// Where `serviceName` was written; the enclosing object's place where it is absent.
  package var serviceNameSpan: SourceSpan
  /// Where the whole object was written.
  package var span: SourceSpan

  /// Reads the object, with upstream's defaults for absent fields.
  package init?(from node: YAMLNode, _ diagnostics: DiagnosticCollector) {
    guard var object = ObjectReader(node, diagnostics, what: "a StatefulSet") else { return nil }
    let metadata: ObjectMeta? = object.required("metadata")
    guard var spec = object.requiredSection("spec", diagnostics) else { return nil }
    spec.read("replicas", into: &replicas)
    let selector: LabelSelector? = spec.required("selector")
    let template: PodTemplateSpec? = spec.required("template")
    spec.read("serviceName", into: &serviceName)
    spec.read("volumeClaimTemplates", into: &volumeClaimTemplates)
    spec.read("podManagementPolicy", into: &podManagementPolicy)
    spec.read("updateStrategy", into: &updateStrategy)
    spec.readCount("minReadySeconds", into: &minReadySeconds, diagnostics)
    spec.readCount("revisionHistoryLimit", into: &revisionHistoryLimit, diagnostics)
    spec.read("persistentVolumeClaimRetentionPolicy", into: &persistentVolumeClaimRetentionPolicy)
    spec.read("ordinals", into: &ordinals)
    replicasSpan = spec.span(of: "replicas")
    selectorSpan = spec.span(of: "selector")
    serviceNameSpan = spec.span(of: "serviceName")
    guard let metadata, let selector, let template else { return nil }
    self.metadata = metadata
    self.selector = selector
    self.template = template
    span = object.span
  }
}
