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
    let reason = access.reason(against: request, account: account, namespace: owner.namespace)
    return "\(request.qualifiedResource)\(named) is forbidden: User "
      + "\"system:serviceaccount:\(owner.namespace):\(account)\" cannot \(request.verb) resource "
      + "\"\(request.resource)\" in API group \"\(request.group)\" \(place)"
      + (reason.map { ": RBAC: \($0)" } ?? "")
  }

  /// Asks for something in the name of a workload's service account; a refusal is an event of the
  /// workload and the answer false.
  package mutating func ask(
    _ request: APIRequest, by workload: Int, in simulation: borrowing Simulation
  ) -> Bool {
    guard let refusal = refusal(of: request, by: workload) else { return true }
    record(workload: workload, "Forbidden", refusal, isWarning: true, by: .vhsim, in: simulation)
    return false
  }

  /// Asks the API for all that the containers of a pod want of it with kubectl; returns false, and
  /// says so, where it refuses something.
  mutating func askForRequests(of pod: PodHandle, in simulation: borrowing Simulation) -> Bool {
    let requests = templates[Int(pods[pod].template)].spec.apiRequests
    for request in requests {
      guard let refusal = refusal(of: request, by: Int(pods[pod].workload)) else { continue }
      record(
        pod, "Forbidden", "Error from server (Forbidden): \(refusal)", isWarning: true,
        by: .vhsim, in: simulation)
      return false
    }
    return true
  }
}
