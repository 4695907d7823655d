/// What the API has behind the kind and version by which an autoscaler names its target.
///
/// The controller asks for the kind in the version's group, so that any version of the group will
/// do, one that is retired too (pkg/controller/podautoscaler/horizontal.go reconcileAutoscaler;
/// apimachinery pkg/api/meta RESTMapping, NoKindMatchError).
extension TargetReference {
  /// Kinds that run pods, with the groups of their APIs.
  private static let groups = [
    (kind: "Deployment", group: "apps"), (kind: "ReplicaSet", group: "apps"),
    (kind: "StatefulSet", group: "apps"), (kind: "DaemonSet", group: "apps"),
    (kind: "Job", group: "batch"), (kind: "CronJob", group: "batch"), (kind: "Pod", group: ""),
    (kind: "ReplicationController", group: ""), (kind: "Rollout", group: "argoproj.io"),
  ]
  /// Groups of the API server itself that have no other kinds which run pods.
  private static let served = ["", "apps", "batch", "extensions"]

  /// The API group: empty for the core one, and where no version is written; nil where the text
  /// names none (apimachinery pkg/runtime/schema ParseGroupVersion).
  package var group: String? {
    let text = apiVersion ?? ""
    guard text != "/" else { return "" }
    let parts = text.split(separator: "/", omittingEmptySubsequences: false)
    guard parts.count <= 2 else { return nil }
    return parts.count == 2 ? String(parts[0]) : ""
  }

  /// Why the controller does not get as far as to look for the target, in its words; nil where it
  /// does.
  ///
  /// Nothing is known of other groups' kinds, unless they are called as one of those here.
  package var mappingProblem: String? {
    guard let group else { return "unexpected GroupVersion string: \(apiVersion ?? "")" }
    guard let kind, !Self.groups.contains(where: { $0.kind == kind && $0.group == group }),
      Self.served.contains(group) || Self.groups.contains(where: { $0.kind == kind })
    else { return nil }
    return "no matches for kind \"\(kind)\" in group \"\(group)\""
  }

  /// Whether a definition among the manifests, or an object, tells that the kind is a custom one,
  /// though it may be called as one of Kubernetes'.
  package func isCustom(among manifests: ManifestSet) -> Bool {
    guard let kind, let group, !Self.served.contains(group),
      !Self.groups.contains(where: { $0.kind == kind && $0.group == group })
    else { return false }
    return manifests.unknown.contains { $0.kind == kind && $0.group == group }
      || manifests.customResourceDefinitions.contains {
        $0.group == group && $0.names?.kind == kind
      }
  }

  /// A version in which the API has the kind; nil where nothing is known of it.
  var servedVersion: String? {
    guard let group = Self.groups.first(where: { $0.kind == kind })?.group else { return nil }
    if group.isEmpty { return "v1" }
    return group + (kind == "Rollout" ? "/v1alpha1" : "/v1")
  }
}
