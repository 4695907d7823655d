import SimulationKernel

/// What tells a numbered pod apart from its siblings: its labels and its claims
/// (pkg/controller/statefulset/stateful_set_utils.go identityMatches, storageMatches).
extension Cluster {
  private static let podNameLabel = "statefulset.kubernetes.io/pod-name"

  /// Whether a controller's pods have ordinals in their names.
  func isNumbered(_ workload: Int) -> Bool {
    switch workloads[workload].kind {
    case .statefulSet, .podSet, .operated: true
    default: false
    }
  }

  /// The labels of a numbered pod with those of its identity; it may have others of these keys.
  mutating func identitySet(of pod: PodHandle) -> Int32 {
    let set = selectors.sets[Int(pods[pod].labelSet)]
    let name = name(of: pod)
    var identity: [(key: String, value: String)]
    switch workloads[Int(pods[pod].owner)].kind {
    case .operated: identity = [("cnpg.io/instanceName", name)]
    case .podSet: identity = [("strimzi.io/pod-name", name), (Self.podNameLabel, name)]
    case .job: identity = [("batch.kubernetes.io/job-completion-index", String(pods[pod].seat))]
    default:
      identity = [
        (Self.podNameLabel, name), ("apps.kubernetes.io/pod-index", String(pods[pod].seat)),
      ]
    }
    let keys = identity.map { selectors.labels.internKey($0.key) }
    let others = set.pairs.filter { !keys.contains(selectors.labels.key(of: $0)) }
    let own = identity.map { selectors.labels.intern($0.key, $0.value) }
    return selectors.internSet(namespace: set.namespace, pairs: others + own)
  }

  /// Gives the pod at an ordinal the identity of its set where it lacks it; returns whether the
  /// sync goes on (stateful_pod_control.go UpdateStatefulPod).
  ///
  /// A pod keeps its volumes: one without the set's claims can not be updated, and the sync ends
  /// with the API's error.
  mutating func enforceIdentity(
    ofOrdinal ordinal: Int, _ workload: Int, in simulation: inout Simulation
  ) -> Bool {
    let pod = pod(ordinal, of: workload)
    guard !pod.isNone, !isConforming(pod, to: workload) else { return true }
    let event = "update Pod \(name(of: pod)) in StatefulSet \(workloads[workload].name)"
    guard hasStorage(pod, of: workload) else {
      let failure = createClaims(ofPod: Int32(ordinal), workload, in: &simulation)
      let refusal = "Pod \"\(name(of: pod))\" is invalid: \(PodUpdate.words)"
      record(
        workload: workload, "FailedUpdate", "\(event) failed error: \(failure ?? refusal)",
        isWarning: true, in: simulation)
      failSync(of: workload)
      return false
    }
    relabel(pod, to: identitySet(of: pod), in: &simulation)
    announceLabels(of: pod, in: &simulation)
    notify(pod, .labelsChanged, in: &simulation)
    record(workload: workload, "SuccessfulUpdate", "\(event) successful", in: simulation)
    return true
  }

  /// Whether a pod is as its set makes them: one that it has adopted may not be.
  func isConforming(_ pod: PodHandle, to workload: Int) -> Bool {
    guard workloads[workload].kind == .statefulSet, Int(pods[pod].workload) != workload else {
      return true
    }
    return label(Self.podNameLabel, of: pod) == name(of: pod) && hasStorage(pod, of: workload)
  }

  /// Whether a pod has the claims that its set gives to the one of its name.
  func hasStorage(_ pod: PodHandle, of workload: Int) -> Bool {
    let owner = workloads[workload]
    let claims = claims(of: pod).map(\.name)
    return owner.spec.claimTemplates.allSatisfy {
      claims.contains(claimName($0.name, name(of: pod), owner.kind))
    }
  }
}
