package import SimulationKernel

/// Taints that administrators set.
extension Cluster {
  /// Sets a taint, as `kubectl taint nodes NAME KEY=VALUE:EFFECT` does; one of the same key and
  /// effect is replaced.
  package mutating func taint(
    node: Int, _ taint: NodeTaint, in simulation: inout Simulation
  ) {
    nodeSpecs[node].taints.removeAll { $0.key == taint.key && $0.effect == taint.effect }
    nodeSpecs[node].taints.append(taint)
    refreshTaints(of: node, in: &simulation)
    scheduleDaemons(in: &simulation)
    armPodGarbage(of: node, in: &simulation)
  }

  /// Whether a node has taints of a key, of one effect or of any.
  func hasTaint(node: Int, key: String, effect: NodeTaint.Effect?) -> Bool {
    nodeSpecs[node].taints.contains { $0.key == key && (effect == nil || $0.effect == effect) }
  }

  /// Takes the taints of a key away, of one effect or of all, as `kubectl taint nodes NAME KEY-`
  /// does.
  mutating func untaint(
    node: Int, key: String, effect: NodeTaint.Effect?, in simulation: inout Simulation
  ) {
    nodeSpecs[node].taints.removeAll { $0.key == key && (effect == nil || $0.effect == effect) }
    refreshTaints(of: node, in: &simulation)
    scheduleDaemons(in: &simulation)
    wakeScheduler(.nodeTaints, node: node, in: &simulation)
  }
}
