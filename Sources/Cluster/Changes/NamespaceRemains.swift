import SimulationKernel

/// What a pass of the namespace controller finds left of what it has deleted
/// (pkg/controller/namespace/deletion/namespaced_resources_deleter.go deleteAllContent).
struct NamespaceRemains {
  /// What it takes as the time until finalizers are gone (finalizerEstimateSeconds).
  private static let finalizerEstimate = SimDuration.seconds(15)

  /// Objects of each resource, as `pods.`: its group follows the point.
  private var resources: [(name: String, count: Int)] = []
  /// Objects that each finalizer keeps.
  private var finalizers: [(name: String, count: Int)] = []
  /// How long what is left may still take.
  private(set) var estimate = SimDuration.zero
  /// What ended the pass with an error; nil for one without any.
  private(set) var failure: String?

  /// Whether nothing is left.
  var isEmpty: Bool { resources.isEmpty }

  /// Counts an object that its finalizers keep.
  mutating func count(_ resource: String, keptBy keepers: [String]) {
    estimate = max(estimate, Self.finalizerEstimate)
    add(resource, keepers)
  }

  /// Counts pods, of each of which its finalizers are given.
  ///
  /// - Parameter grace: the longest of the pods that had not ended, or zero where it is over.
  mutating func count(pods: [[String]], grace: SimDuration, in namespace: String) {
    guard !pods.isEmpty else { return }
    for keepers in pods { add("pods.", keepers) }
    if grace > .zero {
      estimate = max(estimate, grace)
    } else if pods.contains(where: { !$0.isEmpty }) {
      estimate = max(estimate, Self.finalizerEstimate)
    } else {
      failure =
        "unexpected items still remain in namespace: \(namespace) for gvr: /v1, Resource=pods"
    }
  }

  private mutating func add(_ resource: String, _ keepers: [String]) {
    Self.count(resource, in: &resources)
    for keeper in keepers { Self.count(keeper, in: &finalizers) }
  }

  private static func count(_ name: String, in counts: inout [(name: String, count: Int)]) {
    if let known = counts.firstIndex(where: { $0.name == name }) {
      counts[known].count += 1
    } else {
      counts.append((name, 1))
    }
  }

  /// The conditions of the namespace, by `NamespaceCondition`.
  ///
  /// - Parameter isCounted: whether the pass came so far that it counted what is left.
  func conditions(isCounted: Bool) -> [NamespaceCondition.State] {
    NamespaceCondition.allCases.map { condition in
      switch condition {
      case .contentFailure where failure != nil:
        NamespaceCondition.State(
          isTrue: true, reason: "ContentDeletionFailed",
          message: "Failed to delete all resource types, 1 remaining: \(failure ?? "")")
      case .contentRemaining where isCounted && !resources.isEmpty:
        NamespaceCondition.State(
          isTrue: true, reason: "SomeResourcesRemain",
          message: "Some resources are remaining: " + Self.list(resources, "has"))
      case .finalizersRemaining where isCounted && !finalizers.isEmpty:
        NamespaceCondition.State(
          isTrue: true, reason: "SomeFinalizersRemain",
          message: "Some content in the namespace has finalizers remaining: "
            + Self.list(finalizers, "in"))
      default: condition.absence
      }
    }
  }

  private static func list(_ counts: [(name: String, count: Int)], _ word: String) -> String {
    counts.map { "\($0.name) \(word) \($0.count) resource instances" }.sorted()
      .joined(separator: ", ")
  }
}
