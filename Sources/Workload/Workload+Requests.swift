import Cluster
import Mesh
import SimulationKernel

/// A request's way through a pod: arrival, worker, steps, answer.
extension Workload {
  /// Takes a request in: a free worker starts it, else it waits or is turned away.
  mutating func arrive(
    _ call: Handle<Call>, in simulation: inout Simulation, _ mesh: inout Mesh,
    _ cluster: inout Cluster
  ) {
    let server = mesh.calls[call].server
    let pod = Int(server & 0xff_ffff)
    guard pod < pods.count, pods[pod].pod == server else {
      turnAwayUnknown(call, server, in: &simulation, &mesh, cluster)
      return
    }
    guard pods[pod].state == .serving else {
      mesh.refuse(call, in: &simulation)
      return
    }
    let program = programs[mesh.operation(of: call)]
    precondition(program.model == pods[pod].model, "a call reaches a pod of the model it names")
    executions.resize(to: mesh.calls.capacity, filling: Execution())
    var execution = Execution()
    execution.call = call.rawValue
    execution.instruction = program.start
    execution.start = program.start
    execution.pod = UInt32(pod)
    pods[pod].requests &+= 1
    pods[pod].memoryCredit &-= 1
    if pods[pod].memoryCredit == 0 { reportMemory(of: pod, in: &simulation, &cluster) }
    if pods[pod].occupancy.busy.value < pods[pod].workers {
      pods[pod].occupancy.busy.add(1, at: simulation.now)
      execution.state = .working
      executions[call.index] = execution
      run(call, in: &simulation, &mesh, &cluster)
    } else if pods[pod].occupancy.queued.value < pods[pod].queueLimit {
      execution.state = .queued
      executions[call.index] = execution
      enqueue(call, pod, at: simulation.now)
    } else {
      mesh.respond(call, failed: true, in: &simulation)
    }
  }

  private mutating func enqueue(_ call: Handle<Call>, _ pod: Int, at now: SimTime) {
    if pods[pod].queueTail != .max {
      executions[Int(pods[pod].queueTail & 0xff_ffff)].next = call.rawValue
    } else {
      pods[pod].queueHead = call.rawValue
    }
    pods[pod].queueTail = call.rawValue
    pods[pod].occupancy.queued.add(1, at: now)
  }

  /// Lets a step's end be followed by the next step.
  mutating func goOn(
    after call: Handle<Call>, in simulation: inout Simulation, _ mesh: inout Mesh,
    _ cluster: inout Cluster
  ) {
    guard mesh.calls.contains(call), executions[call.index].call == call.rawValue,
      executions[call.index].state == .working
    else { return }
    executions[call.index].instruction &+= 1
    run(call, in: &simulation, &mesh, &cluster)
  }

  mutating func takeComputed(
    _ call: Handle<Call>, in simulation: inout Simulation, _ mesh: inout Mesh,
    _ cluster: inout Cluster
  ) {
    guard mesh.calls.contains(call), executions[call.index].call == call.rawValue else { return }
    let job = Handle<CPUJob>(rawValue: executions[call.index].job)
    guard !job.isNone, cluster.cpu.finish(job, in: &simulation) else { return }
    executions[call.index].job = .max
    goOn(after: call, in: &simulation, &mesh, &cluster)
  }

  /// The response of a call that a request made.
  mutating func takeResponse(
    _ handle: Handle<Call>, in simulation: inout Simulation, _ mesh: inout Mesh,
    _ cluster: inout Cluster
  ) {
    guard mesh.calls.contains(handle) else { return }
    let outcome = mesh.receive(handle, in: &simulation)
    guard let raw = outcome.parent else { return }
    let parent = Handle<Call>(rawValue: raw)
    guard mesh.calls.contains(parent), executions[parent.index].call == raw,
      executions[parent.index].pending > 0
    else { return }
    let instruction = code[Int(executions[parent.index].instruction)]
    if outcome.hasFailed, !callSites[Int(instruction.target) + Int(outcome.position)].isOptional {
      executions[parent.index].hasFailed = true
    }
    executions[parent.index].pending &-= 1
    guard executions[parent.index].pending == 0 else { return }
    if executions[parent.index].hasFailed {
      finish(parent, failed: true, in: &simulation, &mesh, &cluster)
    } else {
      executions[parent.index].instruction &+= 1
      run(parent, in: &simulation, &mesh, &cluster)
    }
  }

  /// The first byte of a callee's response: a streaming endpoint passes it on.
  mutating func passFirstByte(
    _ handle: Handle<Call>, in simulation: inout Simulation, _ mesh: inout Mesh
  ) {
    guard mesh.calls.contains(handle) else { return }
    let parent = Handle<Call>(rawValue: mesh.calls[handle].parent)
    guard mesh.calls.contains(parent), executions[parent.index].call == parent.rawValue,
      programs[mesh.operation(of: parent)].streams
    else { return }
    mesh.sendFirstByte(of: parent, in: &simulation)
  }

  /// Answers a request and gives its worker to the next.
  mutating func finish(
    _ call: Handle<Call>, failed: Bool, in simulation: inout Simulation, _ mesh: inout Mesh,
    _ cluster: inout Cluster
  ) {
    let pod = Int(executions[call.index].pod)
    if executions[call.index].held != 0 {
      releaseAll(of: call, in: &simulation, &mesh, &cluster)
    }
    executions[call.index].state = .none
    executions[call.index].call = .max
    mesh.respond(call, failed: failed, in: &simulation)
    guard pods[pod].queueHead != .max else {
      pods[pod].occupancy.busy.add(-1, at: simulation.now)
      if pods[pod].occupancy.busy.value == 0, pods[pod].state == .stopping {
        cluster.exit(PodHandle(rawValue: pods[pod].pod), in: &simulation)
      }
      return
    }
    let next = Handle<Call>(rawValue: pods[pod].queueHead)
    pods[pod].queueHead = executions[next.index].next
    if pods[pod].queueHead == .max { pods[pod].queueTail = .max }
    pods[pod].occupancy.queued.add(-1, at: simulation.now)
    executions[next.index].next = .max
    executions[next.index].state = .working
    run(next, in: &simulation, &mesh, &cluster)
  }
}
