package import SimulationKernel

/// What operators do at a time: an entry of a scenario's `changes`.
package struct ChangeSpec: Sendable {
  /// When it is done.
  package let at: SimTime
  /// Where it was written.
  package let span: SourceSpan
  /// What is done.
  package let action: ChangeAction
}

/// What operators do, as with kubectl.
package enum ChangeAction: Sendable {
  /// Manifests of a file are applied.
  case apply(ManifestPath)
  /// A workload gets another number of pods.
  case scale(WorkloadReference, replicas: Int)
  /// A workload's pods are replaced as its strategy says.
  case restart(WorkloadReference)
  /// A node takes no new pods, and its pods are evicted.
  case drain(node: String, span: SourceSpan)
  /// A node takes no new pods.
  case cordon(node: String, span: SourceSpan)
  /// A node takes pods again.
  case uncordon(node: String, span: SourceSpan)
  /// An object is deleted.
  case delete(NamedObject)
}

extension ChangeSpec: SpecObject {
  static let what = "a change"

  init?(_ reader: inout SpecReader) {
    span = reader.span
    let at = reader.required("at", .time, "when it is done")
    let action = reader.choice(ChangeAction.choices)
    guard let at, let action else { return nil }
    self.at = at
    self.action = action
  }
}

extension ChangeAction {
  fileprivate static var choices: [SpecChoice<ChangeAction>] {
    let node = SpecType<NodeName>.object(NodeName.self)
    return [
      SpecChoice("apply", .path, "a file of manifests to apply") { path, _ in .apply(path) },
      SpecChoice("scale", .object(Scaling.self), "another number of pods") { scaling, _ in
        .scale(scaling.workload, replicas: scaling.replicas)
      },
      SpecChoice("restart", .object(Restart.self), "pods replaced as the strategy says") {
        restart, _ in .restart(restart.workload)
      },
      SpecChoice("drain", node, "no new pods, and those there are evicted") { node, _ in
        .drain(node: node.name.text, span: node.name.span)
      },
      SpecChoice("cordon", node, "no new pods") { node, _ in
        .cordon(node: node.name.text, span: node.name.span)
      },
      SpecChoice("uncordon", node, "pods again") { node, _ in
        .uncordon(node: node.name.text, span: node.name.span)
      },
      SpecChoice("delete", .object(NamedObject.self), "an object to delete") { object, _ in
        .delete(object)
      },
    ]
  }
}

private struct Scaling: SpecObject {
  static let what = "a scaling"
  let workload: WorkloadReference
  let replicas: Int

  init?(_ reader: inout SpecReader) {
    let workload = reader.required("workload", .namespacedWorkload, "NAMESPACE/NAME")
    let replicas = reader.required("replicas", .count(from: 0), "number of pods")
    guard let workload, let replicas else { return nil }
    self.workload = workload
    self.replicas = replicas
  }
}

private struct Restart: SpecObject {
  static let what = "a restart"
  let workload: WorkloadReference

  init?(_ reader: inout SpecReader) {
    let workload = reader.required("workload", .namespacedWorkload, "NAMESPACE/NAME")
    guard let workload else { return nil }
    self.workload = workload
  }
}

private struct NodeName: SpecObject {
  static let what = "a node"
  let name: LocatedText

  init?(_ reader: inout SpecReader) {
    let name = reader.required("node", .name as SpecType<LocatedText>, "the node, like worker-3")
    guard let name else { return nil }
    self.name = name
  }
}

extension NamedObject: SpecObject {
  static let what = "an object"

  init?(_ reader: inout SpecReader) {
    let kind = reader.required("kind", .name as SpecType<String>, "its kind, like Deployment")
    namespace = reader.optional("namespace", .name, "its namespace")
    let name = reader.required("name", .name as SpecType<LocatedText>, "its name")
    guard let kind, let name else { return nil }
    self.kind = kind
    self.name = name.text
    span = name.span
  }
}
