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

extension PodSelector: SpecObject {
  static let what = "a pod selector"

  /// Where a pod is in its life (Kubernetes core/v1 PodPhase).
  private enum Phase: String, CaseIterable {
    case pending = "Pending"
    case running = "Running"
    case succeeded = "Succeeded"
    case failed = "Failed"
    case unknown = "Unknown"
  }

  init?(_ reader: inout SpecReader) {
    namespaces = reader.optional(
      "namespaces", .list(.name), default: [], "namespaces; any by default")
    labels = LabelSelector(
      matchLabels: reader.optional(
        "labelSelectors", .labels, default: StringMap(), "labels that the pod must have"),
      matchExpressions: reader.optional(
        "expressionSelectors", .list(.requirement), default: [], "conditions on its labels"))
    annotations = reader.optional(
      "annotationSelectors", .labels, default: StringMap(), "annotations that the pod must have")
    nodes = reader.optional(
      "nodes", .list(.name), default: [], "names of nodes on which it may run; any by default")
    nodeLabels = reader.optional(
      "nodeSelectors", .labels, default: StringMap(), "labels of nodes on which it may run")
    pods = reader.optional("pods", .podNames, default: [], "pods by namespace and name")
    phases = reader.optional(
      "podPhaseSelectors", .list(.word(Phase.self)), default: [],
      "phases such as Running; any by default"
    ).map(\.rawValue)
  }
}

extension SpecType where Value == LabelSelector.Requirement {
  /// A condition on a label.
  fileprivate static var requirement: SpecType {
    SpecType(schema: { _ in
      [
        "type": "object",
        "properties": [
          "key": ["type": "string"],
          "operator": ["enum": ["In", "NotIn", "Exists", "DoesNotExist"]],
          "values": ["type": "array", "items": ["type": "string"]],
        ],
        "required": ["key", "operator"], "additionalProperties": false,
      ]
    }) { node, context in LabelSelector.Requirement(from: node, context.diagnostics) }
  }
}

extension SpecType where Value == [PodSelector.PodNames] {
  /// Lists of pods by namespace.
  fileprivate static var podNames: SpecType {
    let names = SpecType<[String]>.list(.name)
    return SpecType(schema: {
      ["type": "object", "additionalProperties": names.schema($0)]
    }) { node, context in
      guard let pairs = node.pairs else {
        context.diagnostics.wrongType("a mapping from namespaces to lists of pods", node)
        return nil
      }
      return pairs.compactMap { key, value in
        names.read(value, context).map {
          PodSelector.PodNames(namespace: key.text ?? "", names: $0)
        }
      }
    }
  }
}
