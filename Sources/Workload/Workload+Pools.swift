import Cluster
import Mesh
import SimulationKernel

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
    pools[pool].waiting.append(call, in: &executions)
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
    _ slot: Int, _ call: Handle<Call>, in simulation: inout Simulation
  ) {
    executions[call.index].held &= ~(1 &<< UInt16(slot))
    let pool = poolIndex(slot, of: call)
    guard let next = pools[pool].waiting.removeFirst(in: &executions) else {
      pools[pool].free &+= 1
      return
    }
    executions[next.index].state = .working
    executions[next.index].held |= 1 &<< UInt16(slot)
    simulation.schedule(
      at: simulation.now, room: Room.workload.rawValue, kind: WorkloadEvent.waited.rawValue,
      argument: next.rawValue)
  }

  /// Gives back whatever a request holds when it ends early.
  mutating func releaseAll(of call: Handle<Call>, in simulation: inout Simulation) {
    for slot in 0..<PoolState.limit
    where executions[call.index].held & (1 &<< UInt16(slot)) != 0 {
      release(slot, call, in: &simulation)
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
    pools[poolIndex(slot, of: call)].waiting.remove(call, in: &executions)
    executions[call.index].state = .working
    finish(call, failed: true, in: &simulation, &mesh, &cluster)
  }

  @inline(always)
  private func poolIndex(_ slot: Int, of call: Handle<Call>) -> Int {
    Int(pods[Int(executions[call.index].pod)].firstPool) + slot
  }
}
