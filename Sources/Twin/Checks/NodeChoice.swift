import Cluster
import Manifests

/// Pods that no node can ever take: too large, or asking for labels and tolerations in vain.
enum NodeChoice: PlatformCheck {
  /// Reports every workload whose pods have no place even in an empty cluster.
  ///
  /// Without nodes in the input those of the run are assumed, and fit.
  static func report(on platform: CheckedPlatform, _ diagnostics: DiagnosticCollector) {
    guard platform.models.cluster != nil || !platform.manifests.nodes.isEmpty else { return }
    let nodes = ClusterSpec(nodesOf: platform.manifests, cluster: platform.models.cluster).nodes
    let version = platform.models.cluster?.kubernetes ?? ClusterVersion()
    for group in platform.pods {
      guard let spec = group.spec, spec.nodeName == nil else { continue }
      let template = PodTemplate(
        spec, ObjectMeta(), priorities: platform.manifests.priorityClasses,
        runtimes: platform.manifests.runtimeClasses, version: version)
      report(template, spec, of: group, nodes, diagnostics)
    }
  }

  private static func report(
    _ template: PodTemplate, _ spec: PodSpec, of group: PodMaker, _ nodes: [NodeSpec],
    _ diagnostics: DiagnosticCollector
  ) {
    // Most pods have a place on the first node, and the nodes are many.
    guard !nodes.contains(where: { template.hasPlace(on: $0) }) else { return }
    let wanted = nodes.filter { template.allows($0) }
    guard !wanted.isEmpty else {
      let isSelector = !template.nodeSelector.isEmpty
      diagnostics.warning(
        "no node has the labels that the pods of \(group.subject) ask for: they stay Pending",
        at: (isSelector ? spec.nodeSelectorSpan : spec.affinitySpan).firstLine, code: "no-node",
        help: advice(template, nodes))
      return
    }
    let tolerated = wanted.filter { template.untoleratedTaint(of: $0) == nil }
    guard !tolerated.isEmpty else {
      diagnostics.warning(
        "every node that the pods of \(group.subject) may run on has a taint that they do not "
          + "tolerate: they stay Pending", at: spec.span.start, code: "no-node",
        help: wanted.lazy.compactMap { template.untoleratedTaint(of: $0) }.first
          .map { "add a toleration of \($0)" })
      return
    }
    reportSize(template, spec, of: group, tolerated, diagnostics)
  }

  private static func reportSize(
    _ template: PodTemplate, _ spec: PodSpec, of group: PodMaker, _ nodes: [NodeSpec],
    _ diagnostics: DiagnosticCollector
  ) {
    let requests = template.requests
    let amounts: [(name: String, wanted: Int64, most: Int64?)] = [
      ("cpu", requests.cpuMilli, nodes.map(\.allocatable.cpuMilli).max()),
      ("memory", requests.memory, nodes.map(\.allocatable.memory).max()),
      (
        "ephemeral-storage", requests.ephemeralStorage,
        nodes.map(\.allocatable.ephemeralStorage).max()
      ),
    ]
    for (name, wanted, most) in amounts where wanted > most ?? 0 {
      let place = spec.containers.first { $0.resources.requests[name] != nil }?.resourcesSpan
      diagnostics.warning(
        "the pods of \(group.subject) request \(text(wanted, of: name)) of \(name), more than any "
          + "node can give: they stay Pending", at: (place ?? spec.span).start,
        code: "too-large-pod", help: "the largest node gives \(text(most ?? 0, of: name))")
    }
  }

  private static func text(_ amount: Int64, of resource: String) -> String {
    resource == "cpu" ? "\(amount)m" : "\(amount / 1_048_576)Mi"
  }

  /// The first label that no node has, with the values that nodes have.
  private static func advice(_ template: PodTemplate, _ nodes: [NodeSpec]) -> String? {
    for entry in template.nodeSelector.entries {
      let values = distinct(nodes.compactMap { $0.labels[entry.key] })
      if values.contains(entry.value) { continue }
      return values.isEmpty
        ? "no node has the label \(entry.key)"
        : "nodes have \(entry.key): \(values.prefix(5).joined(separator: ", "))"
    }
    for requirement in template.requiredNodeTerms.flatMap(\.labels) {
      let values = distinct(nodes.compactMap { $0.labels[requirement.key] })
      if values.contains(where: { requirement.holds(for: $0) }) { continue }
      return values.isEmpty
        ? "no node has the label \(requirement.key)"
        : "nodes have \(requirement.key): \(values.prefix(5).joined(separator: ", "))"
    }
    return nil
  }

  private static func distinct(_ values: [String]) -> [String] {
    var kept: [String] = []
    for value in values where !kept.contains(value) { kept.append(value) }
    return kept
  }
}

extension PodTemplate {
  /// Whether a node has the labels and the name that the pods require.
  func allows(_ node: NodeSpec) -> Bool {
    nodeSelector.isSubset(of: node.labels)
      && (!hasRequiredNodeTerms
        || requiredNodeTerms.contains { $0.matches(name: node.name, labels: node.labels) })
  }

  /// Whether a pod can stay on a node that has no other.
  fileprivate func hasPlace(on node: NodeSpec) -> Bool {
    let (wanted, most) = (requests, node.allocatable)
    return wanted.cpuMilli <= most.cpuMilli && wanted.memory <= most.memory
      && wanted.ephemeralStorage <= most.ephemeralStorage
      && allows(node) && untoleratedTaint(of: node) == nil
  }

  /// A taint of a node that the pods do not endure; soft ones keep nobody away.
  func untoleratedTaint(of node: NodeSpec) -> String? {
    let taint = node.taints.first { taint in
      taint.effect != .preferNoSchedule
        && !tolerations.contains { $0.tolerates(taint, comparesNumbers: false) }
    }
    return taint.map { "\($0.key)=\($0.value):\($0.effect.rawValue)" }
  }
}

extension SourceSpan {
  /// The whole where it is one line, else its beginning.
  fileprivate var firstLine: SourceSpan { line == endLine ? self : start }
}
