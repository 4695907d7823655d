import Cluster
import Manifests
import SimulationKernel

/// Services without a record in the DNS: their clients look in vain for their names.
extension Mesh {
  /// Learns whether the DNS has a record of a service.
  ///
  /// A Service has one while its object is there; a headless one has the addresses of its endpoints
  /// alone (coredns plugin/kubernetes kubernetes.go findServices). What is behind one that selects
  /// nothing is not known, and taken to be there.
  mutating func learnRecord(of service: Int, from cluster: borrowing Cluster) {
    let state = cluster.services[service]
    let needsPods =
      state.isHeadless && state.spec.externalName == nil && !state.spec.selector.isEmpty
    names.setRecord(state.exists && !(needsPods && state.endpoints.isEmpty), of: service)
  }

  /// Looks a service's name up for a call that will find no pod, where the DNS has no record of it;
  /// false where nobody is asked.
  ///
  /// The call's software tries the whole search list before it fails.
  mutating func lookUpInVain(
    _ handle: Handle<Call>, in simulation: inout Simulation
  ) -> Bool {
    let call = calls[handle]
    let path = routes[Int(call.route)]
    guard names.isActive, call.owner == Room.workload.rawValue, call.client != Network.outside,
      Int(path.service) < names.services.count, !names.hasRecord(path.service),
      beginLookup(
        .unserved(handle.rawValue, call.issuedAt), of: path.service, client: call.client,
        random: call.random.call(UInt64(CallPurpose.lookup), attempt: UInt32(call.attempt)),
        in: &simulation)
    else { return false }
    calls[handle].flags.formUnion([.local, .lost])
    if !call.flags.contains(.timed), path.timerClass != Route.neverTimesOut {
      arm(handle, path.timerClass, in: &simulation)
    }
    return true
  }

  /// The lookup for such a call is over; nothing where its client has given up.
  mutating func endInVain(
    _ handle: Handle<Call>, issuedAt: SimTime, in simulation: inout Simulation
  ) {
    guard calls.contains(handle), calls[handle].flags.isSuperset(of: [.local, .lost]),
      calls[handle].issuedAt == issuedAt
    else { return }
    calls[handle].flags.subtract([.local, .lost])
    refuseAtClient(handle, in: &simulation)
  }
}
