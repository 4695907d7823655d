import Cluster
import Mesh
import SimulationKernel

/// Requests to hosts outside the cluster. An attempt's latency and failure are draws of the
/// request by attempt, so the answer is judged by drawing the same numbers again.
extension Workload {
  mutating func askExternal(
    _ spec: ExternalSpec, _ call: Handle<Call>, in simulation: inout Simulation,
    _ mesh: borrowing Mesh
  ) {
    let latency = externalLatency(spec, call, at: position(of: call), mesh)
    wait(min(latency, spec.timeout), call, in: &simulation)
  }

  /// False when the request is over.
  mutating func judgeExternal(
    _ spec: ExternalSpec, _ call: Handle<Call>, in simulation: inout Simulation,
    _ mesh: inout Mesh, _ cluster: inout Cluster
  ) -> Bool {
    let attempt = executions[call.index].tokens
    let asked = position(of: call) &- 1
    let latency = externalLatency(spec, call, at: asked, mesh)
    let isLate = latency > spec.timeout
    let bits = externalRandom(call, at: asked, mesh).bits(attempt &* 2 &+ 1)
    let hasFailed = isLate || bits < spec.failure.threshold
    mesh.traceExternal(
      host: spec.host, for: call, from: simulation.now - min(latency, spec.timeout),
      to: simulation.now, failed: hasFailed)
    externalCounters[Int(spec.host)].requests += 1
    externalCounters[Int(spec.host)].errors += hasFailed ? 1 : 0
    guard hasFailed, attempt < spec.retries else {
      executions[call.index].tokens = 0
      guard !hasFailed || spec.isOptional else {
        finish(call, failed: true, in: &simulation, &mesh, &cluster)
        return false
      }
      advance(call, to: nil)
      return true
    }
    executions[call.index].tokens = attempt + 1
    advance(call, to: executions[call.index].instruction - 1)
    return true
  }

  private func externalLatency(
    _ spec: ExternalSpec, _ call: Handle<Call>, at place: UInt32, _ mesh: borrowing Mesh
  ) -> SimDuration {
    laws.duration(
      spec.latency,
      externalRandom(call, at: place, mesh).bits(executions[call.index].tokens &* 2))
  }

  private func externalRandom(
    _ call: Handle<Call>, at place: UInt32, _ mesh: borrowing Mesh
  ) -> RequestRandom {
    let caller = mesh.calls[call]
    return caller.random.call(place, attempt: UInt32(caller.attempt))
  }

  /// What pods saw of a host outside the cluster.
  package func counters(ofHost host: Int) -> ExternalCounters { externalCounters[host] }
}
