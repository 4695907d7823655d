import Cluster
import Mesh
import SimulationKernel

extension Workload {
  /// Adds a request to the batch in forming.
  mutating func joinBatch(
    _ instruction: Instruction, _ call: Handle<Call>, in simulation: inout Simulation,
    _ mesh: inout Mesh, _ cluster: inout Cluster
  ) {
    let pod = Int(executions[call.index].pod)
    let batch = Int(pods[pod].firstBatch) + Int(instruction.slot)
    executions[call.index].state = .batched
    if batches[batch].forming.isEmpty {
      batches[batch].openedAt = simulation.now
      simulation.schedule(
        after: batches[batch].window, room: Room.workload.rawValue,
        kind: WorkloadEvent.batchDue.rawValue, argument: UInt32(batch))
    }
    batches[batch].forming.append(call, in: &executions)
    batches[batch].count &+= 1
    startBatchIfDue(batch, in: &simulation, &mesh, &cluster)
  }

  /// Empties the batchers of a pod whose software is gone; what its threads computed vanished with
  /// its containers.
  mutating func forgetBatches(of pod: Int) {
    let first = Int(pods[pod].firstBatch)
    for batch in first..<first + models[Int(pods[pod].model)].batches.count {
      batches[batch].empty()
      let firstThread = Int(batches[batch].firstThread)
      for thread in firstThread..<firstThread + Int(batches[batch].threads) {
        batchThreads[thread].job = .max
      }
    }
  }

  /// Starts the batch in forming where it is full or its window is over, and none is under way.
  mutating func startBatchIfDue(
    _ batch: Int, in simulation: inout Simulation, _ mesh: inout Mesh, _ cluster: inout Cluster
  ) {
    let state = batches[batch]
    guard pods[Int(state.pod)].state != .absent else { return }
    let isDue =
      state.count >= state.size
      || state.count > 0 && simulation.now - state.openedAt >= state.window
    guard isDue, batches[batch].running.isEmpty else { return }
    var givenUp = RequestQueue()
    let size = takeMembers(batch, mesh, givenUp: &givenUp)
    if size > 0 { compute(batch, size: size, in: &simulation, &cluster) }
    while let call = givenUp.removeFirst(in: &executions) {
      finish(call, failed: true, in: &simulation, &mesh, &cluster)
    }
  }

  /// Moves up to `size` requests from the batch in forming to the one under way and returns how
  /// many; those whose callers gave up meanwhile go to a queue of their own, the latest first.
  ///
  /// Source: text-embeddings-inference core/src/queue.rs, which leaves entries out whose response
  /// nobody waits for.
  private mutating func takeMembers(
    _ batch: Int, _ mesh: borrowing Mesh, givenUp: inout RequestQueue
  ) -> UInt32 {
    var taken: UInt32 = 0
    while taken < batches[batch].size,
      let call = batches[batch].forming.removeFirst(in: &executions)
    {
      batches[batch].count -= 1
      guard mesh.calls[call].flags.isDisjoint(with: .abandoned) else {
        givenUp.prepend(call, in: &executions)
        continue
      }
      batches[batch].running.append(call, in: &executions)
      taken += 1
    }
    return taken
  }

  /// Gives each thread of a batcher its part of a batch's core time.
  private mutating func compute(
    _ batch: Int, size: UInt32, in simulation: inout Simulation, _ cluster: inout Cluster
  ) {
    let bits = batches[batch].random.next()
    let itemBits = batches[batch].random.next()
    let state = batches[batch]
    let work =
      laws.duration(state.law, bits) + laws.duration(state.perItem, itemBits) * Int64(size)
    let threads = Int(state.firstThread)..<Int(state.firstThread + state.threads)
    for thread in threads {
      let job = cluster.cpu.start(
        work: work / Int64(state.threads), container: Int(pods[Int(state.pod)].container),
        notify: Room.workload.rawValue, kind: WorkloadEvent.batchComputed.rawValue,
        argument: UInt32(thread), in: &simulation)
      batchThreads[thread].job = job.rawValue
    }
    batches[batch].working = state.threads
  }

  /// A thread did its part of a batch: after the last one the requests go on, and the next batch
  /// starts if it is due.
  mutating func finishBatchThread(
    _ thread: Int, in simulation: inout Simulation, _ mesh: inout Mesh, _ cluster: inout Cluster
  ) {
    let job = Handle<CPUJob>(rawValue: batchThreads[thread].job)
    guard !job.isNone, cluster.cpu.finish(job, in: &simulation) else { return }
    batchThreads[thread].job = .max
    let batch = Int(batchThreads[thread].batch)
    batches[batch].working -= 1
    guard batches[batch].working == 0 else { return }
    var done = batches[batch].running
    batches[batch].running = RequestQueue()
    while let call = done.removeFirst(in: &executions) {
      executions[call.index].state = .working
      goOn(after: call, in: &simulation, &mesh, &cluster)
    }
    startBatchIfDue(batch, in: &simulation, &mesh, &cluster)
  }
}
