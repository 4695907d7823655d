import Manifests
import SimulationKernel

/// How controllers take in pods that nobody owns and let go of those that they select no longer
/// (pkg/controller/controller_ref_manager.go ClaimPods).
///
/// The owner reference is written without an event; who owns a pod shows in what is done with it.
extension Cluster {
  /// The highest ordinal in a pod's name that a StatefulSet takes for one of its own; the list of
  /// its seats is as long.
  private static let highestOrdinal: Int32 = 99_999

  /// Lets a ReplicaSet claim pods before it counts its own: active ones alone
  /// (pkg/controller/replicaset/replica_set.go syncReplicaSet).
  mutating func claimPods(
    of workload: Int, _ revision: Int, in simulation: inout Simulation
  ) {
    guard !barePods.isEmpty else { return }
    for pod in workloads[workload].pods
    where Int(pods[pod].revision) == revision && mayHaveChanged(pod) && isActive(pod)
      && !selects(workload, revision, pod)
    {
      release(pod, in: &simulation)
    }
    for pod in loosePods(near: workload)
    where isActive(pod) && selects(workload, revision, pod) {
      hand(pod, to: workload, revision: revision)
    }
  }

  /// A StatefulSet claims the pods that have its names (stateful_set.go getPodsForStatefulSet,
  /// isMemberOf).
  mutating func claimNumberedPods(of workload: Int, in simulation: inout Simulation) {
    guard !barePods.isEmpty, workloads[workload].kind == .statefulSet else { return }
    releaseStrangers(of: workload, in: &simulation)
    for pod in loosePods(near: workload) {
      guard let ordinal = ordinal(of: pod, for: workload),
        self.pod(Int(ordinal), of: workload).isNone
      else { continue }
      hand(pod, to: workload, revision: revision(of: pod, in: workload), seat: ordinal)
      keepSeat(ordinal, for: pod, of: workload)
    }
  }

  /// A DaemonSet claims the pods that it selects, by the nodes that they are on
  /// (daemon_controller.go getDaemonPods).
  mutating func claimDaemons(of workload: Int, in simulation: inout Simulation) {
    guard !barePods.isEmpty else { return }
    releaseStrangers(of: workload, in: &simulation)
    for pod in loosePods(near: workload) where pods[pod].node >= 0 && selects(workload, 0, pod) {
      hand(
        pod, to: workload, revision: revision(of: pod, in: workload), seat: pods[pod].node)
    }
  }

  /// A Job with a selector of its own claims pods and counts them anew; an index is known of pods
  /// that an indexed Job made (job_controller.go getPodsForJob).
  ///
  /// A selector that the API generated has the Job's UID in it: no orphan matches.
  mutating func claimJobPods(of workload: Int, in simulation: inout Simulation) {
    guard !barePods.isEmpty, !workloads[workload].spec.selector.isEmpty,
      !workloads[workload].isEnding
    else { return }
    releaseStrangers(of: workload, in: &simulation)
    let isIndexed = workloads[workload].spec.job?.isIndexed ?? false
    for pod in loosePods(near: workload) where selects(workload, 0, pod) {
      let hasIndex = isIndexed && workloads[Int(pods[pod].workload)].kind == .job
      hand(pod, to: workload, revision: 0, seat: hasIndex ? pods[pod].ordinal : -1)
      pods[pod].isCounted = false
      armWork(of: pod, in: &simulation)
    }
  }

  private mutating func releaseStrangers(of workload: Int, in simulation: inout Simulation) {
    for pod in workloads[workload].pods
    where mayHaveChanged(pod) && !pods[pod].isTerminating && !selects(workload, 0, pod) {
      release(pod, in: &simulation)
    }
  }

  /// The ordinal in a pod's name, where a StatefulSet selects the pod and the name is one of its.
  private func ordinal(of pod: PodHandle, for workload: Int) -> Int32? {
    ordinal(named: name(of: pod), StringMap(labels(of: pod)), for: workload)
  }

  func ordinal(named name: String, _ labels: StringMap, for workload: Int) -> Int32? {
    let prefix = workloads[workload].name + "-"
    guard workloads[workload].kind == .statefulSet, name.hasPrefix(prefix),
      let ordinal = Int32(name.dropFirst(prefix.count)),
      (0...Self.highestOrdinal).contains(ordinal), selects(workload, 0, labels)
    else { return nil }
    return ordinal
  }

  /// The revision that a pod's label names; one that its new owner does not have is an old one.
  mutating func revision(of pod: PodHandle, in workload: Int) -> Int {
    let hash = label("controller-revision-hash", of: pod) ?? ""
    let owner = workloads[workload]
    let known = owner.revisions.firstIndex { owner.label(of: $0) == hash }
    if let known { return known }
    var stray = WorkloadState.Revision(
      template: pods[pod].template, source: templates[Int(pods[pod].template)].spec,
      digest: nil, hash: owner.kind == .daemonSet ? hash : "", name: hash, replicas: 0)
    stray.isGone = true
    workloads[workload].revisions.append(stray)
    return workloads[workload].revisions.count - 1
  }

  /// Pods of a workload's namespace that no controller owns and nobody has deleted; a mirror of a
  /// static pod is owned by its node.
  private func loosePods(near workload: Int) -> [PodHandle] {
    let home = workloads[workload].namespaceNumber
    var loose: [PodHandle] = []
    for bare in barePods where workloads[Int(bare)].namespaceNumber == home {
      loose += workloads[Int(bare)].pods.filter { !pods[$0].isTerminating && !isStatic($0) }
    }
    return loose
  }

  /// Whether a pod that no controller owns has a name.
  func isTaken(_ wanted: String, near workload: Int) -> Bool {
    let home = workloads[workload].namespaceNumber
    return barePods.contains { bare in
      workloads[Int(bare)].namespaceNumber == home
        && workloads[Int(bare)].pods.contains { name(of: $0) == wanted }
    }
  }

  /// Whether a pod's labels may have changed since it was taken in: only files of bare pods do
  /// that.
  private func mayHaveChanged(_ pod: PodHandle) -> Bool {
    workloads[Int(pods[pod].workload)].kind == .pod
  }

  /// Whether a controller selects a pod.
  func selects(_ workload: Int, _ revision: Int, _ pod: PodHandle) -> Bool {
    selects(workload, revision, StringMap(labels(of: pod)))
  }

  /// Whether a controller selects pods with some labels; a Deployment's ReplicaSet only those with
  /// its own hash, and one that it took those of its own selector.
  func selects(_ workload: Int, _ revision: Int, _ labels: StringMap) -> Bool {
    if let origin = workloads[workload].revisions[revision].origin {
      return origin.selector.matches(labels)
    }
    if workloads[workload].kind == .deployment,
      labels["pod-template-hash"] != workloads[workload].revisions[revision].hash
    {
      return false
    }
    let selector = workloads[workload].spec.selector
    guard selector.isEmpty else { return selector.matches(labels) }
    let own = workloads[workload].spec.template.labels
    return !own.isEmpty && own.isSubset(of: labels)
  }

  /// Gives a pod to another owner, which counts it from then on, under a seat of its own.
  mutating func hand(_ pod: PodHandle, to owner: Int, revision: Int, seat: Int32 = -1) {
    let former = Int(pods[pod].owner)
    countLoan(of: pod, by: -1)
    leaveOwner(pod)
    count(pod, by: -1)
    if workloads[former].kind == .pod, former != Int(pods[pod].workload) {
      // It stood for the pod of a controller only while that had no owner.
      workloads[former].exists = false
    }
    pods[pod].owner = Int32(owner)
    pods[pod].revision = Int32(revision)
    pods[pod].seat = seat
    pods[pod].indexInOwner = Int32(workloads[owner].pods.count)
    workloads[owner].pods.append(pod)
    countLoan(of: pod, by: 1)
    count(pod, by: 1)
  }

  private mutating func count(_ pod: PodHandle, by step: Int) {
    let state = pods[pod]
    let owner = Int(state.owner)
    if isActive(pod) {
      workloads[owner].activeCount += step
      workloads[owner].revisions[Int(state.revision)].pods += step
    }
    if state.isReady, !state.isTerminating { workloads[owner].readyCount += step }
  }

  /// Takes the owner reference from a pod; others may adopt it.
  mutating func release(_ pod: PodHandle, in simulation: inout Simulation) {
    let bare = bareWorkload(for: pod)
    hand(pod, to: bare, revision: workloads[bare].newest)
    offer(pod, in: &simulation)
  }

  /// The bare pod's own entry; a pod that a controller made gets one of its name.
  private mutating func bareWorkload(for pod: PodHandle) -> Int {
    let maker = Int(pods[pod].workload)
    guard workloads[maker].kind != .pod else { return maker }
    var spec = WorkloadSpec(
      kind: .pod, name: name(of: pod), namespace: workloads[maker].namespace,
      template: templates[Int(pods[pod].template)].spec)
    spec.resolver = workloads[maker].spec.resolver
    spec.finalizers = finalizers(of: pod)
    spec.claimVolumes = templates[Int(pods[pod].template)].claimVolumes
    let bare = append(spec, owner: -1)
    workloads[bare].createdCount = 1
    return bare
  }

  /// A pod without an owner is new or has other labels: the controllers that select it look at it
  /// (replica_set.go addPod, getPodReplicaSets).
  mutating func offer(_ pod: PodHandle, in simulation: inout Simulation) {
    let home = workloads[Int(pods[pod].owner)].namespaceNumber
    let labels = StringMap(labels(of: pod))
    for workload in workloads.indices
    where workloads[workload].namespaceNumber == home && workloads[workload].exists
      && adopts(workload, pod, labels)
    {
      for revision in workloads[workload].revisions.indices
      where selects(workload, revision, labels) {
        workloads[workload].revisions[revision].hasNews = true
      }
      scheduleSync(of: workload, in: &simulation)
    }
  }

  private func adopts(_ workload: Int, _ pod: PodHandle, _ labels: StringMap) -> Bool {
    switch workloads[workload].kind {
    case .deployment, .replicaSet:
      let revisions = workloads[workload].revisions.indices
      return revisions.contains { revision in
        !workloads[workload].revisions[revision].isGone && selects(workload, revision, labels)
      }
    case .statefulSet: return ordinal(of: pod, for: workload) != nil
    case .daemonSet: return selects(workload, 0, labels)
    case .job:
      return !workloads[workload].spec.selector.isEmpty && !workloads[workload].job.isFinished
        && selects(workload, 0, labels)
    case .cronJob, .pod, .operated, .podSet: return false
    }
  }

  /// The pod of a bare pod's manifest, whoever owns it; nil where there is none.
  func pod(ofBare workload: Int) -> PodHandle? {
    guard workloads[workload].createdCount > 0 else { return nil }
    let home = workloads[workload].namespaceNumber
    for owner in [workload] + workloads.indices where workloads[owner].namespaceNumber == home {
      let pod = workloads[owner].pods.first { Int(pods[$0].workload) == workload }
      if let pod { return pod }
    }
    return nil
  }

  /// A bare pod's file gives it other labels: Services, policies and controllers select it anew.
  mutating func relabelBare(
    _ pod: PodHandle, to set: Int32, in simulation: inout Simulation
  ) {
    relabel(pod, to: set, in: &simulation)
    announceLabels(of: pod, in: &simulation)
    notify(pod, .labelsChanged, in: &simulation)
    scheduleSync(ofOwnerOf: pod, in: &simulation)
    offer(pod, in: &simulation)
  }

  /// With a bare pod its object is gone: a file that has it makes another one.
  mutating func forgetBarePod(_ pod: PodHandle, in simulation: inout Simulation) {
    guard !isStatic(pod) else { return }
    for bare in [Int(pods[pod].workload), Int(pods[pod].owner)] where workloads[bare].kind == .pod {
      if workloads[bare].isBarePodDue {
        scheduleSync(of: bare, in: &simulation)
      } else if workloads[bare].exists {
        forgetObject(of: bare)
      }
    }
  }
}
