/// Finalizers of Kubernetes' own parts, which take them away themselves: they keep no object.
///
/// `kubectl delete` names a way of its own for what an object owns: the garbage collector's two
/// that a file has written go with that (apiserver pkg/registry/generic/registry/store.go
/// deletionFinalizersForGarbageCollection).
package enum OwnFinalizer {
  private static let all: [(name: String, kind: String?)] = [
    ("foregroundDeletion", nil), ("orphan", nil),
    // The twin's own rules say when a claim or a volume is in use.
    ("kubernetes.io/pvc-protection", "PersistentVolumeClaim"),
    ("kubernetes.io/pv-protection", "PersistentVolume"),
    // The Job has counted the pod (pkg/controller/job trackJobStatusAndRemoveFinalizers).
    ("batch.kubernetes.io/job-tracking", "Pod"),
    // The service controller has removed the balancer (cloud-provider controllers/service).
    ("service.kubernetes.io/load-balancer-cleanup", "Service"),
  ]

  /// Whether a finalizer of an object of a kind is one of these.
  package static func isGiven(_ name: String, to kind: String) -> Bool {
    all.contains { $0.name == name && ($0.kind == nil || $0.kind == kind) }
  }
}
