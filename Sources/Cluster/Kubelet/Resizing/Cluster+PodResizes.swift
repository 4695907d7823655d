import SimulationKernel

/// The resizes of pods, as their objects and the scheduler's cache show them.
extension Cluster {
  /// What became of the last resize of a pod; nil where its resources never changed.
  package func resize(of pod: PodHandle) -> PodResize? {
    let entry = Int(pods[pod].resize)
    return entry >= 0 ? resizes[entry] : nil
  }

  /// The container whose software a model describes, with the resources that it has; nil where they
  /// never changed, so that they are those of its workload.
  package func resizedContainer(of pod: PodHandle) -> ContainerSpec? {
    guard pods[pod].resize >= 0 else { return nil }
    let template = templates[Int(pods[pod].template)]
    return template.running[template.mainPosition]
  }

  /// The template that a pod's object asks for.
  package func writtenTemplate(of pod: PodHandle) -> Int32 {
    let entry = Int(pods[pod].resize)
    return entry >= 0 ? resizes[entry].written : pods[pod].template
  }

  /// The template by which the scheduler and quotas count a pod.
  package func chargedTemplate(of pod: PodHandle) -> Int32 {
    let entry = Int(pods[pod].resize)
    return entry >= 0 ? resizes[entry].charged : pods[pod].template
  }

  /// The template that a pod's kubelet has set aside for it.
  package func allocatedTemplate(of pod: PodHandle) -> Int32 {
    let entry = Int(pods[pod].resize)
    return entry >= 0 ? resizes[entry].allocated : pods[pod].template
  }

  /// The template with the greatest amounts of some that a pod has: one of them, or of others that
  /// are known, which has these amounts, or a new one.
  mutating func greatestTemplate(of list: [Int32], or others: [Int32] = []) -> Int32 {
    guard list.contains(where: { $0 != list[0] }) else { return list[0] }
    if let known = greatestTemplates.template(of: list) { return known }
    let all = list.map { templates[Int($0)].spec }
    let greatest = all.dropFirst().reduce(all[0]) { $0.greatest($1) }
    let found = template(with: greatest, among: list + others)
    greatestTemplates.remember(found, of: list)
    return found
  }

  /// The first of some templates of a pod that has certain amounts, or a new one that has them.
  mutating func template(with amounts: PodTemplate, among known: [Int32]) -> Int32 {
    let same = known.first { amounts.hasAmounts(of: templates[Int($0)].spec) }
    if let same { return same }
    templates.append(templates[Int(known[0])].resized(as: amounts))
    return Int32(templates.count - 1)
  }

  /// Whether a kubelet has accepted a pod, so that only it changes what the containers have.
  func isAllocated(_ pod: PodHandle) -> Bool {
    ![.gated, .queued].contains(pods[pod].stage) && pods[pod].startedAt < .infinity
  }

  /// Whether a resize may have taken what the scheduler counted on for a node's next pod: the
  /// kubelet decides on both as it hears of them.
  func hasResizes(on node: Int) -> Bool {
    freeResizes.count < resizes.count && nodePods[node].contains { pods[$0].resize >= 0 }
  }

  /// Gives a pod an entry in `resizes`.
  mutating func openResize(of pod: PodHandle) {
    guard pods[pod].resize < 0 else { return }
    let entry = PodResize(template: pods[pod].template)
    if let free = freeResizes.popLast() {
      resizes[Int(free)] = entry
      pods[pod].resize = free
    } else {
      pods[pod].resize = Int32(resizes.count)
      resizes.append(entry)
    }
  }

  /// A pod is gone, or its object has other containers now.
  mutating func closeResize(of pod: PodHandle) {
    guard pods[pod].resize >= 0 else { return }
    freeResizes.append(pods[pod].resize)
    pods[pod].resize = -1
  }

  /// The scheduler counts a pod by another template; what becomes free may help waiting pods, and
  /// so may that a waiting pod asks for less (NodeResourcesFit, UpdatePodScaleDown).
  mutating func charge(_ pod: PodHandle, as template: Int32, in simulation: inout Simulation) {
    guard chargedTemplate(of: pod) != template else { return }
    let before = templates[Int(chargedTemplate(of: pod))].placement
    let after = templates[Int(template)].placement
    resizes[Int(pods[pod].resize)].charged = template
    let isLess = after.cpuMilli < before.cpuMilli || after.memory < before.memory
    guard pods[pod].isAssigned else {
      if isLess, pods[pod].stage == .queued { wakeScheduler(for: pod, in: &simulation) }
      return
    }
    let matches = selectors.matches(of: pods[pod].labelSet)
    let node = Int(pods[pod].node)
    scheduler.cache.count(before, matches: matches, on: node, step: -1)
    scheduler.cache.count(after, matches: matches, on: node, step: 1)
    if isLess { wakeScheduler(.podShrunk, pod: pod, in: &simulation) }
  }

  /// The scheduler counts the greatest of what a pod's kubelet has set aside and what its
  /// containers have, and of what it asks for unless that is infeasible.
  mutating func rechargeResize(of pod: PodHandle, in simulation: inout Simulation) {
    let resize = resizes[Int(pods[pod].resize)]
    var counted = [resize.allocated, pods[pod].template]
    if resize.answer != .infeasible { counted.append(resize.written) }
    charge(pod, as: greatestTemplate(of: counted, or: [resize.charged]), in: &simulation)
  }

  /// Arms the kubelet's next decision on a pod's resize, in place of what was armed before.
  mutating func armDecision(
    of pod: PodHandle, after delay: SimDuration, in simulation: inout Simulation
  ) {
    let due = simulation.now + delay
    resizes[Int(pods[pod].resize)].decidesAt = due
    schedule(.podResize, at: due, argument: pod.rawValue, in: &simulation)
  }

  /// Arms the kubelet's next look at what it brings about in a pod, in place of what was armed
  /// before.
  mutating func armActuation(
    of pod: PodHandle, after delay: SimDuration, in simulation: inout Simulation
  ) {
    let due = simulation.now + delay
    resizes[Int(pods[pod].resize)].actuatesAt = due
    schedule(.podResize, at: due, argument: pod.rawValue, in: &simulation)
  }
}
