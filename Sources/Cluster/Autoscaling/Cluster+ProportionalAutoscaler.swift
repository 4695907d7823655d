import Manifests
import SimulationKernel

/// Cluster-proportional-autoscalers poll while a pod of theirs is ready and the API lets them.
///
/// All copies of one poll at the same times, which have a phase of their own.
extension Cluster {
  /// Begins the polls, also of those that a change brings later.
  mutating func startProportionalAutoscalers(in simulation: inout Simulation) {
    for workload in workloads.indices {
      guard let flags = workloads[workload].spec.template.proportional else { continue }
      let name = workloads[workload].namespace + "/" + workloads[workload].name
      var phase = EntityRandom(seed: seed, stream: "proportional/" + name)
      schedule(
        .followNodes,
        at: simulation.now + phase.duration(below: max(.seconds(1), flags.period)),
        argument: UInt32(proportionalAutoscalers.count), in: &simulation)
      proportionalAutoscalers.append(ProportionalAutoscaler(workload: workload))
    }
  }

  /// A platform that has run before time zero has the replicas that they ask for.
  mutating func settleProportions() {
    for workload in workloads.indices where workloads[workload].exists {
      guard let flags = workloads[workload].spec.template.proportional, flags.problem == nil,
        case .success(let wanted) = proportion(of: workload, flags, at: Self.settledSince),
        workloads[wanted.target].exists
      else { continue }
      workloads[wanted.target].replicas = wanted.replicas
    }
  }

  /// An autoscaler's poll is due.
  mutating func followNodes(_ index: Int, in simulation: inout Simulation) {
    let workload = proportionalAutoscalers[index].workload
    let flags = workloads[workload].spec.template.proportional
    if let flags, flags.problem == nil, isAtWork(workload) { poll(index, flags, in: &simulation) }
    schedule(
      .followNodes, at: simulation.now + max(.seconds(1), flags?.period ?? .seconds(10)),
      argument: UInt32(index), in: &simulation)
  }

  private mutating func poll(
    _ index: Int, _ flags: ProportionalFlags, in simulation: inout Simulation
  ) {
    let workload = proportionalAutoscalers[index].workload
    switch proportion(of: workload, flags, at: simulation.now) {
    case .failure(let failure): fail(index, failure.text, flags, in: &simulation)
    case .success(let wanted):
      let before = workloads[wanted.target].replicas
      if before != wanted.replicas {
        if let problem = scaleProblem(of: workload, flags, wanted.target) {
          fail(index, "Update failure: " + problem, flags, in: &simulation)
          return
        }
        record(
          workload: workload, "UpdatedReplicas",
          "Replicas are not as expected : updating replicas from \(before) to \(wanted.replicas)",
          by: .vhsim, in: simulation)
        scale(workload: wanted.target, to: wanted.replicas, in: &simulation)
      }
      proportionalAutoscalers[index].problem = nil
      proportionalAutoscalers[index].failures = 0
    }
  }

  /// Why an autoscaler may not write a scale.
  private mutating func scaleProblem(
    of workload: Int, _ flags: ProportionalFlags, _ target: Int
  ) -> String? {
    if let refusal = refusal(of: scaleRequest("update", flags, workload), by: workload) {
      return refusal
    }
    let request = webhookRequest(forScaleOf: ScaleTarget(workload: target))
    return webhookFailure(for: request)?.text
  }

  /// A poll comes to nothing, which the log says; after too many of them the process ends.
  private mutating func fail(
    _ index: Int, _ text: String, _ flags: ProportionalFlags, in simulation: inout Simulation
  ) {
    let workload = proportionalAutoscalers[index].workload
    if proportionalAutoscalers[index].problem != text {
      record(workload: workload, "PollFailed", text, isWarning: true, by: .vhsim, in: simulation)
    }
    proportionalAutoscalers[index].problem = text
    proportionalAutoscalers[index].failures += 1
    guard proportionalAutoscalers[index].failures == flags.failureLimit else { return }
    proportionalAutoscalers[index].failures = 0
    for pod in workloads[workload].pods where pods[pod].isReady && !pods[pod].isTerminating {
      crash(pod, exitCode: 1, reason: .error, in: &simulation)
    }
  }

  private struct PollFailure: Error {
    let text: String
  }

  /// The workload that an autoscaler scales, and how many replicas it asks for, in the order in
  /// which it asks the API (autoscaler_server.go pollAPIServer).
  private mutating func proportion(
    of workload: Int, _ flags: ProportionalFlags, at now: SimTime
  ) -> Result<(target: Int, replicas: Int), PollFailure> {
    if let refusal = refusal(of: APIRequest("list", "nodes"), by: workload) {
      return .failure(PollFailure(text: "Error while getting cluster status: " + refusal))
    }
    if let problem = configurationProblem(of: workload, flags, at: now) {
      return .failure(PollFailure(text: "Error syncing configMap with apiserver: " + problem))
    }
    let space = flags.namespace ?? workloads[workload].namespace
    let rule = configurations.proportion(of: flags.configMap, in: space)
    if case .refused(let problem) = rule {
      return .failure(PollFailure(text: "Error ensuring controller: " + problem))
    }
    let (schedulable, all) = clusterSizes(of: flags.nodeLabels)
    guard let replicas = rule?.replicas(schedulable: schedulable, all: all) else {
      return .failure(PollFailure(text: "Error ensuring controller: no parameters"))
    }
    if let refusal = refusal(of: scaleRequest("get", flags, workload), by: workload) {
      return .failure(PollFailure(text: "Update failure: " + refusal))
    }
    let target = workloadIndex(kind: flags.kind, namespace: space, name: flags.name)
    guard let target, workloads[target].exists else {
      return .failure(
        PollFailure(text: "Update failure: \(flags.fullResource) \"\(flags.name)\" not found"))
    }
    guard hasScale(target, as: flags) else {
      return .failure(
        PollFailure(text: "Update failure: the server could not find the requested resource"))
    }
    guard replicas <= ScaleChange.mostReplicas else {
      return .failure(
        PollFailure(
          text: "Update failure: \(replicas) replicas are asked for, and a run holds "
            + "\(ScaleChange.mostReplicas)"))
    }
    return .success((target, replicas))
  }

  /// Whether the API has a scale of a workload under the name of resource and group by which an
  /// autoscaler asks for it.
  private func hasScale(_ target: Int, as flags: ProportionalFlags) -> Bool {
    let owner = workloads[target]
    guard owner.kind.hasScale else { return false }
    let known = ledger.object(objectKind(of: target), owner.namespace, owner.name)?.resource
    return flags.fullResource == known ?? WorkloadSpec.resource(ofKind: owner.userKind)
  }

  private func scaleRequest(
    _ verb: String, _ flags: ProportionalFlags, _ workload: Int
  ) -> APIRequest {
    APIRequest(
      verb, flags.resource + "/scale", group: flags.group,
      namespace: flags.namespace ?? workloads[workload].namespace, name: flags.name)
  }

  /// Why an autoscaler has no parameters; it makes the ConfigMap with its default ones where there
  /// is none (syncConfigWithServer).
  private mutating func configurationProblem(
    of workload: Int, _ flags: ProportionalFlags, at now: SimTime
  ) -> String? {
    let space = flags.namespace ?? workloads[workload].namespace
    let get = APIRequest("get", "configmaps", namespace: space, name: flags.configMap)
    if let refusal = refusal(of: get, by: workload) { return refusal }
    let reference = ConfigurationReference(kind: .configMap, name: flags.configMap)
    guard !configurations.has(reference, in: space) else { return nil }
    guard let defaults = flags.defaults else {
      return "configmaps \"\(flags.configMap)\" not found"
    }
    let create = APIRequest("create", "configmaps", namespace: space)
    if let refusal = refusal(of: create, by: workload) { return refusal }
    let request = webhookRequest("CREATE", "configmaps", namespace: space)
    if let failure = webhookFailure(for: request) { return failure.text }
    var made = ConfigurationSpec(
      kind: .configMap, namespace: space, name: flags.configMap, keys: nil)
    made.proportion = defaults
    configurations.apply(made, at: now)
    return nil
  }

  /// The nodes that have some labels, and their cores in whole ones, rounded up: without those that
  /// are cordoned, and all (k8sclient.go GetClusterStatus, whose sum counts parts of cores since
  /// release 1.8.1).
  private func clusterSizes(
    of labels: LabelSelector
  ) -> (schedulable: ClusterProportion.Size, all: ClusterProportion.Size) {
    var (schedulable, all) = (ClusterProportion.Size(), ClusterProportion.Size())
    var (milli, allMilli): (Int64, Int64) = (0, 0)
    for node in nodes.indices
    where !nodes[node].isDeleted && labels.matches(nodeSpecs[node].labels) {
      let cores = nodeSpecs[node].allocatable.cpuMilli
      all.nodes += 1
      allMilli += cores
      guard !nodes[node].isCordoned else { continue }
      schedulable.nodes += 1
      milli += cores
    }
    schedulable.cores = Int((milli + 999) / 1_000)
    all.cores = Int((allMilli + 999) / 1_000)
    return (schedulable, all)
  }
}
