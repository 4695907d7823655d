import Cluster
import Mesh
package import SimulationKernel

/// How the software of a pod starts, stops and is lost.
extension Workload {
  /// Follows a pod's life as the cluster tells it.
  mutating func handle(
    _ notice: PodNotice, of pod: PodHandle, in simulation: inout Simulation,
    _ mesh: inout Mesh, _ cluster: inout Cluster
  ) {
    switch notice {
    case .started:
      guard cluster.pods.contains(pod), cluster.pods[pod].isServing else { return }
      beginStart(of: pod, in: &simulation, &mesh, &cluster)
    case .stopping:
      guard pod.index < pods.count, pods[pod.index].pod == pod.rawValue else { return }
      stopListening(pod, in: &simulation, &cluster)
    case .probing: takeProbe(of: pod, in: &simulation, &cluster)
    case .stopped: stop(pod, in: &simulation, &mesh, &cluster)
    case .deleted: stop(pod, in: &simulation, &mesh, &cluster)
    case .labelsChanged: break
    }
  }

  /// SIGTERM: the software listens no more, finishes what it has in hand and ends.
  private mutating func stopListening(
    _ pod: PodHandle, in simulation: inout Simulation, _ cluster: inout Cluster
  ) {
    guard pods[pod.index].state != .absent else { return }
    pods[pod.index].state = .stopping
    if pods[pod.index].occupancy.busy.value == 0 { cluster.exit(pod, in: &simulation) }
  }

  /// Takes over a pod that has been running since before the run began: started and warm.
  private mutating func adopt(
    _ pod: PodHandle, in simulation: inout Simulation, _ cluster: inout Cluster
  ) {
    pods[pod.index].state = .serving
    countWorkers(ofPod: pod.index, at: simulation.now)
    cluster.setHealth(of: pod, alive: true, ready: true, in: &simulation)
    cluster.beginWork(of: pod, in: &simulation)
    armBackground(pod.index, in: &simulation)
    beginMemory(of: pod.index, in: &simulation, &cluster)
  }

  /// Makes the pod's workers, pools and batchers; returns false when another room's software runs
  /// in it.
  private mutating func equip(
    _ pod: PodHandle, _ mesh: inout Mesh, _ cluster: borrowing Cluster
  ) -> Bool {
    let state = cluster.pods[pod]
    let model = model(ofWorkload: Int(state.softwareOwner), cluster)
    guard model >= 0 else { return false }
    let spec = models[Int(model)]
    let random = stream("background", of: pod, cluster)
    pods.resize(to: pod.index + 1, filling: PodSoftware(random: random))
    var software = PodSoftware(random: random)
    software.pod = pod.rawValue
    software.model = UInt32(model)
    software.container = UInt32(state.mainCPU)
    software.workers = UInt32(clamping: spec.workers)
    software.queueLimit = UInt32(clamping: spec.queueLimit)
    software.firstPool = UInt32(pools.count)
    software.firstBatch = UInt32(batches.count)
    software.firstCache = UInt32(caches.count)
    for cache in spec.caches {
      caches.append(CacheState(capacity: cache.capacity, timeToLive: cache.timeToLive))
    }
    for pool in spec.pools {
      pools.append(PoolState(free: UInt32(clamping: pool.size), timeout: pool.timeout))
    }
    for (number, batch) in spec.batches.enumerated() {
      batches.append(
        BatchState(
          size: UInt32(batch.size), window: batch.window, law: batch.law, perItem: batch.perItem,
          pod: UInt32(pod.index), firstThread: UInt32(batchThreads.count),
          threads: UInt32(batch.threads),
          random: stream("batch-\(number)", of: pod, cluster)))
      for _ in 0..<batch.threads {
        batchThreads.append(BatchThread(batch: UInt32(batches.count - 1)))
      }
    }
    pods[pod.index] = software
    mesh.attach(pod, in: cluster, room: .workload)
    return true
  }

  /// The model of a workload; a Job that a CronJob made during the run has the CronJob's.
  private func model(ofWorkload workload: Int, _ cluster: borrowing Cluster) -> Int32 {
    if workload < modelOfWorkload.count { return modelOfWorkload[workload] }
    let owner = Int(cluster.workloads[workload].owner)
    return owner >= 0 ? modelOfWorkload[owner] : -1
  }

  private func stream(_ purpose: String, of pod: PodHandle, _ cluster: borrowing Cluster)
    -> EntityRandom
  {
    EntityRandom(seed: seed, stream: "software/\(cluster.name(of: pod))/\(purpose)")
  }

  /// Begins the start of a pod's software, or adopts it as running where it was before the run.
  private mutating func beginStart(
    of pod: PodHandle, in simulation: inout Simulation, _ mesh: inout Mesh,
    _ cluster: inout Cluster
  ) {
    guard equip(pod, &mesh, cluster) else { return }
    guard cluster.pods[pod].servingSince >= .zero else {
      adopt(pod, in: &simulation, &cluster)
      return
    }
    let spec = models[Int(pods[pod.index].model)]
    pods[pod.index].state = .starting
    cluster.setHealth(of: pod, alive: true, ready: false, in: &simulation)
    var random = stream("start-\(cluster.pods[pod].restarts)", of: pod, cluster)
    pods[pod.index].startDueAt = simulation.now + laws.duration(spec.startTime, random.next())
    simulation.schedule(
      at: pods[pod.index].startDueAt, room: Room.workload.rawValue,
      kind: WorkloadEvent.startWaited.rawValue, argument: pod.rawValue)
    let job = cluster.cpu.start(
      work: spec.startWork, container: Int(pods[pod.index].container),
      notify: Room.workload.rawValue, kind: WorkloadEvent.startComputed.rawValue,
      argument: pod.rawValue, in: &simulation)
    pods[pod.index].startJob = job.rawValue
    pods[pod.index].startedAt = simulation.now
    beginMemory(of: pod.index, in: &simulation, &cluster)
  }

  /// A part of a pod's start is over; after both the software serves.
  mutating func endStart(
    of part: PodSoftware.StartParts, _ raw: Int, in simulation: inout Simulation,
    _ cluster: inout Cluster
  ) {
    let pod = PodHandle(rawValue: UInt32(raw))
    guard pod.index < pods.count, pods[pod.index].pod == pod.rawValue,
      pods[pod.index].state == .starting
    else { return }
    if part == .core {
      let job = Handle<CPUJob>(rawValue: pods[pod.index].startJob)
      guard !job.isNone, cluster.cpu.finish(job, in: &simulation) else { return }
      pods[pod.index].startJob = .max
    } else {
      // The time of a start that a container's end cut short is nobody's.
      guard pods[pod.index].startDueAt == simulation.now else { return }
    }
    pods[pod.index].startParts.insert(part)
    guard pods[pod.index].startParts == .all else { return }
    pods[pod.index].state = .serving
    countWorkers(ofPod: pod.index, at: simulation.now)
    if let warmUp = models[Int(pods[pod.index].model)].warmUp {
      pods[pod.index].warmAt = simulation.now + warmUp.duration
    }
    cluster.setHealth(of: pod, alive: true, ready: true, in: &simulation)
    cluster.beginWork(of: pod, in: &simulation)
    armBackground(pod.index, in: &simulation)
  }

  /// The software of a pod is gone, and with it the requests that it was serving.
  ///
  /// On a node that is up, clients see their connections reset; on one that lost its power they see
  /// nothing.
  private mutating func stop(
    _ pod: PodHandle, in simulation: inout Simulation, _ mesh: inout Mesh,
    _ cluster: inout Cluster
  ) {
    guard pod.index < pods.count, pods[pod.index].pod == pod.rawValue,
      pods[pod.index].state != .absent
    else { return }
    let isSilent = mesh.isSilent(pod.rawValue, in: cluster)
    pods[pod.index].state = .absent
    forgetProbes(of: pod.index)
    forgetBatches(of: pod.index)
    retireOccupancy(ofPod: pod.index, at: simulation.now)
    pods[pod.index].queue = RequestQueue()
    for index in 0..<executions.count {
      guard executions[index].call != .max, Int(executions[index].pod) == pod.index else {
        continue
      }
      let call = Handle<Call>(rawValue: executions[index].call)
      executions[index] = Execution()
      guard mesh.calls.contains(call) else { continue }
      if isSilent { mesh.lose(call) } else { mesh.reset(call, in: &simulation) }
    }
  }

  /// A request reached a pod whose software is gone, goes or has not begun: it is refused where the
  /// node has power, and lost in silence where it has none.
  @inline(never)
  mutating func turnAway(
    _ call: Handle<Call>, _ server: UInt32, in simulation: inout Simulation,
    _ mesh: inout Mesh, _ cluster: borrowing Cluster
  ) {
    if mesh.isSilent(server, in: cluster) {
      mesh.loseUnanswered(call, in: &simulation)
    } else {
      mesh.refuse(call, in: &simulation)
    }
  }

  /// Schedules the first periodic work of a pod's software, at a random phase.
  private mutating func armBackground(_ pod: Int, in simulation: inout Simulation) {
    let spec = models[Int(pods[pod].model)]
    guard spec.backgroundPeriod > .zero else { return }
    scheduleBackground(
      pod, after: pods[pod].random.duration(below: spec.backgroundPeriod), in: &simulation)
  }

  private mutating func scheduleBackground(
    _ pod: Int, after wait: SimDuration, in simulation: inout Simulation
  ) {
    pods[pod].backgroundDueAt = simulation.now + wait
    simulation.schedule(
      at: pods[pod].backgroundDueAt, room: Room.workload.rawValue,
      kind: WorkloadEvent.backgroundDue.rawValue, argument: pods[pod].pod)
  }

  /// Begins a pod's own periodic work, unless the last one is still under way.
  mutating func startBackground(
    _ raw: Int, in simulation: inout Simulation, _ cluster: inout Cluster
  ) {
    let pod = PodHandle(rawValue: UInt32(raw))
    // What the process before a restart had armed is nobody's.
    guard pods[pod.index].pod == pod.rawValue, pods[pod.index].state == .serving,
      pods[pod.index].backgroundDueAt == simulation.now
    else { return }
    let spec = models[Int(pods[pod.index].model)]
    scheduleBackground(pod.index, after: spec.backgroundPeriod, in: &simulation)
    guard pods[pod.index].backgroundJob == .max else { return }
    let job = cluster.cpu.start(
      work: laws.duration(spec.backgroundWork, pods[pod.index].random.next()),
      container: Int(pods[pod.index].container), notify: Room.workload.rawValue,
      kind: WorkloadEvent.backgroundComputed.rawValue, argument: pod.rawValue, in: &simulation)
    pods[pod.index].backgroundJob = job.rawValue
    pods[pod.index].backgroundStartedAt = simulation.now
  }

  /// A pod's own periodic work may be done.
  mutating func finishBackground(
    _ raw: Int, in simulation: inout Simulation, _ cluster: inout Cluster
  ) {
    let pod = PodHandle(rawValue: UInt32(raw))
    guard pods[pod.index].pod == pod.rawValue else { return }
    let job = Handle<CPUJob>(rawValue: pods[pod.index].backgroundJob)
    guard !job.isNone, cluster.cpu.finish(job, in: &simulation) else { return }
    pods[pod.index].backgroundJob = .max
    pods[pod.index].backgroundTime = simulation.now - pods[pod.index].backgroundStartedAt
  }

  /// Whether the software in a pod, given by its raw handle, runs and answers.
  package func isServing(_ raw: UInt32) -> Bool {
    let index = PodHandle(rawValue: raw).index
    guard index < pods.count, pods[index].pod == raw else { return false }
    return pods[index].state == .serving || pods[index].state == .stopping
  }

  /// How long a pod's own periodic work takes, as a multiple of its period; above 1 the pod can not
  /// keep up.
  ///
  /// It is the work under way where that already takes longer than the last one took.
  package func backgroundShare(ofPod raw: UInt32, at now: SimTime) -> Double {
    let index = PodHandle(rawValue: raw).index
    guard index < pods.count, pods[index].pod == raw else { return 0 }
    let period = models[Int(pods[index].model)].backgroundPeriod
    guard period > .zero else { return 0 }
    let isUnderWay = pods[index].backgroundJob != .max
    let soFar = isUnderWay ? now - pods[index].backgroundStartedAt : .zero
    return max(soFar, pods[index].backgroundTime).seconds / period.seconds
  }
}
