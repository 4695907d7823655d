import Cluster
import Mesh
import SimulationKernel

/// The interpreter of compiled endpoints.
extension Workload {
  /// Runs a request's program until a step takes time or the request is answered.
  mutating func run(
    _ call: Handle<Call>, in simulation: inout Simulation, _ mesh: inout Mesh,
    _ cluster: inout Cluster
  ) {
    while true {
      let instruction = code[Int(executions[call.index].instruction)]
      switch instruction.code {
      case .wait:
        wait(draw(instruction.law, for: call, mesh), call, in: &simulation)
        return
      case .cpu:
        compute(draw(instruction.law, for: call, mesh), call, in: &simulation, &cluster)
        return
      case .calls:
        makeCalls(instruction, for: call, in: &simulation, &mesh)
        return
      case .end:
        finish(call, failed: false, in: &simulation, &mesh, &cluster)
        return
      case .fail:
        if happens(instruction.probability, for: call, mesh) {
          finish(call, failed: true, in: &simulation, &mesh, &cluster)
          return
        }
        executions[call.index].instruction &+= 1
      default:
        guard step(instruction, call, in: &simulation, &mesh, &cluster) else { return }
      }
    }
  }

  /// The rarer instructions; false when the request waits or is over.
  private mutating func step(
    _ instruction: Instruction, _ call: Handle<Call>, in simulation: inout Simulation,
    _ mesh: inout Mesh, _ cluster: inout Cluster
  ) -> Bool {
    switch instruction.code {
    case .branch:
      let isTaken = happens(instruction.probability, for: call, mesh)
      advance(call, to: isTaken ? nil : instruction.target)
    case .jump: advance(call, to: instruction.target)
    case .loopBegin, .loopEnd: loop(instruction, call, mesh)
    case .acquire: return acquire(instruction, call, in: &simulation, mesh)
    case .release:
      release(Int(instruction.slot), call, in: &simulation, &mesh, &cluster)
      advance(call, to: nil)
    case .lookUp: lookUp(instruction, call, mesh, at: simulation.now)
    case .external:
      askExternal(externals[Int(instruction.target)], call, in: &simulation, mesh)
      return false
    case .externalEnd:
      return judgeExternal(
        externals[Int(instruction.target)], call, in: &simulation, &mesh, &cluster)
    case .batch:
      joinBatch(instruction, call, in: &simulation, &cluster)
      return false
    case .firstByte, .tokens, .tokenWait, .tokenCPU:
      return stream(instruction, call, in: &simulation, &mesh, &cluster)
    case .cpu, .wait, .calls, .fail, .end:
      preconditionFailure("the interpreter handles the frequent instructions itself")
    }
    return true
  }

  /// The instructions of a response that comes token by token; false when the request waits.
  private mutating func stream(
    _ instruction: Instruction, _ call: Handle<Call>, in simulation: inout Simulation,
    _ mesh: inout Mesh, _ cluster: inout Cluster
  ) -> Bool {
    switch instruction.code {
    case .firstByte: mesh.sendFirstByte(of: call, in: &simulation)
    case .tokens:
      let drawn = laws.count(instruction.law, bits(for: call, mesh))
      executions[call.index].tokens = UInt32(clamping: drawn)
    default:
      let length =
        draw(instruction.law, for: call, mesh) * Int64(executions[call.index].tokens)
      if instruction.code == .tokenWait {
        wait(length, call, in: &simulation)
      } else {
        compute(length, call, in: &simulation, &cluster)
      }
      return false
    }
    advance(call, to: nil)
    return true
  }

  private mutating func lookUp(
    _ instruction: Instruction, _ call: Handle<Call>, _ mesh: borrowing Mesh, at now: SimTime
  ) {
    let pod = Int(executions[call.index].pod)
    let key = laws.count(instruction.law, bits(for: call, mesh))
    let cache = Int(pods[pod].firstCache) + Int(instruction.slot)
    let isHit = caches[cache].lookUp(key, at: now)
    advance(call, to: isHit ? instruction.target : nil)
  }

  mutating func advance(_ call: Handle<Call>, to target: UInt32?) {
    executions[call.index].instruction = target ?? executions[call.index].instruction &+ 1
  }

  private mutating func loop(
    _ instruction: Instruction, _ call: Handle<Call>, _ mesh: borrowing Mesh
  ) {
    let isOuter = instruction.slot == 0
    var rounds = isOuter ? executions[call.index].rounds.0 : executions[call.index].rounds.1
    if instruction.code == .loopBegin {
      rounds = UInt16(clamping: laws.count(instruction.law, bits(for: call, mesh)))
      advance(call, to: rounds == 0 ? instruction.target : nil)
    } else {
      rounds &-= 1
      advance(call, to: rounds == 0 ? nil : instruction.target)
    }
    if isOuter {
      executions[call.index].rounds.0 = rounds
    } else {
      executions[call.index].rounds.1 = rounds
    }
  }

  @inline(always)
  mutating func wait(
    _ length: SimDuration, _ call: Handle<Call>, in simulation: inout Simulation
  ) {
    simulation.schedule(
      at: simulation.now + slowed(length, call, simulation.now), room: Room.workload.rawValue,
      kind: WorkloadEvent.waited.rawValue, argument: call.rawValue)
  }

  private mutating func compute(
    _ work: SimDuration, _ call: Handle<Call>, in simulation: inout Simulation,
    _ cluster: inout Cluster
  ) {
    let pod = Int(executions[call.index].pod)
    let job = cluster.cpu.start(
      work: slowed(work, call, simulation.now), container: Int(pods[pod].container),
      notify: Room.workload.rawValue, kind: WorkloadEvent.computed.rawValue,
      argument: call.rawValue, in: &simulation)
    executions[call.index].job = job.rawValue
  }

  /// A step's length in a pod that is still warming up.
  @inline(always)
  private func slowed(_ length: SimDuration, _ call: Handle<Call>, _ now: SimTime) -> SimDuration {
    let pod = Int(executions[call.index].pod)
    let left = pods[pod].warmAt - now
    guard left > .zero, let warmUp = models[Int(pods[pod].model)].warmUp else { return length }
    return length.scaled(by: 1 + (warmUp.factor - 1) * left.seconds / warmUp.duration.seconds)
  }

  private mutating func makeCalls(
    _ instruction: Instruction, for call: Handle<Call>, in simulation: inout Simulation,
    _ mesh: inout Mesh
  ) {
    executions[call.index].pending = instruction.count
    executions[call.index].hasFailed = false
    let caller = mesh.calls[call]
    let client = executions[call.index].pod
    let place = position(of: call)
    for offset in 0..<instruction.count {
      let site = callSites[Int(instruction.target) &+ Int(offset)]
      mesh.call(
        along: Int(site.route), client: client, parent: call.rawValue,
        position: UInt8(truncatingIfNeeded: offset), owner: Room.workload.rawValue,
        random: caller.random.call(
          place &<< 8 | UInt32(truncatingIfNeeded: offset), attempt: UInt32(caller.attempt)),
        under: caller.span, in: &simulation)
    }
  }

  /// The place in the program and the rounds of its loops: no two steps of a request share draws.
  @inline(always)
  func position(of call: Handle<Call>) -> UInt32 {
    let execution = executions[call.index]
    let rounds = UInt32(execution.rounds.0 & 0xf) &<< 4 | UInt32(execution.rounds.1 & 0xf)
    return rounds &<< 16 | (execution.instruction &- execution.start) & 0xffff
  }

  @inline(always)
  private func bits(for call: Handle<Call>, _ mesh: borrowing Mesh) -> UInt64 {
    let caller = mesh.calls[call]
    return caller.random.bits(caller.purpose(CallPurpose.software &+ position(of: call)))
  }

  @inline(always)
  private func draw(_ law: Sampler, for call: Handle<Call>, _ mesh: borrowing Mesh) -> SimDuration {
    laws.duration(law, bits(for: call, mesh))
  }

  @inline(always)
  private func happens(
    _ probability: Probability, for call: Handle<Call>, _ mesh: borrowing Mesh
  ) -> Bool {
    bits(for: call, mesh) < probability.threshold
  }
}
