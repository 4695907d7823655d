/// What a fault is aimed at; resolved to nodes or pods when it is injected.
package enum FaultTarget: Sendable {
  case nodes(NodeTarget)
  case pods(PodTarget)
  /// A host outside the cluster.
  case dependency(host: String, span: SourceSpan)
}

/// Machines.
package enum NodeTarget: Sendable {
  /// One machine, by name: `worker-3`.
  case node(String, span: SourceSpan)
  /// Every machine of a zone.
  case zone(String, span: SourceSpan)
  /// The machines on which pods run.
  case machines(of: PodTarget)
}

/// Pods, and how many of them.
package struct PodTarget: Sendable {
  /// The pods that may be hit.
  package let group: PodGroup
  /// How many of them are hit.
  package let mode: TargetMode
}

/// A group of pods.
package enum PodGroup: Sendable {
  /// Pods that a selector matches.
  case selected(PodSelector)
  /// Pods of a workload.
  case workload(WorkloadReference)
  /// Pods of a store.
  case store(StoreTarget)
  /// Pods that have a claim among their volumes.
  case volume(ClaimReference)
}

/// A PersistentVolumeClaim, by its name.
package struct ClaimReference: Sendable {
  /// Its namespace.
  package let namespace: String
  /// Its name.
  package let name: String
}

extension SpecType where Value == ClaimReference {
  /// A claim anywhere: `voicehelper/data-redis-0`.
  fileprivate static var claim: SpecType {
    SpecType<LocatedText>.name.map { text, node, context in
      let parts = text.text.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
      guard parts.count == 2, parts.allSatisfy({ !$0.isEmpty }) else {
        context.diagnostics.invalidValue(
          "\"\(text.text)\" is no claim", node,
          help: "write its namespace and name, like voicehelper/data-redis-0")
        return nil
      }
      return ClaimReference(namespace: parts[0], name: parts[1])
    }
  }
}

/// Pods of a store, by what they do in it.
package struct StoreTarget: Sendable {
  /// What a pod does in its group.
  package enum Role: String, Sendable, CaseIterable {
    case primary, replica, leader, follower
  }

  /// The store model's name or system.
  package let system: String
  /// Where the system was written.
  package let span: SourceSpan
  /// What the pod does; nil means any.
  package let role: Role?
  /// The shard, from 0; nil means any.
  package let shard: Int?
  /// Where the shard was written; the whole target's place where none was.
  package let shardSpan: SourceSpan
}

extension StoreTarget: SpecObject {
  static let what = "a store target"

  init?(_ reader: inout SpecReader) {
    let system = reader.required(
      "system", .name as SpecType<LocatedText>, "the store model's name or system")
    role = reader.optional("role", .word(Role.self), "what the pod does; any by default")
    shard = reader.optional("shard", .count(from: 0), "the shard, from 0; any by default")
    shardSpan = reader.span(of: "shard")
    guard let system else { return nil }
    self.system = system.text
    span = system.span
  }
}

/// Chaos Mesh's block of selector and mode.
struct SelectedPods: SpecObject {
  static let what = "a pod target"
  let target: PodTarget

  init?(_ reader: inout SpecReader) {
    let selector = reader.required("selector", .object(PodSelector.self), "which pods are meant")
    let mode = reader.targetMode(default: nil)
    guard let selector, let mode else { return nil }
    target = PodTarget(group: .selected(selector), mode: mode)
  }
}

/// The machine of a pod.
private struct Machine: SpecObject {
  static let what = "a machine by what runs on it"
  let target: NodeTarget

  init?(_ reader: inout SpecReader) {
    guard let pods = reader.choice(PodTarget.choices(.one)) else { return nil }
    target = .machines(of: pods)
  }
}

extension NodeTarget {
  /// The ways to name machines.
  static var choices: [SpecChoice<NodeTarget>] {
    [
      SpecChoice("node", .name as SpecType<String>, "a machine, like worker-3") { name, span in
        .node(name, span: span)
      },
      SpecChoice("zone", .name as SpecType<String>, "every machine of a zone") { name, span in
        .zone(name, span: span)
      },
      SpecChoice("machineOf", .object(Machine.self), "the machine of a pod") { machine, _ in
        machine.target
      },
    ]
  }

  /// The ways to name machines by what runs on them.
  static var choicesByPod: [SpecChoice<NodeTarget>] {
    PodTarget.choices(.one).map { choice in choice.map { NodeTarget.machines(of: $0) } }
  }
}

extension PodTarget {
  /// The ways to name pods; `mode` holds for those that do not bring their own.
  static func choices(_ mode: TargetMode) -> [SpecChoice<PodTarget>] {
    [
      SpecChoice("pod", .object(SelectedPods.self), "pods by selector and mode") { pods, _ in
        pods.target
      },
      SpecChoice("workload", .namespacedWorkload, "NAMESPACE/NAME of a workload") { workload, _ in
        PodTarget(group: .workload(workload), mode: mode)
      },
      SpecChoice("store", .object(StoreTarget.self), "pods of a store, by role") { store, _ in
        PodTarget(group: .store(store), mode: mode)
      },
      SpecChoice("volume", .claim, "NAMESPACE/NAME of a claim that pods have") { claim, _ in
        PodTarget(group: .volume(claim), mode: mode)
      },
    ]
  }
}

extension FaultTarget: SpecObject {
  static let what = "a target"

  init?(_ reader: inout SpecReader) {
    let mode = reader.targetMode(default: .all) ?? .all
    let nodes = NodeTarget.choices.map { choice in choice.map { FaultTarget.nodes($0) } }
    let pods = PodTarget.choices(mode).map { choice in choice.map { FaultTarget.pods($0) } }
    let host = SpecChoice("dependency", .name as SpecType<String>, "a host outside the cluster") {
      host, span in FaultTarget.dependency(host: host, span: span)
    }
    guard let target = reader.choice(nodes + pods + [host]) else { return nil }
    self = target
  }
}
