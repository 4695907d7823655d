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
}

/// How many of a fault's candidates are hit (Chaos Mesh pkg/selector/generic/mode.go).
package enum TargetMode: Hashable, Sendable {
  /// One, at random.
  case one
  /// All, ready or not.
  case all
  /// A number of them, at random, or all if there are fewer.
  case fixed(Int)
  /// A percentage of them, rounded up, at random.
  case fixedPercent(Int)
  /// A percentage drawn uniformly from 0 to the value, rounded up; may hit none.
  case randomMaxPercent(Int)
}

/// Which pods are meant (Chaos Mesh's `selector`); every condition must hold.
package struct PodSelector: Sendable {
  /// Namespaces; empty means any.
  package let namespaces: [String]
  /// Conditions on the pod's labels.
  package let labels: LabelSelector
  /// Annotations that the pod must have.
  package let annotations: StringMap
  /// Names of nodes on which the pod may run; empty means any.
  package let nodes: [String]
  /// Labels of nodes on which the pod may run; empty means any.
  package let nodeLabels: StringMap
  /// Pods by namespace and name; empty means any.
  package let pods: [PodNames]
  /// Phases such as `Running`; empty means any.
  package let phases: [String]

  /// Pods of one namespace by name.
  package struct PodNames: Sendable {
    /// The namespace.
    package let namespace: String
    /// The names.
    package let names: [String]
  }
}
