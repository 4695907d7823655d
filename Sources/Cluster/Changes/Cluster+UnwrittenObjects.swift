import SimulationKernel

/// Objects that are in the API though no file wrote them: what controllers and kubelets made.
///
/// kubectl finds no last-applied-configuration in them, which the patch then brings (kubectl
/// pkg/cmd/apply/apply.go applyOneObject).
extension Cluster {
  private static let annotation = "kubectl.kubernetes.io/last-applied-configuration"

  /// Whether the API has an object of a file that no file has written before: a claim that was made
  /// for a pod, a Deployment's ReplicaSet or a node.
  func isUnwritten(_ object: ClusterUpdate.Object) -> Bool {
    guard written.document(before: object) == nil else { return false }
    switch object.kind {
    case "PersistentVolumeClaim":
      return volumes.claim(namespace: object.namespace, name: object.name) != nil
    case "ReplicaSet": return ownedSet(object.name, in: object.namespace) != nil
    case "Node": return object.isNode && nodeIndex(object.name) != nil
    default: return false
    }
  }

  /// Why a file's claim can not be written over one that was made for a pod: its access modes and
  /// its class stay, where the file names one (see `ClaimUpdate`).
  func contradiction(
    of object: ClusterUpdate.Object, in update: ClusterUpdate
  ) -> String? {
    guard object.kind == "PersistentVolumeClaim",
      let index = volumes.claim(namespace: object.namespace, name: object.name),
      let asked = update.claims.first(where: {
        $0.name == object.name && $0.namespace == object.namespace
      })
    else { return nil }
    let isSameClass = asked.storageClass.map { $0 == volumes.className(of: index) } ?? true
    guard !isSameClass || asked.access != volumes.claims[index].spec.access else { return nil }
    return "The \(object.kind) \"\(object.name)\" is invalid: \(ClaimUpdate.words)"
  }

  /// kubectl's warning for each such object of a file, before anything is written.
  mutating func warnOfUnwritten(
    in update: ClusterUpdate, in simulation: borrowing Simulation
  ) {
    for object in update.objects where isUnwritten(object) {
      let resource = object.resource.prefix { $0 != "." }
      record(
        kind: object.kind, namespace: object.namespace, name: object.name, "MissingAnnotation",
        "resource \(resource)/\(object.name) is missing the \(Self.annotation) annotation which is "
          + "required by kubectl apply. kubectl apply should only be used on resources created "
          + "declaratively by either kubectl create --save-config or kubectl apply. The missing "
          + "annotation will be patched automatically.",
        isWarning: true, by: .kubectl, in: simulation)
    }
  }
}
