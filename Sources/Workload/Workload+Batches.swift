import Cluster
import Mesh
import SimulationKernel

/// Requests of one pod that are worked on together (dynamic batching, as Triton and TEI do it):
/// one batch is under way, the next one forms.
struct BatchState: BitwiseCopyable {
  /// First and last request of the batch in forming, as raw handles.
  var head: UInt32 = .max
  var tail: UInt32 = .max
  /// Requests in the batch in forming.
  var count: UInt32 = 0
  /// First request of the batch under way.
  var runningHead: UInt32 = .max
  /// The core time under way.
  var job: UInt32 = .max
  /// When the first request of the batch in forming joined.
  var openedAt = SimTime.zero
  /// Most requests in a batch.
  let size: UInt32
  /// How long the first request waits for others.
  let window: SimDuration
  /// Core time of a batch, and more for each request in it.
  let law: Sampler
  let perItem: Sampler
  /// Index of the pod.
  let pod: UInt32
  /// The draws of this batcher's work: a batch belongs to no single request.
  var random: EntityRandom
}

extension Workload {
  /// Adds a request to the batch in forming.
  mutating func joinBatch(
    _ instruction: Instruction, _ call: Handle<Call>, in simulation: inout Simulation,
    _ cluster: inout Cluster
  ) {
    let pod = Int(executions[call.index].pod)
    let batch = Int(pods[pod].firstBatch) + Int(instruction.slot)
    executions[call.index].state = .batched
    executions[call.index].next = .max
    if batches[batch].tail != .max {
      executions[Handle<Call>(rawValue: batches[batch].tail).index].next = call.rawValue
    } else {
      batches[batch].head = call.rawValue
      batches[batch].openedAt = simulation.now
      simulation.schedule(
        after: batches[batch].window, room: Room.workload.rawValue,
        kind: WorkloadEvent.batchDue.rawValue, argument: UInt32(batch))
    }
    batches[batch].tail = call.rawValue
    batches[batch].count &+= 1
    startBatchIfDue(batch, in: &simulation, &cluster)
  }

  /// The window of a batch is over.
  mutating func closeBatch(
    _ batch: Int, in simulation: inout Simulation, _ cluster: inout Cluster
  ) {
    startBatchIfDue(batch, in: &simulation, &cluster)
  }

  private mutating func startBatchIfDue(
    _ batch: Int, in simulation: inout Simulation, _ cluster: inout Cluster
  ) {
    let state = batches[batch]
    let isDue =
      state.count >= state.size
      || state.count > 0 && simulation.now - state.openedAt >= state.window
    guard isDue, state.runningHead == .max else { return }
    takeMembers(batch)
    let size = min(state.count, state.size)
    let bits = batches[batch].random.next()
    let itemBits = batches[batch].random.next()
    let work =
      laws.duration(state.law, bits) + laws.duration(state.perItem, itemBits) * Int64(size)
    let job = cluster.cpu.start(
      work: work, container: Int(pods[Int(state.pod)].container), notify: Room.workload.rawValue,
      kind: WorkloadEvent.batchComputed.rawValue, argument: UInt32(batch), in: &simulation)
    batches[batch].job = job.rawValue
  }

  /// Moves up to `size` requests from the batch in forming to the one under way.
  private mutating func takeMembers(_ batch: Int) {
    batches[batch].runningHead = batches[batch].head
    var last = batches[batch].head
    var taken: UInt32 = 1
    while taken < batches[batch].size, executions[Handle<Call>(rawValue: last).index].next != .max {
      last = executions[Handle<Call>(rawValue: last).index].next
      taken += 1
    }
    batches[batch].head = executions[Handle<Call>(rawValue: last).index].next
    executions[Handle<Call>(rawValue: last).index].next = .max
    if batches[batch].head == .max { batches[batch].tail = .max }
    batches[batch].count -= taken
  }

  /// A batch was worked on: its requests go on, and the next batch starts if it is due.
  mutating func finishBatch(
    _ batch: Int, in simulation: inout Simulation, _ mesh: inout Mesh, _ cluster: inout Cluster
  ) {
    let job = Handle<CPUJob>(rawValue: batches[batch].job)
    guard !job.isNone, cluster.cpu.finish(job, in: &simulation) else { return }
    batches[batch].job = .max
    var raw = batches[batch].runningHead
    batches[batch].runningHead = .max
    while raw != .max {
      let call = Handle<Call>(rawValue: raw)
      raw = executions[call.index].next
      executions[call.index].next = .max
      executions[call.index].state = .working
      goOn(after: call, in: &simulation, &mesh, &cluster)
    }
    startBatchIfDue(batch, in: &simulation, &cluster)
  }
}
