/// kubectl's commands on workloads that work only on some of Kubernetes' own kinds; what operators
/// and their plugins do with theirs is not judged.
enum WorkloadCommand {
  /// `kubectl scale`, which writes the subresource scale.
  case scale
  /// `kubectl rollout restart` (kubectl pkg/polymorphichelpers/objectrestarter.go).
  case restart
  /// `kubectl rollout undo` (kubectl pkg/polymorphichelpers/rollback.go).
  case rollBack

  /// Why the command does not work on a workload; nil where it does.
  func problem(on owner: WorkloadState) -> String? {
    owner.spec.isOperators
      ? nil : problem(on: owner.kind, called: owner.objectKind, named: owner.name)
  }

  /// Why the command does not work on an object of one of Kubernetes' own kinds; nil where it does.
  ///
  /// - Parameter written: its kind as the API has it; nil where it is the same.
  func problem(
    on kind: WorkloadKind, called written: String? = nil, named name: String
  ) -> String? {
    guard !kinds.contains(kind) else { return nil }
    let kind = written ?? kind.rawValue
    let resource = WorkloadSpec.resource(ofKind: kind)
    switch self {
    case .scale:
      return "Error from server (NotFound): the server could not find the requested resource"
    case .restart:
      return "error: \(resource) \"\(name)\" restarting is not supported"
    case .rollBack:
      let group = resource.drop { $0 != "." }
      return "error: no rollbacker has been implemented for \"\(kind)\(group)\""
    }
  }

  private var kinds: [WorkloadKind] {
    switch self {
    case .scale: [.deployment, .replicaSet, .statefulSet, .operated, .podSet]
    case .restart, .rollBack: [.deployment, .daemonSet, .statefulSet, .operated, .podSet]
    }
  }
}
