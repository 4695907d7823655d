/// What has a scale: a workload, or one ReplicaSet of a Deployment.
package struct ScaleTarget: Equatable, Sendable {
  /// Index of the workload; of a ReplicaSet its Deployment's.
  package let workload: Int
  /// The ReplicaSet among the Deployment's revisions; nil for the workload itself.
  package let revision: Int?

  init(workload: Int) {
    self.workload = workload
    revision = nil
  }

  init(_ set: Cluster.OwnedSet) {
    workload = set.workload
    revision = set.revision
  }
}
