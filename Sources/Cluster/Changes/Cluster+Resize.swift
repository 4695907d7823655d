import Manifests
import SimulationKernel

/// The API's subresource `resize` of pods (pkg/registry/core/pod/strategy.go podResizeStrategy).
extension Cluster {
  /// What a resize makes of pods that have the same templates.
  private struct ResizedTemplate {
    let written: Int32
    let actual: Int32
    let allocated: Int32
    let asked: Int32
    let charged: Int32
  }

  /// Asks for other resources of a container in some pods, each by itself; returns why the API
  /// refused it, for the first of them.
  mutating func resize(
    _ change: ResizeChange, in simulation: inout Simulation
  ) -> String? {
    let namespace = change.workload.namespace ?? "default"
    guard version.hasResizing else {
      return refuse(
        "Pod", namespace, change.workload.name, "NotFound",
        "Error from server (NotFound): the server could not find the requested resource",
        in: simulation)
    }
    let targets = pods(of: change)
    guard !targets.isEmpty else {
      return refuse(
        "Change", namespace, change.workload.name, "NotFound",
        "Error from server (NotFound): pods of \"\(change.workload.name)\" not found",
        in: simulation)
    }
    var first: String?
    var known: [ResizedTemplate] = []
    for pod in targets {
      let problem = resize(pod, change, &known, in: &simulation)
      first = first ?? problem
    }
    return first
  }

  private func pods(of change: ResizeChange) -> [PodHandle] {
    let reference = change.workload
    let meant = reference.kind == "pod" ? [] : pods(of: .workload(reference))
    guard meant.isEmpty, ["pod", nil].contains(reference.kind) else { return meant }
    let pod = pod(namespace: reference.namespace ?? "default", name: reference.name)
    return pod.map { [$0] } ?? []
  }

  private mutating func resize(
    _ pod: PodHandle, _ change: ResizeChange, _ known: inout [ResizedTemplate],
    in simulation: inout Simulation
  ) -> String? {
    let before = templates[Int(writtenTemplate(of: pod))].spec
    guard let asked = before.resized(change) else {
      return refuse(
        pod,
        "The Pod \"\(name(of: pod))\" is invalid: spec.containers: Forbidden: containers may "
          + "not be added or removed on resize", in: simulation)
    }
    let check = ResizeCheck(before: before, after: asked, version: version)
    if let causes = check.problems().causes {
      return refuse(
        pod, "The Pod \"\(name(of: pod))\" is invalid: \(causes)", in: simulation)
    }
    if let problem = limitProblem(of: pod, as: asked) {
      return forbid(pod, problem, in: simulation)
    }
    if let problem = webhookRefusal(ofResizing: pod, in: simulation) { return problem }
    if let problem = quotaProblem(ofResizing: pod, as: asked, at: simulation.now) {
      return forbid(pod, problem, in: simulation)
    }
    let after = asked.withoutZeroLimits
    let isSame = after.hasAmounts(of: before)
    record(
      pod, "Resized", "pod/\(name(of: pod)) patched\(isSame ? " (no change)" : "")", by: .kubectl,
      in: simulation)
    guard !isSame else { return nil }
    write(resizedTemplate(of: pod, as: after, &known), of: pod, in: &simulation)
    return nil
  }

  private mutating func refuse(
    _ pod: PodHandle, _ problem: String, in simulation: borrowing Simulation
  ) -> String {
    record(pod, "ResizeRefused", problem, isWarning: true, by: .kubectl, in: simulation)
    return problem
  }

  private mutating func forbid(
    _ pod: PodHandle, _ problem: String, in simulation: borrowing Simulation
  ) -> String {
    let text = PodRefusal.forbidden(problem).text(named: name(of: pod))
    return refuse(pod, "Error from server (Forbidden): \(text)", in: simulation)
  }

  /// What LimitRanges and, from some version on, the pod's node have against other resources of it.
  private func limitProblem(of pod: PodHandle, as after: PodTemplate) -> String? {
    let namespace = namespace(of: pod)
    for range in limitRanges where range.namespace == namespace {
      if let problem = range.problem(with: after) { return problem }
    }
    return hopelessResize(of: pod, as: after)
  }

  /// What quotas, which admission asks last, have against other resources of a pod: they count what
  /// is more than before.
  private func quotaProblem(
    ofResizing pod: PodHandle, as after: PodTemplate, at now: SimTime
  ) -> String? {
    let namespace = namespace(of: pod)
    let charged = templates[Int(chargedTemplate(of: pod))].spec
    for quota in quotas where quota.namespace == namespace && quota.counts(after) {
      let asked = quota.hard.map { bound in
        max(0, (after.quotaUsage(bound.name) ?? 0) - (charged.quotaUsage(bound.name) ?? 0))
      }
      if let problem = quota.excess(of: asked, used: podUsage(of: quota, at: now)) {
        return problem
      }
    }
    return nil
  }

  /// What is more than the whole node of a pod has, as the API server says it.
  private func hopelessResize(of pod: PodHandle, as after: PodTemplate) -> String? {
    guard version.refusesHopelessResizes, pods[pod].node >= 0 else { return nil }
    let whole = nodeSpecs[Int(pods[pod].node)].allocatable
    let asked = after.requests
    let missing = [
      ("cpu", asked.cpuMilli, whole.cpuMilli), ("memory", asked.memory, whole.memory),
    ].filter { $0.1 > $0.2 }.map { "\($0.0), requested: \($0.1), allocatable: \($0.2)" }
    guard !missing.isEmpty else { return nil }
    return "node didn't have enough allocatable resources: " + missing.joined(separator: "; ")
  }

  /// The templates of a pod with other resources; pods that are alike share them.
  private mutating func resizedTemplate(
    of pod: PodHandle, as after: PodTemplate, _ known: inout [ResizedTemplate]
  ) -> ResizedTemplate {
    let (written, actual) = (writtenTemplate(of: pod), pods[pod].template)
    let allocated = allocatedTemplate(of: pod)
    let same = known.first {
      $0.written == written && $0.actual == actual && $0.allocated == allocated
    }
    if let same { return same }
    let asked = template(with: after, among: [allocated, actual])
    let made = ResizedTemplate(
      written: written, actual: actual, allocated: allocated, asked: asked,
      charged: greatestTemplate(of: [asked, allocated, actual]))
    known.append(made)
    return made
  }

  /// Writes other resources into a pod's object: its kubelet sees them, or it has none yet.
  ///
  /// What is set aside in the course of an earlier resize is brought about meanwhile.
  private mutating func write(
    _ resized: ResizedTemplate, of pod: PodHandle, in simulation: inout Simulation
  ) {
    openResize(of: pod)
    let entry = Int(pods[pod].resize)
    resizes[entry].generation += 1
    resizes[entry].written = resized.asked
    guard isAllocated(pod) else {
      charge(pod, as: resized.asked, in: &simulation)
      pods[pod].template = resized.asked
      resizes[entry].allocated = resized.asked
      return
    }
    resizes[entry].obstacle = ""
    resizes[entry].answer = .awaited
    resizes[entry].isPreempting = false
    charge(pod, as: resized.charged, in: &simulation)
    armDecision(of: pod, after: watchDelay(pod, .kubelet), in: &simulation)
  }

  /// What the API says against a file's pod because of the one that is there: its finalizers, or
  /// its resources, which a resize changed and an apply can not change back (ValidatePodUpdate).
  mutating func refuseLive(
    of spec: WorkloadSpec, _ workload: Int, in simulation: borrowing Simulation
  ) -> String? {
    if let problem = refuseFinalizers(of: spec, workload, in: simulation) { return problem }
    guard workloads[workload].kind == .pod, let pod = pod(ofBare: workload), pods[pod].resize >= 0
    else { return nil }
    let amounts = templates[Int(writtenTemplate(of: pod))].spec
    let initial = templates[Int(workloads[workload].revisions[workloads[workload].newest].template)]
    guard !amounts.hasAmounts(of: initial.spec) else { return nil }
    let problem = "The Pod \"\(name(of: pod))\" is invalid: \(PodUpdate.words)"
    record(workload: workload, "Invalid", problem, isWarning: true, by: .kubectl, in: simulation)
    return problem
  }
}
