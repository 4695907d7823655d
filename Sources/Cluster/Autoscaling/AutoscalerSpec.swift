package import Manifests

/// An autoscaler before it runs.
///
/// Source: Kubernetes autoscaling/v2 HorizontalPodAutoscalerSpec.
package struct AutoscalerSpec: Sendable {
  /// Whether it exists from the start; else a change of the scenario creates it.
  package var isDormant = false
  /// Name.
  package let name: String
  /// Namespace.
  package let namespace: String
  /// Kind of the workload that it scales.
  package let targetKind: String
  /// The group of its kind behind a dot; empty for the core one.
  private let group: String
  /// Name of the workload that it scales.
  package let targetName: String
  /// Why the API has no kind of the target's group and name, in the controller's words; nil where
  /// it has one.
  package let mappingProblem: String?
  /// The API group of a target of a custom kind, of which nothing is simulated; nil for others.
  package let customGroup: String?
  /// Bounds of the replicas.
  package let limits: ScalingLimits
  /// Speed rules; nil for those of an autoscaler without `spec.behavior`.
  package let behavior: ScalingBehavior?
  /// What it follows.
  package let metrics: [AutoscalerMetric]

  /// Compiles a HorizontalPodAutoscaler; other manifests tell which kinds are custom ones.
  package init(_ manifest: HorizontalPodAutoscaler, among manifests: ManifestSet = ManifestSet()) {
    name = manifest.metadata.name
    namespace = manifest.metadata.namespace ?? "default"
    targetKind = manifest.scaleTargetRef.kind ?? "Deployment"
    group = manifest.scaleTargetRef.group.flatMap { $0.isEmpty ? nil : "." + $0 } ?? ""
    targetName = manifest.scaleTargetRef.name
    let isCustom = manifest.scaleTargetRef.isCustom(among: manifests)
    customGroup = isCustom ? manifest.scaleTargetRef.group : nil
    mappingProblem = isCustom ? nil : manifest.scaleTargetRef.mappingProblem
    limits = ScalingLimits(
      minReplicas: manifest.minReplicas, maxReplicas: manifest.maxReplicas)
    behavior = manifest.behavior
    metrics = manifest.metrics.compactMap { AutoscalerMetric($0) }
  }

  /// Whether the API has a scale of the target's kind: daemons, Jobs and single pods have none.
  var hasScale: Bool {
    customGroup != nil || !["DaemonSet", "Job", "CronJob", "Pod"].contains(targetKind)
  }

  /// What a version's API server calls the scale that it does not find, as `deployments.apps`.
  ///
  /// That is the object's resource, but that some scales had words of their own
  /// (pkg/registry/apps/deployment/storage/storage.go ScaleREST and its like; of custom kinds
  /// apiextensions-apiserver pkg/registry/customresource/etcd.go).
  func missingScale(in version: ClusterVersion) -> String {
    let resource = QuotaObject.plural(of: targetKind)
    guard version.namesMissingScales, customGroup == nil else { return resource + group }
    switch targetKind {
    case "Deployment", "ReplicaSet": return resource + "/scale.apps"
    case "ReplicationController": return resource + "/scale.autoscaling"
    default: return resource + group
    }
  }

  /// Deviations that change nothing: 10 % unless the rules say otherwise.
  package func tolerance(in version: ClusterVersion) -> ReplicaCalculator.Tolerance {
    guard version.hasConfigurableTolerance, let behavior else {
      return ReplicaCalculator.Tolerance(comparesDistance: version.comparesToleranceAsDistance)
    }
    return ReplicaCalculator.Tolerance(
      down: behavior.scaleDown.tolerance?.approximate ?? 0.1,
      up: behavior.scaleUp.tolerance?.approximate ?? 0.1)
  }
}
