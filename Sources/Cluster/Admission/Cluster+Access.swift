package import SimulationKernel

/// RBAC: what the software of a workload may ask of the API.
extension Cluster {
  /// The API server's refusal of a request by a workload's service account, in its words; nil when
  /// it is allowed, or when the platform has no bindings at all.
  package func refusal(of request: APIRequest, by workload: Int) -> String? {
    let owner = workloads[workload]
    let account = owner.spec.template.serviceAccount
    guard access.isGiven,
      !access.allows(request, account: account, namespace: owner.namespace)
    else { return nil }
    let place = request.namespace.map { "in the namespace \"\($0)\"" } ?? "at the cluster scope"
    let named = request.name.map { " \"\($0)\"" } ?? ""
    return "\(request.qualifiedResource)\(named) is forbidden: User "
      + "\"system:serviceaccount:\(owner.namespace):\(account)\" cannot \(request.verb) resource "
      + "\"\(request.resource)\" in API group \"\(request.group)\" \(place)"
  }

  /// Asks for something in the name of a workload's service account; a refusal is an event of the
  /// workload and the answer false.
  package mutating func ask(
    _ request: APIRequest, by workload: Int, in simulation: borrowing Simulation
  ) -> Bool {
    guard let refusal = refusal(of: request, by: workload) else { return true }
    record(workload: workload, "Forbidden", refusal, isWarning: true, in: simulation)
    return false
  }

  /// The workload of the operator that looks after a kind of pods, found by its image; nil where the
  /// kind has none, or the platform does not show it.
  package func operatorWorkload(of kind: WorkloadKind) -> Int? {
    let image: String
    switch kind {
    case .operated: image = "cloudnative-pg/cloudnative-pg"
    case .podSet: image = "strimzi/operator"
    case .deployment, .replicaSet, .statefulSet, .daemonSet, .job, .cronJob, .pod: return nil
    }
    return workloads.firstIndex { owner in
      owner.spec.template.containers.contains { $0.image.contains(image) }
    }
  }

  /// Whether the operator that creates a workload's pods itself is allowed to.
  mutating func operatorMayCreate(
    _ workload: Int, in simulation: borrowing Simulation
  ) -> Bool {
    let owner = workloads[workload]
    guard !isSettling, let keeper = operatorWorkload(of: owner.kind) else { return true }
    return ask(
      APIRequest("create", "pods", namespace: owner.namespace), by: keeper, in: simulation)
  }

  /// Whether the API grants all that the containers of a pod ask of it with kubectl.
  mutating func grantsRequests(of pod: PodHandle, in simulation: borrowing Simulation) -> Bool {
    let requests = templates[Int(pods[pod].template)].spec.apiRequests
    for request in requests {
      guard let refusal = refusal(of: request, by: Int(pods[pod].workload)) else { continue }
      record(
        pod, "Forbidden", "Error from server (Forbidden): \(refusal)", isWarning: true,
        in: simulation)
      return false
    }
    return true
  }
}
