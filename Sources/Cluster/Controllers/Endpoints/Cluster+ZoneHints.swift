import Manifests
import SimulationKernel

/// Hints of the EndpointSlices: which zone's clients each endpoint is for.
///
/// By `trafficDistribution` that is its own zone. By the annotation
/// `service.kubernetes.io/topology-mode: Auto` zones get endpoints by their CPU, so that none is
/// overloaded.
extension Cluster {
  /// The CPU of the zones, as the endpoint slice controller sees it.
  private func zoneAllotment() -> ZoneAllotment {
    let counted = nodes.indices.filter { node in
      let labels = nodeSpecs[node].labels
      return !nodes[node].isDeleted && nodes[node].ready == .true
        && labels["node-role.kubernetes.io/control-plane"] == nil
        && labels["node-role.kubernetes.io/master"] == nil
    }
    return ZoneAllotment(
      nodes: counted.map { (Int(nodes[$0].zone), nodeSpecs[$0].allocatable.cpuMilli) })
  }

  /// Gives a Service's endpoints their hints, or takes them away; whether any changed.
  mutating func refreshHints(of service: Int, in simulation: borrowing Simulation) -> Bool {
    let old = services[service].hints
    guard services[service].exists, let preference = services[service].spec.preference else {
      services[service].hints = []
      return !old.isEmpty
    }
    let zones = services[service].endpoints.map { pod in
      pods[pod].node < 0 ? -1 : nodes[Int(pods[pod].node)].zone
    }
    guard preference == .allotted else {
      // Each endpoint is for its own zone (endpointslice/trafficdist).
      services[service].hints = zones.contains { $0 < 0 } ? [] : zones
      return services[service].hints != old
    }
    let allotment = zoneAllotment()
    var obstacle = allotment.obstacle(count: zones.count)
    if obstacle == nil, zones.contains(where: { $0 < 0 }) {
      obstacle = "One or more endpoints do not have a zone specified"
    }
    if let obstacle {
      services[service].hints = []
      tell(service, "Disabled", obstacle, isWarning: true, in: simulation)
      return !old.isEmpty
    }
    // Hints of slices that stay as they are stay as long as they are possible.
    if services[service].hintedEndpoints == services[service].endpoints, old.count == zones.count,
      allotment.allows(old)
    {
      return false
    }
    services[service].hints = allotment.hints(zones: zones)
    services[service].hintedEndpoints = services[service].endpoints
    tell(service, "Enabled", "Topology Aware Hints has been enabled", in: simulation)
    return services[service].hints != old
  }

  /// Records what became of a Service's hints, unless the last word was the same.
  private mutating func tell(
    _ service: Int, _ word: String, _ text: String, isWarning: Bool = false,
    in simulation: borrowing Simulation
  ) {
    guard services[service].hintsWord != text else { return }
    services[service].hintsWord = text
    record(
      kind: "Service", namespace: services[service].namespace, name: services[service].name,
      "TopologyAwareHints" + word, text + ", addressType: IPv4", isWarning: isWarning,
      by: .endpointSliceController, in: simulation)
  }

  /// Nodes came, went or changed their readiness: Services whose hints now overload a zone are
  /// looked at again (checkNodeTopologyDistribution).
  mutating func reviewHints(in simulation: inout Simulation) {
    guard services.contains(where: { !$0.hints.isEmpty }) else { return }
    let allotment = zoneAllotment()
    for service in services.indices
    where services[service].spec.preference == .allotted && !services[service].hints.isEmpty {
      if allotment.overloads(services[service].hints) { scheduleSlice(service, in: &simulation) }
    }
  }
}
