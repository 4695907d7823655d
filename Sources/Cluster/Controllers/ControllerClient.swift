/// The clients of the controllers that create pods: each has its own.
enum ControllerClient: Int, CaseIterable {
  case replicaSet, statefulSet, daemonSet, job

  init(_ kind: WorkloadKind) {
    switch kind {
    case .deployment, .replicaSet, .pod: self = .replicaSet
    case .statefulSet, .podSet, .operated: self = .statefulSet
    case .daemonSet: self = .daemonSet
    case .job, .cronJob: self = .job
    }
  }
}
