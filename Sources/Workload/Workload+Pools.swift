import Cluster
import Mesh
import SimulationKernel

/// A pool of a bounded number of things that the requests of one pod share, such as connections.
struct PoolState: BitwiseCopyable {
  /// How many things no request holds.
  var free: UInt32
  /// First and last request waiting, as raw handles.
  var head: UInt32 = .max
  var tail: UInt32 = .max
  /// How long a request waits before it fails.
  let timeout: SimDuration
  /// Most pools of a model: a request remembers what it holds in as many bits.
  static let limit = 16
}

extension Workload {
  /// Takes one thing from a pool; returns false when the request must wait for one.
  mutating func acquire(
    _ instruction: Instruction, _ call: Handle<Call>, in simulation: inout Simulation
  ) -> Bool {
    let pool = poolIndex(Int(instruction.slot), of: call)
    guard pools[pool].free == 0 else {
      pools[pool].free &-= 1
      executions[call.index].held |= 1 &<< UInt16(instruction.slot)
      executions[call.index].instruction &+= 1
      return true
    }
    executions[call.index].state = .pooled
    executions[call.index].next = .max
    if pools[pool].tail != .max {
      executions[Handle<Call>(rawValue: pools[pool].tail).index].next = call.rawValue
    } else {
      pools[pool].head = call.rawValue
    }
    pools[pool].tail = call.rawValue
    if pools[pool].timeout < .infinity {
      executions[call.index].poolDeadline = simulation.now + pools[pool].timeout
      simulation.schedule(
        after: pools[pool].timeout, room: Room.workload.rawValue,
        kind: WorkloadEvent.poolGivenUp.rawValue, argument: call.rawValue)
    }
    return false
  }

  /// Gives one thing back to its pool; the request that has waited longest gets it.
  mutating func release(
    _ slot: Int, _ call: Handle<Call>, in simulation: inout Simulation, _ mesh: inout Mesh,
    _ cluster: inout Cluster
  ) {
    executions[call.index].held &= ~(1 &<< UInt16(slot))
    let pool = poolIndex(slot, of: call)
    guard pools[pool].head != .max else {
      pools[pool].free &+= 1
      return
    }
    let next = Handle<Call>(rawValue: pools[pool].head)
    removeFromPool(next, pool)
    executions[next.index].state = .working
    executions[next.index].held |= 1 &<< UInt16(slot)
    simulation.schedule(
      at: simulation.now, room: Room.workload.rawValue, kind: WorkloadEvent.waited.rawValue,
      argument: next.rawValue)
  }

  /// Gives back whatever a request holds when it ends early.
  mutating func releaseAll(
    of call: Handle<Call>, in simulation: inout Simulation, _ mesh: inout Mesh,
    _ cluster: inout Cluster
  ) {
    for slot in 0..<PoolState.limit
    where executions[call.index].held & (1 &<< UInt16(slot)) != 0 {
      release(slot, call, in: &simulation, &mesh, &cluster)
    }
  }

  /// Fails a request whose wait for a pool took too long.
  mutating func giveUpPool(
    _ call: Handle<Call>, in simulation: inout Simulation, _ mesh: inout Mesh,
    _ cluster: inout Cluster
  ) {
    guard mesh.calls.contains(call), executions[call.index].call == call.rawValue,
      executions[call.index].state == .pooled,
      executions[call.index].poolDeadline == simulation.now
    else { return }
    let slot = Int(code[Int(executions[call.index].instruction)].slot)
    removeFromPool(call, poolIndex(slot, of: call))
    executions[call.index].state = .working
    finish(call, failed: true, in: &simulation, &mesh, &cluster)
  }

  @inline(always)
  private func poolIndex(_ slot: Int, of call: Handle<Call>) -> Int {
    Int(pods[Int(executions[call.index].pod)].firstPool) + slot
  }

  private mutating func removeFromPool(_ call: Handle<Call>, _ pool: Int) {
    var previous = UInt32.max
    var raw = pools[pool].head
    while raw != call.rawValue {
      precondition(raw != .max, "a request that waits for a pool stands in its queue")
      previous = raw
      raw = executions[Handle<Call>(rawValue: raw).index].next
    }
    let next = executions[call.index].next
    if previous == .max {
      pools[pool].head = next
    } else {
      executions[Handle<Call>(rawValue: previous).index].next = next
    }
    if pools[pool].tail == call.rawValue { pools[pool].tail = previous }
    executions[call.index].next = .max
  }
}
