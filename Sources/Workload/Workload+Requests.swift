import Cluster
import Mesh
import SimulationKernel

/// How a pod serves a request: arrival, worker or queue, end of each step, answer.
extension Workload {
  /// Takes a request in: a free worker begins it; without one it waits or is rejected.
  ///
  /// Returns the request if its program begins now.
  @inline(always)
  mutating func arrive(
    _ call: Handle<Call>, in simulation: inout Simulation, _ mesh: inout Mesh,
    _ cluster: inout Cluster
  ) -> Handle<Call>? {
    let request = mesh.calls[call]
    let pod = request.serverIndex
    guard pod < pods.count, pods[pod].pod == request.server, pods[pod].state == .serving else {
      turnAway(call, request.server, in: &simulation, &mesh, cluster)
      return nil
    }
    let software = pods[pod]
    executions.resize(to: mesh.calls.capacity, filling: Execution())
    var program = programs[mesh.operation(of: call)]
    if program.model != software.model {
      guard let other = counterpart(of: mesh.operation(of: call), in: pod) else {
        executions[call.index] = Execution()
        mesh.respond(call, failed: true, in: &simulation)
        return nil
      }
      program = programs[other]
    }
    if pods[pod].countRequest() { reportMemory(of: pod, in: &simulation, &cluster) }
    executions[call.index] = execution(
      of: call.rawValue, request, program, software, at: simulation.now)
    if pods[pod].takeWorker(at: simulation.now) { return call }
    queueUp(call, pod, in: &simulation, &mesh)
    return nil
  }

  /// The program that a pod runs for an endpoint of another model: that of its own model's endpoint
  /// of the same name; nil where its model has none, so that the request fails.
  ///
  /// It is needed where one Service selects the pods of several workloads, such as a stable one and
  /// its canary, each with a model of its own.
  @inline(never)
  private func counterpart(of program: Int, in pod: Int) -> Int? {
    (0..<programs.count).first { index in
      programs[index].model == pods[pod].model && endpointNames[index] == endpointNames[program]
    }
  }

  /// Lets a request wait for a worker, or answers 503 where the queue is full.
  @inline(always)
  private mutating func queueUp(
    _ call: Handle<Call>, _ pod: Int, in simulation: inout Simulation, _ mesh: inout Mesh
  ) {
    if pods[pod].occupancy.queued.value < pods[pod].queueLimit {
      executions[call.index].state = .queued
      pods[pod].queue.append(call, in: &executions)
      pods[pod].occupancy.queued.add(1, at: simulation.now)
    } else {
      executions[call.index] = Execution()
      mesh.answerUnavailable(call, in: &simulation)
    }
  }

  /// The execution of a request that begins at its program's first instruction.
  @inline(always)
  private func execution(
    of call: UInt32, _ request: Call, _ program: Program, _ software: PodSoftware, at now: SimTime
  ) -> Execution {
    var execution = Execution()
    execution.call = call
    execution.begin(at: program.start)
    execution.pod = UInt32(truncatingIfNeeded: request.serverIndex)
    execution.container = software.container
    execution.state = .working
    execution.isWarm = software.warmAt <= now
    execution.draws = request.random.purposes(from: request.purpose(CallPurpose.software))
    return execution
  }

  /// Ends a request's present step and runs its program on.
  mutating func goOn(
    after call: Handle<Call>, in simulation: inout Simulation, _ mesh: inout Mesh,
    _ cluster: inout Cluster
  ) {
    if let ready = takeStepEnd(of: call) { run(ready, in: &simulation, &mesh, &cluster) }
  }

  /// A step of a request is over; returns the request if its program goes on.
  @inline(always)
  mutating func takeStepEnd(of call: Handle<Call>) -> Handle<Call>? {
    guard executions[call.index].call == call.rawValue, executions[call.index].state == .working
    else { return nil }
    executions[call.index].instruction &+= 1
    return call
  }

  /// A job of a request may be done; returns the request if it is, so that its program goes on.
  ///
  /// It is not where the CPU model planned the node anew meanwhile: another notice follows then.
  @inline(always)
  mutating func takeComputed(
    _ call: Handle<Call>, in simulation: inout Simulation, _ cluster: inout Cluster
  ) -> Handle<Call>? {
    guard executions[call.index].call == call.rawValue else { return nil }
    let job = Handle<CPUJob>(rawValue: executions[call.index].job)
    guard !job.isNone, cluster.cpu.finish(job, in: &simulation) else { return nil }
    executions[call.index].job = .max
    return takeStepEnd(of: call)
  }

  /// The response to a call that a request made; returns that request if it waited for no other
  /// call, so that its program goes on.
  @inline(always)
  mutating func takeResponse(
    _ handle: Handle<Call>, in simulation: inout Simulation, _ mesh: inout Mesh,
    _ cluster: inout Cluster
  ) -> Handle<Call>? {
    let outcome = mesh.receive(handle, in: &simulation)
    guard let raw = outcome.parent else { return nil }
    let parent = Handle<Call>(rawValue: raw)
    guard executions[parent.index].call == raw, executions[parent.index].pending > 0 else {
      return nil
    }
    if outcome.hasFailed, matters(outcome.position, to: parent) {
      executions[parent.index].hasFailed = true
    }
    executions[parent.index].pending &-= 1
    guard executions[parent.index].pending == 0 else { return nil }
    guard !executions[parent.index].hasFailed else {
      finish(parent, failed: true, in: &simulation, &mesh, &cluster)
      return nil
    }
    executions[parent.index].instruction &+= 1
    return parent
  }

  /// Whether a request fails when one of the calls of its present step, given by its position,
  /// does.
  private func matters(_ position: UInt8, to request: Handle<Call>) -> Bool {
    let instruction = code[Int(executions[request.index].instruction)]
    return !callSites[Int(instruction.target) + Int(position)].isOptional
  }

  /// The first byte of a callee's response arrived: a streaming endpoint passes it on to its
  /// caller.
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

  /// Answers a request, and runs the program of the request that gets its worker.
  @inline(never)
  mutating func finish(
    _ call: Handle<Call>, failed: Bool, in simulation: inout Simulation, _ mesh: inout Mesh,
    _ cluster: inout Cluster
  ) {
    if let next = answer(call, failed: failed, in: &simulation, &mesh, &cluster) {
      run(next, in: &simulation, &mesh, &cluster)
    }
  }

  /// Answers a request and gives its worker to the first one in the queue, which is returned; nil
  /// where none waits.
  @inline(always)
  mutating func answer(
    _ call: Handle<Call>, failed: Bool, in simulation: inout Simulation, _ mesh: inout Mesh,
    _ cluster: inout Cluster
  ) -> Handle<Call>? {
    let pod = Int(executions[call.index].pod)
    if executions[call.index].held != 0 {
      releaseAll(of: call, in: &simulation)
    }
    executions[call.index].state = .none
    executions[call.index].call = .max
    mesh.respond(call, failed: failed, in: &simulation)
    guard let next = pods[pod].queue.removeFirst(in: &executions) else {
      if pods[pod].freeWorker(at: simulation.now), pods[pod].state == .stopping {
        cluster.exit(PodHandle(rawValue: pods[pod].pod), in: &simulation)
      }
      return nil
    }
    pods[pod].occupancy.queued.add(-1, at: simulation.now)
    executions[next.index].state = .working
    return next
  }
}
