import Manifests
import SimulationKernel

/// Node objects that a file writes: what an administrator may say of a node that is there changes
/// it; a machine comes with no file.
extension Cluster {
  private static let noScaleDown = "cluster-autoscaler.kubernetes.io/scale-down-disabled"
  /// Labels that say where a machine is, and which: they are true of it, whatever a file says.
  private static let placeLabels = [
    "kubernetes.io/hostname", "topology.kubernetes.io/zone", "topology.kubernetes.io/region",
    "failure-domain.beta.kubernetes.io/zone", "failure-domain.beta.kubernetes.io/region",
  ]

  /// Takes the nodes out of an update that no machine stands behind, and says so.
  mutating func dropAbsentNodes(
    of update: inout ClusterUpdate, in simulation: borrowing Simulation
  ) {
    for object in update.objects where object.isNode && nodeIndex(object.name) == nil {
      record(
        kind: object.kind, namespace: object.namespace, name: object.name, "NotSimulated",
        "\(object.label) is not created: no machine of the cluster stands behind it",
        isWarning: true, by: .vhsim, in: simulation)
      update.drop(object.kind, object.namespace, object.name)
    }
  }

  /// Writes the nodes of a file over those that are there, which kubectl calls configured where
  /// that changes one of them, or no file has named it before.
  mutating func applyNodes(of update: inout ClusterUpdate, in simulation: inout Simulation) {
    for (index, object) in update.objects.enumerated() where object.isNode {
      guard let node = nodeIndex(object.name) else { continue }
      let known = written.document(before: object)?.node
      let isChanged = write(object.document.node, over: known, to: node, in: &simulation)
      if isChanged || known == nil { update.objects[index].outcome = "configured" }
    }
  }

  /// Writes what a file says of a node, and takes away what an earlier one said that this one does
  /// not (kubectl's three-way merge); returns whether anything differs.
  private mutating func write(
    _ file: YAMLNode, over known: YAMLNode?, to node: Int, in simulation: inout Simulation
  ) -> Bool {
    let before = (nodeSpecs[node], nodes[node].isCordoned)
    guard let object = Node(from: file, DiagnosticCollector()) else { return false }
    writeLabels(object.metadata.labels, over: known, to: node, in: simulation)
    func writes(_ key: String) -> Bool {
      [file, known].contains { $0?.value(at: ["spec", key]) != nil }
    }
    if writes("taints") { nodeSpecs[node].taints = object.taints.map(NodeTaint.init) }
    if let text = object.metadata.annotations[Self.noScaleDown] {
      nodeSpecs[node].keepsFromScaleDown = text == "true"
    }
    if writes("unschedulable") { cordon(node: node, object.unschedulable, in: &simulation) }
    let after = nodeSpecs[node]
    if after.taints != before.0.taints || after.labels != before.0.labels {
      refreshTaints(of: node, in: &simulation)
      scheduleDaemons(in: &simulation)
      armPodGarbage(of: node, in: &simulation)
      wakeScheduler([.nodeTaints, .nodeLabels], node: node, in: &simulation)
    }
    return after.taints != before.0.taints || after.labels != before.0.labels
      || after.keepsFromScaleDown != before.0.keepsFromScaleDown
      || nodes[node].isCordoned != before.1
  }

  private mutating func writeLabels(
    _ given: StringMap, over known: YAMLNode?, to node: Int, in simulation: borrowing Simulation
  ) {
    var labels = nodeSpecs[node].labels
    let former = known.flatMap { Node(from: $0, DiagnosticCollector()) }?.metadata.labels
    for entry in former?.entries ?? [] where given[entry.key] == nil {
      if !Self.placeLabels.contains(entry.key) { labels[entry.key] = nil }
    }
    for entry in given.entries where labels[entry.key] != entry.value {
      guard !Self.placeLabels.contains(entry.key) else {
        record(
          node: node, "NotSimulated",
          "label \(entry.key) of node/\(nodeSpecs[node].name) stays: no machine moves",
          isWarning: true, by: .vhsim, in: simulation)
        continue
      }
      labels[entry.key] = entry.value
    }
    setLabels(labels, of: node)
  }

  /// A node's object is made anew: it has what its kubelet and the cloud register, and nothing that
  /// administrators wrote into the one before.
  mutating func resetObject(of node: Int) {
    let registered = nodeRegistrations[node]
    nodeSpecs[node].taints = registered.taints
    nodeSpecs[node].keepsFromScaleDown = registered.keepsFromScaleDown
    setLabels(registered.labels, of: node)
  }

  private mutating func setLabels(_ labels: StringMap, of node: Int) {
    guard labels != nodeSpecs[node].labels else { return }
    nodeSpecs[node].labels = labels
    scheduler.cache.setLabels(labels, of: node)
    for template in templates.indices { templates[template].allowedNodes = [] }
  }
}

extension ClusterUpdate.Object {
  /// Whether it is a node of the core API.
  var isNode: Bool { kind == "Node" && document.group.isEmpty }
}
