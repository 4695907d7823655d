import Cluster
package import SimulationKernel

/// What sidecars cost: a delay on each message's way, and core time of their containers.
///
/// Each sidecar spends the core time of its calls once a second, all together, so that a call costs
/// no further event. Not modelled: a sidecar that is short of core time delays its calls further.
extension Mesh {
  /// Turns in a second: each pod belongs to one, so that not all sidecars work at the same time.
  private static var turns: Int { 16 }

  /// Begins to let sidecars spend core time, where a call costs any.
  package func startProxies(in simulation: inout Simulation) {
    guard proxyWork > .zero else { return }
    schedulePayment(turn: 0, in: &simulation)
  }

  private func schedulePayment(turn: Int, in simulation: inout Simulation) {
    simulation.schedule(
      after: SimDuration.seconds(1) / Int64(Self.turns), room: Room.mesh.rawValue,
      kind: MeshEvent.proxiesPay.rawValue, argument: UInt32(turn))
  }

  /// Lets the sidecars of a turn's pods spend the core time of the calls that passed them; one that
  /// is still busy with its last second goes on with that.
  mutating func payProxies(
    turn: Int, in simulation: inout Simulation, _ cluster: inout Cluster
  ) {
    schedulePayment(turn: (turn + 1) % Self.turns, in: &simulation)
    for index in stride(from: turn, to: network.places.count, by: Self.turns) {
      let place = network.places[index]
      let pod = PodHandle(rawValue: place.pod)
      guard place.passed > 0, place.proxies > 0, cluster.pods.contains(pod) else { continue }
      let container = cluster.pods[pod].proxyCPU
      let isWorking = proxyJobs[index].job != .max && proxyJobs[index].container == container
      guard container >= 0, !isWorking else { continue }
      network.places[index].passed = 0
      let job = cluster.cpu.start(
        work: proxyWork * Int64(place.passed), container: Int(container),
        notify: Room.mesh.rawValue, kind: MeshEvent.proxyComputed.rawValue,
        argument: UInt32(index), in: &simulation)
      proxyJobs[index] = ProxyJob(job: job.rawValue, container: container)
    }
  }

  /// A sidecar's job may be done; it is not where the CPU model planned its node anew meanwhile.
  mutating func finishProxy(
    _ index: Int, in simulation: inout Simulation, _ cluster: inout Cluster
  ) {
    let job = Handle<CPUJob>(rawValue: proxyJobs[index].job)
    guard !job.isNone, cluster.cpu.finish(job, in: &simulation) else { return }
    proxyJobs[index] = ProxyJob()
  }
}

extension Network {
  /// Sets by how much a sidecar delays a message; two of them do so twice.
  package mutating func setProxyDelay(_ law: Distribution, in laws: inout SamplerBank) {
    let one = laws.compile(law)
    proxyDelays[1] = one
    proxyDelays[2] = one.scaled(by: 2)
  }
}
