import Cluster
import Mesh
import SimulationKernel

/// The interpreter of compiled endpoints: it runs a request's program instruction by instruction.
extension Workload {
  /// Runs a request's program on; the same as `interpret`, for callers off the hot path.
  @inline(never)
  mutating func run(
    _ call: Handle<Call>, in simulation: inout Simulation, _ mesh: inout Mesh,
    _ cluster: inout Cluster
  ) {
    interpret(from: call, in: &simulation, &mesh, &cluster)
  }

  /// Runs a request's program until a step takes time or the request is answered.
  ///
  /// The request that then gets its worker is run in the same way, and so on.
  @inline(always)
  mutating func interpret(
    from first: Handle<Call>, in simulation: inout Simulation, _ mesh: inout Mesh,
    _ cluster: inout Cluster
  ) {
    var call = first
    while true {
      var index = Int(executions[call.index].instruction)
      while code[index].code == .fail, !happens(code[index].probability, for: call) {
        executions[call.index].instruction &+= 1
        index &+= 1
      }
      switch code[index].code {
      case .wait:
        wait(draw(code[index].law, for: call), call, in: &simulation)
        return
      case .cpu:
        compute(draw(code[index].law, for: call), call, in: &simulation, &cluster)
        return
      case .calls:
        makeCalls(code[index].target, code[index].count, for: call, in: &simulation, &mesh)
        return
      case .fail, .end:
        let isFailure = code[index].code == .fail
        guard let next = answer(call, failed: isFailure, in: &simulation, &mesh, &cluster) else {
          return
        }
        call = next
      default:
        let instruction = code[index]
        guard step(instruction, call, in: &simulation, &mesh, &cluster) else { return }
      }
    }
  }

  /// Begins a program whose first instruction is a wait; returns false where it is another one.
  ///
  /// Most programs begin with a wait, and so do not enter the interpreter for it.
  @inline(always)
  mutating func beginWait(_ call: Handle<Call>, in simulation: inout Simulation) -> Bool {
    let index = Int(executions[call.index].instruction)
    guard code[index].code == .wait else { return false }
    wait(draw(code[index].law, for: call), call, in: &simulation)
    return true
  }

  /// Executes one of the rarer instructions; returns false when the request waits or is over.
  private mutating func step(
    _ instruction: Instruction, _ call: Handle<Call>, in simulation: inout Simulation,
    _ mesh: inout Mesh, _ cluster: inout Cluster
  ) -> Bool {
    switch instruction.code {
    case .branch:
      let isTaken = happens(instruction.probability, for: call)
      advance(call, to: isTaken ? nil : instruction.target)
    case .jump: advance(call, to: instruction.target)
    case .loopBegin, .loopEnd: loop(instruction, call)
    case .acquire: return acquire(instruction, call, in: &simulation)
    case .release:
      release(Int(instruction.slot), call, in: &simulation)
      advance(call, to: nil)
    case .lookUp: lookUp(instruction, call, at: simulation.now)
    case .external:
      askExternal(externals[Int(instruction.target)], call, in: &simulation, &mesh)
      return false
    case .externalEnd:
      return judgeExternal(
        externals[Int(instruction.target)], call, in: &simulation, &mesh, &cluster)
    case .batch:
      joinBatch(instruction, call, in: &simulation, &mesh, &cluster)
      return false
    case .firstByte, .tokens, .tokenWait, .tokenCPU:
      return stream(instruction, call, in: &simulation, &mesh, &cluster)
    case .cpu, .wait, .calls, .fail, .end:
      preconditionFailure("the interpreter handles the frequent instructions itself")
    }
    return true
  }

  /// Executes an instruction of a response that is made token by token; returns false when the
  /// request waits.
  private mutating func stream(
    _ instruction: Instruction, _ call: Handle<Call>, in simulation: inout Simulation,
    _ mesh: inout Mesh, _ cluster: inout Cluster
  ) -> Bool {
    switch instruction.code {
    case .firstByte: mesh.sendFirstByte(of: call, in: &simulation)
    case .tokens:
      let drawn = laws.count(instruction.law, bits(for: call))
      executions[call.index].tokens = UInt32(clamping: drawn)
    default:
      let length =
        draw(instruction.law, for: call) * Int64(executions[call.index].tokens)
      if instruction.code == .tokenWait {
        // The stream ends with it; from then on `attemptsOutside` has the field.
        executions[call.index].tokens = 0
        wait(length, call, in: &simulation)
      } else {
        compute(length, call, in: &simulation, &cluster)
      }
      return false
    }
    advance(call, to: nil)
    return true
  }

  /// Looks a drawn key up in one of the pod's caches.
  private mutating func lookUp(
    _ instruction: Instruction, _ call: Handle<Call>, at now: SimTime
  ) {
    let pod = Int(executions[call.index].pod)
    let key = laws.count(instruction.law, bits(for: call))
    let cache = Int(pods[pod].firstCache) + Int(instruction.slot)
    let isHit = caches[cache].lookUp(key, at: now)
    advance(call, to: isHit ? instruction.target : nil)
  }

  /// Moves a request to an instruction, or to the next one.
  mutating func advance(_ call: Handle<Call>, to target: UInt32?) {
    executions[call.index].instruction = target ?? executions[call.index].instruction &+ 1
  }

  private mutating func loop(_ instruction: Instruction, _ call: Handle<Call>) {
    let isOuter = instruction.slot == 0
    var rounds = isOuter ? executions[call.index].rounds.0 : executions[call.index].rounds.1
    if instruction.code == .loopBegin {
      rounds = UInt16(clamping: laws.count(instruction.law, bits(for: call)))
      advance(call, to: rounds == 0 ? instruction.target : nil)
    } else {
      rounds &-= 1
      advance(call, to: rounds == 0 ? nil : instruction.target)
    }
    executions[call.index].setRounds(rounds, ofOuter: isOuter)
  }

  /// Lets time pass for a request.
  @inline(always)
  mutating func wait(
    _ length: SimDuration, _ call: Handle<Call>, in simulation: inout Simulation
  ) {
    let slowed = slowed(length, call, simulation.now)
    simulation.schedule(
      at: simulation.now + slowed, room: Room.workload.rawValue,
      kind: WorkloadEvent.waited.rawValue, argument: call.rawValue)
  }

  /// Spends core time of the pod's container for a request.
  private mutating func compute(
    _ work: SimDuration, _ call: Handle<Call>, in simulation: inout Simulation,
    _ cluster: inout Cluster
  ) {
    let slowed = slowed(work, call, simulation.now)
    let job = cluster.cpu.start(
      work: slowed, container: Int(executions[call.index].container),
      notify: Room.workload.rawValue, kind: WorkloadEvent.computed.rawValue,
      argument: call.rawValue, in: &simulation)
    executions[call.index].job = job.rawValue
  }

  /// A step's length in a pod that may still be warming up.
  @inline(always)
  private mutating func slowed(
    _ length: SimDuration, _ call: Handle<Call>, _ now: SimTime
  ) -> SimDuration {
    executions[call.index].isWarm
      ? length : slowed(length, inPod: Int(executions[call.index].pod), now)
  }

  /// Not inlined and so mutating: a borrowed room would be copied for the call.
  @inline(never)
  private mutating func slowed(
    _ length: SimDuration, inPod pod: Int, _ now: SimTime
  ) -> SimDuration {
    let left = pods[pod].warmAt - now
    guard left > .zero, let warmUp = models[Int(pods[pod].model)].warmUp else { return length }
    return length.scaled(by: 1 + (warmUp.factor - 1) * left.seconds / warmUp.duration.seconds)
  }

  /// Makes all calls of a step at once; `takeResponse` ends the step when the last one is answered.
  private mutating func makeCalls(
    _ firstSite: UInt32, _ count: UInt16, for call: Handle<Call>,
    in simulation: inout Simulation, _ mesh: inout Mesh
  ) {
    executions[call.index].pending = count
    executions[call.index].hasFailed = false
    let caller = mesh.calls[call]
    let client = executions[call.index].pod
    let position = Execution.position(executions[call.index].stepKey, 0)
    for offset in 0..<UInt32(count) {
      mesh.call(
        along: Int(callSites[Int(firstSite &+ offset)].route), client: client,
        parent: call.rawValue, position: UInt8(truncatingIfNeeded: offset),
        owner: Room.workload.rawValue,
        random: caller.random.call(
          position | UInt64(offset), attempt: UInt32(caller.attempt)),
        under: caller.span, in: &simulation)
    }
  }

  @inline(always)
  private func bits(for call: Handle<Call>) -> UInt64 {
    executions[call.index].draws.bits(executions[call.index].stepKey)
  }

  @inline(always)
  private func draw(_ law: Sampler, for call: Handle<Call>) -> SimDuration {
    laws.duration(law, bits(for: call))
  }

  @inline(always)
  private func happens(_ probability: Probability, for call: Handle<Call>) -> Bool {
    bits(for: call) < probability.threshold
  }
}
