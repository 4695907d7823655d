package import SimulationKernel

/// How software that answers probes talks with its kubelet.
extension Cluster {
  /// The next check of a pod's main container that its software has not taken yet.
  package mutating func takeProbe(of pod: PodHandle) -> ProbeQuestion? {
    guard let main = probedContainer(of: pod) else { return nil }
    if isNew(containers[main].startup), let probe = probe(.startup, ofContainer: main) {
      containers[main].startup.isTaken = true
      return ProbeQuestion(kind: .startup, handler: probe.handler)
    }
    if isNew(containers[main].liveness), let probe = probe(.liveness, ofContainer: main) {
      containers[main].liveness.isTaken = true
      return ProbeQuestion(kind: .liveness, handler: probe.handler)
    }
    if isNew(containers[main].readiness), let probe = probe(.readiness, ofContainer: main) {
      containers[main].readiness.isTaken = true
      return ProbeQuestion(kind: .readiness, handler: probe.handler)
    }
    return nil
  }

  private func isNew(_ state: ProbeState) -> Bool { state.isAsked && !state.isTaken }

  /// Whether the kubelet still waits for the answer to a check.
  package func isProbeOpen(_ kind: ProbeKind, of pod: PodHandle) -> Bool {
    probedContainer(of: pod).map { state(kind, $0).isAsked } ?? false
  }

  /// Answers a check; too late an answer changes nothing.
  package mutating func answerProbe(
    _ kind: ProbeKind, of pod: PodHandle, _ answer: ProbeAnswer, in simulation: inout Simulation
  ) {
    guard let main = probedContainer(of: pod), state(kind, main).isAsked else { return }
    take(answer, kind, main, in: &simulation)
  }

  /// The entry of the container that answers a pod's probes; nil where the pod has none.
  private func probedContainer(of pod: PodHandle) -> Int? {
    guard pods.contains(pod), pods[pod].hasContainers else { return nil }
    return mainContainer(of: pod)
  }
}
