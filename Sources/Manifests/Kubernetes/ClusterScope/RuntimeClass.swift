/// A container runtime that pods can ask for, and what it costs them.
///
/// Source: Kubernetes node/v1 RuntimeClass.
package struct RuntimeClass: ManifestResource {
  /// Name, namespace, labels and annotations.
  package var metadata: ObjectMeta
  /// The runtime's name in the configuration of nodes.
  package var handler: String
  /// Resources of the sandbox of each pod (`overhead.podFixed`); nil where no overhead is given.
  package var overhead: ResourceList?
  /// Labels that a node must have (`scheduling.nodeSelector`).
  package var nodeSelector = StringMap()
  /// Taints that its pods endure (`scheduling.tolerations`).
  package var tolerations: [Toleration] = []
  /// Where `handler` was written; the enclosing object's place where it is absent.
  package var handlerSpan: SourceSpan
  /// Where `scheduling` was written; the enclosing object's place where it is absent.
  package var schedulingSpan: SourceSpan
  /// Where the whole object was written.
  package var span: SourceSpan

  /// Reads the object, with upstream's defaults for absent fields.
  package init?(from node: YAMLNode, _ diagnostics: DiagnosticCollector) {
    guard var object = ObjectReader(node, diagnostics, what: "a RuntimeClass") else { return nil }
    let metadata: ObjectMeta? = object.required("metadata")
    let handler: String? = object.required("handler")
    handlerSpan = object.span(of: "handler")
    schedulingSpan = object.span(of: "scheduling")
    span = object.span
    let hasOverhead = object.node("overhead") != nil
    guard var cost = object.section("overhead", diagnostics) else { return nil }
    var fixed = ResourceList()
    cost.read("podFixed", into: &fixed)
    if hasOverhead { overhead = fixed }
    guard var placement = object.section("scheduling", diagnostics) else { return nil }
    placement.read("nodeSelector", into: &nodeSelector)
    placement.read("tolerations", into: &tolerations)
    guard let metadata, let handler else { return nil }
    self.metadata = metadata
    self.handler = handler
  }

  /// Reports what the API server refuses (pkg/apis/node/validation).
  package func check(_ diagnostics: DiagnosticCollector) {
    if let problem = NameRule.label.problem(with: handler) {
      diagnostics.error(
        "the handler \"\(handler)\" \(problem)", at: handlerSpan, code: "invalid-name")
    }
    nodeSelector.checkLabels(at: schedulingSpan, diagnostics)
    for (position, toleration) in tolerations.enumerated() {
      toleration.check(diagnostics)
      guard tolerations[..<position].contains(where: { $0.isSame(as: toleration) }) else {
        continue
      }
      diagnostics.error(
        "two tolerations are the same", at: toleration.span.start, code: "duplicate-name")
    }
  }
}

extension Toleration {
  /// Whether another one says the same.
  fileprivate func isSame(as other: Toleration) -> Bool {
    key == other.key && self.operator == other.operator && value == other.value
      && effect == other.effect && tolerationSeconds == other.tolerationSeconds
  }
}
