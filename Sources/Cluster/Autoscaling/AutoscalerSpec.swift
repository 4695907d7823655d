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
    // A ReplicationController is read as a ReplicaSet.
    let kind = manifest.scaleTargetRef.kind ?? "Deployment"
    targetKind = kind == "ReplicationController" ? "ReplicaSet" : kind
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

  /// The resource of the target's kind with its group, as `deployments.apps`.
  var targetResource: String {
    customGroup.map { QuotaObject.plural(of: targetKind) + "." + $0 }
      ?? WorkloadSpec.resource(ofKind: targetKind)
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
