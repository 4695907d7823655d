package import SimulationKernel

/// A change that an administrator makes at a time: an entry of a scenario's `changes`.
package struct ChangeSpec: Sendable {
  /// When it is done.
  package let at: SimTime
  /// Where that was written.
  package let atSpan: SourceSpan
  /// Where the whole was written.
  package let span: SourceSpan
  /// What is done.
  package let action: ChangeAction
}

/// What an administrator does, as with kubectl.
package enum ChangeAction: Sendable {
  /// Manifests of a file are applied.
  case apply(ManifestPath)
  /// A workload gets another number of pods.
  case scale(WorkloadReference, replicas: Int)
  /// A workload's pods are replaced as its strategy says.
  case restart(WorkloadReference)
  /// A workload gets the template of an earlier revision; nil means the one before the newest.
  case rollback(WorkloadReference, toRevision: Int?)
  /// A node takes no new pods, and its pods are evicted.
  case drain(node: String, span: SourceSpan)
  /// A node takes no new pods.
  case cordon(node: String, span: SourceSpan)
  /// A node takes pods again.
  case uncordon(node: String, span: SourceSpan)
  /// A node's taint is set or taken away.
  case taint(TaintChange)
  /// Containers that run get other resources.
  case resize(ResizeChange)
  /// A machine is shut down and boots again.
  case reboot(RebootChange)
  /// An object is deleted.
  case delete(NamedObject)
}

extension ChangeSpec: SpecObject {
  static let what = "a change"

  init?(_ reader: inout SpecReader) {
    span = reader.span
    let at = reader.required("at", .time, "when it is done")
    atSpan = reader.span(of: "at")
    let action = reader.choice(ChangeAction.choices)
    guard let at, let action else { return nil }
    self.at = at
    self.action = action
  }
}

extension ChangeAction {
  /// The catalog of changes: one line each.
  fileprivate static var choices: [SpecChoice<ChangeAction>] {
    [
      SpecChoice("apply", .path, "a file of manifests to apply") { path, _ in .apply(path) },
      ScaleChange.choice, RestartChange.choice, RollbackChange.choice, NodeChange.drain,
      NodeChange.cordon, NodeChange.uncordon, TaintChange.choice, RebootChange.choice,
      ResizeChange.choice, NamedObject.deletion,
    ]
  }

  /// The workload that it changes, where it changes one.
  package var workload: WorkloadReference? {
    switch self {
    case .scale(let workload, _), .restart(let workload), .rollback(let workload, _): workload
    case .resize(let resize): resize.workload
    case .apply, .drain, .cordon, .uncordon, .taint, .reboot, .delete: nil
    }
  }

  /// The node that it changes, where it changes one, with its place.
  package var node: (name: String, span: SourceSpan)? {
    switch self {
    case .drain(let node, let span), .cordon(let node, let span), .uncordon(let node, let span):
      (node, span)
    case .taint(let taint): (taint.node, taint.span)
    case .reboot(let reboot): (reboot.node, reboot.span)
    case .apply, .scale, .restart, .rollback, .resize, .delete: nil
    }
  }

  /// The command's word for it, mostly kubectl's.
  package var word: String {
    switch self {
    case .apply: "apply"
    case .scale: "scale"
    case .restart: "rollout restart"
    case .rollback: "rollout undo"
    case .drain: "drain"
    case .cordon: "cordon"
    case .uncordon: "uncordon"
    case .taint: "taint"
    case .reboot: "reboot"
    case .resize: "patch --subresource resize"
    case .delete: "delete"
    }
  }

  /// What it is done to, as the results name it: `namespace/name`, a node, a file.
  package var target: String {
    switch self {
    case .apply(let file): return file.path
    case .scale(let workload, let replicas):
      return "\(workload.namespace ?? "default")/\(workload.name) to \(replicas)"
    case .restart(let workload), .rollback(let workload, _):
      return "\(workload.namespace ?? "default")/\(workload.name)"
    case .drain(let node, _), .cordon(let node, _), .uncordon(let node, _): return node
    case .taint(let taint):
      let value = taint.value.isEmpty ? "" : "=" + taint.value
      let effect = taint.effect.map { ":" + $0.rawValue } ?? ""
      return "\(taint.node) \(taint.key)\(value)\(effect)\(taint.isRemoved ? "-" : "")"
    case .reboot(let reboot): return reboot.node
    case .resize(let resize): return resize.target
    case .delete(let object):
      let flag = object.cascade == .background ? "" : " --cascade=\(object.cascade.rawValue)"
      return "\(object.kind) \(object.namespace.map { $0 + "/" } ?? "")\(object.name)\(flag)"
    }
  }
}
