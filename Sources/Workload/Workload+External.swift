import Cluster
import Mesh
import SimulationKernel

/// Requests to hosts outside the cluster. An attempt's latency and failure are draws of the
/// request by attempt, so the answer is judged by drawing the same numbers again.
extension Workload {
  /// The port of hosts outside: HTTPS.
  private static var port: Int { 443 }

  /// Asks a host, whose name is looked up first where a connection has to be made.
  mutating func askExternal(
    _ spec: ExternalSpec, _ call: Handle<Call>, in simulation: inout Simulation,
    _ mesh: inout Mesh
  ) {
    let random = externalRandom(mesh.calls[call], at: executions[call.index].stepKey)
    let isLookedUp = mesh.lookUp(
      host: Int(spec.host), for: call, client: executions[call.index].pod, random: random,
      in: &simulation)
    if isLookedUp {
      executions[call.index].external = .resolving
    } else {
      connectExternal(spec, call, in: &simulation, &mesh)
    }
  }

  /// The name of the host that a request asks was found, or was not.
  mutating func takeName(
    _ isFound: Bool, for call: Handle<Call>, in simulation: inout Simulation, _ mesh: inout Mesh
  ) {
    guard executions[call.index].call == call.rawValue,
      executions[call.index].external == .resolving
    else { return }
    guard isFound else {
      executions[call.index].external = .unresolved
      wait(.zero, call, in: &simulation)
      return
    }
    executions[call.index].external = .open
    let instruction = code[Int(executions[call.index].instruction)]
    connectExternal(externals[Int(instruction.target)], call, in: &simulation, &mesh)
  }

  private mutating func connectExternal(
    _ spec: ExternalSpec, _ call: Handle<Call>, in simulation: inout Simulation,
    _ mesh: inout Mesh
  ) {
    if mesh.shutOff(executions[call.index].pod, from: Int(spec.host), at: Self.port) {
      executions[call.index].external = .shutOff
      wait(min(Mesh.kernelPatience, spec.timeout), call, in: &simulation)
      return
    }
    let random = externalRandom(mesh.calls[call], at: executions[call.index].stepKey)
    let latency = externalLatency(spec, call, random)
    wait(min(latency, spec.timeout), call, in: &simulation)
  }

  /// False when the request is over.
  mutating func judgeExternal(
    _ spec: ExternalSpec, _ call: Handle<Call>, in simulation: inout Simulation,
    _ mesh: inout Mesh, _ cluster: inout Cluster
  ) -> Bool {
    let attempt = executions[call.index].attemptsOutside
    let asked = executions[call.index].stepKey &- 1
    let random = externalRandom(mesh.calls[call], at: asked)
    let way = executions[call.index].external
    executions[call.index].external = .open
    mesh.freeConnection(toHost: Int(spec.host), client: executions[call.index].pod)
    let latency: SimDuration =
      switch way {
      case .unresolved: .zero
      case .shutOff: Mesh.kernelPatience
      case .open, .resolving: externalLatency(spec, call, random)
      }
    let isLate = way != .open || latency > spec.timeout
    let bits = random.bits(attempt &* 2 &+ 1)
    let hasFailed = isLate || bits < spec.failure.threshold
    mesh.traceExternal(
      host: spec.host, for: call, from: simulation.now - min(latency, spec.timeout),
      to: simulation.now, failed: hasFailed)
    externalCounters[Int(spec.host)].requests += 1
    externalCounters[Int(spec.host)].errors += hasFailed ? 1 : 0
    guard hasFailed, attempt < spec.retries else {
      executions[call.index].attemptsOutside = 0
      guard !hasFailed || spec.isOptional else {
        finish(call, failed: true, in: &simulation, &mesh, &cluster)
        return false
      }
      advance(call, to: nil)
      return true
    }
    executions[call.index].attemptsOutside = attempt + 1
    advance(call, to: executions[call.index].instruction - 1)
    return true
  }

  private mutating func externalLatency(
    _ spec: ExternalSpec, _ call: Handle<Call>, _ random: RequestRandom
  ) -> SimDuration {
    laws.duration(spec.latency, random.bits(executions[call.index].attemptsOutside &* 2))
  }

  @inline(always)
  private func externalRandom(_ caller: Call, at stepKey: UInt64) -> RequestRandom {
    caller.random.call(Execution.position(stepKey, 0), attempt: UInt32(caller.attempt))
  }

  /// What pods saw of a host outside the cluster.
  package func counters(ofHost host: Int) -> ExternalCounters { externalCounters[host] }
}
