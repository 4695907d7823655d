import Manifests
import SimulationKernel

/// The endpoint slice controller, and how its slices reach kube-proxy and, through istiod, the
/// sidecars.
///
/// The order is: `scheduleSlices`, `syncSlices` (the controller writes), then `finishProxySync`
/// (kube-proxy) and `finishDebounce` (istiod), which tell the room `Mesh`.
extension Cluster {
  /// Services whose selector matches a label set.
  func services(ofLabelSet set: Int32) -> [Int] {
    var found: [Int] = []
    for selector in selectors.sets[Int(set)].matches where Int(selector) < servicesBySelector.count
    {
      for service in servicesBySelector[Int(selector)] { found.append(Int(service)) }
    }
    return found
  }

  /// A pod has an address now and becomes a member of the Services that select it.
  mutating func joinServices(_ pod: PodHandle, in simulation: inout Simulation) {
    for service in services(ofLabelSet: pods[pod].labelSet) {
      guard !services[service].members.contains(pod) else { continue }
      services[service].members.append(pod)
      if services[service].spec.publishesNotReady { scheduleSlice(service, in: &simulation) }
    }
  }

  /// A pod's object is gone, and its Services lose a member.
  mutating func leaveServices(_ pod: PodHandle, in simulation: inout Simulation) {
    for service in services(ofLabelSet: pods[pod].labelSet) { leave(service, pod, in: &simulation) }
  }

  private mutating func leave(_ service: Int, _ pod: PodHandle, in simulation: inout Simulation) {
    guard let index = services[service].members.firstIndex(of: pod) else { return }
    services[service].members.remove(at: index)
    scheduleSlice(service, in: &simulation)
  }

  /// A pod's labels changed: Services select it anew, and the scheduler counts it anew.
  mutating func relabel(_ pod: PodHandle, to set: Int32, in simulation: inout Simulation) {
    let before = services(ofLabelSet: pods[pod].labelSet)
    let after = services(ofLabelSet: set)
    if pods[pod].isAssigned {
      let node = Int(pods[pod].node)
      let placement = templates[Int(pods[pod].template)].placement
      for (labelSet, step) in [(pods[pod].labelSet, Int64(-1)), (set, 1)] {
        let matches = selectors.matches(of: labelSet)
        scheduler.cache.count(placement, matches: matches, on: node, step: step)
        guard !pods[pod].isTerminating else { continue }
        scheduler.cache.countForSpread(matches: matches, on: node, step: Int32(step))
      }
    }
    pods[pod].labelSet = set
    for service in before where !after.contains(service) { leave(service, pod, in: &simulation) }
    let hasAddress = pods[pod].hasContainers
    for service in after where hasAddress && !before.contains(service) {
      services[service].members.append(pod)
      scheduleSlice(service, in: &simulation)
    }
  }

  /// Schedules that the controller writes the slices of all Services of a pod.
  mutating func scheduleSlices(of pod: PodHandle, in simulation: inout Simulation) {
    guard pods[pod].hasContainers else { return }
    for service in services(ofLabelSet: pods[pod].labelSet) {
      scheduleSlice(service, in: &simulation)
    }
  }

  /// Schedules that the controller writes the slices of a Service, unless that is scheduled
  /// already.
  mutating func scheduleSlice(_ service: Int, in simulation: inout Simulation) {
    guard !isSettling, areControllersUp, !services[service].isSliceSyncScheduled else { return }
    services[service].isSliceSyncScheduled = true
    let delay = watchDelay(serviceKeys[service], .slice, at: simulation.now)
    schedule(.sliceSync, after: delay, argument: UInt32(service), in: &simulation)
  }

  /// The controller writes a Service's slices; where they changed, kube-proxy and istiod will see
  /// it.
  mutating func syncSlices(of service: Int, in simulation: inout Simulation) {
    services[service].isSliceSyncScheduled = false
    guard areControllersUp, writeSlices(of: service, in: simulation) else { return }
    let seen = simulation.now + watchDelay(serviceKeys[service], .proxy, at: simulation.now)
    if !services[service].isProxySyncScheduled {
      services[service].isProxySyncScheduled = true
      // kube-proxies leave the slices of headless Services out (cmd/kube-proxy/app/server.go
      // noHeadlessEndpoints): CoreDNS knows them when it sees them.
      let sync = services[service].isHeadless ? seen : nextProxySync(from: seen)
      schedule(.proxySync, at: sync, argument: UInt32(service), in: &simulation)
    }
    debounce(service, from: seen, in: &simulation)
  }

  /// The sync with which the kube-proxies apply a change that they see at a time.
  ///
  /// One sync applies the changes of all Services, at once while the runner lets it or a second
  /// after the last one (async.BoundedFrequencyRunner tryRun, minSyncPeriod); the nodes' proxies
  /// see the same changes and are taken to keep step.
  private mutating func nextProxySync(from seen: SimTime) -> SimTime {
    guard seen > proxySyncAt else { return proxySyncAt }
    if proxySyncs.tryAccept(at: seen) {
      proxySyncAt = seen
    } else {
      proxySyncAt = proxySyncAt + Timings.proxySync
      _ = proxySyncs.tryAccept(at: proxySyncAt)
    }
    return proxySyncAt
  }

  /// Computes a Service's endpoints, their topology hints and its ports anew; returns whether any
  /// changed, or the Service itself has come or gone.
  mutating func writeSlices(of service: Int, in simulation: borrowing Simulation) -> Bool {
    let haveMoved = computeEndpoints(of: service)
    let arePortsOld = services[service].ports != services[service].spec.ports
    services[service].ports = services[service].spec.ports
    let hasTurned = services[service].exists != services[service].wasThere
    services[service].wasThere = services[service].exists
    return refreshHints(of: service, in: simulation) || haveMoved || arePortsOld || hasTurned
  }

  private mutating func computeEndpoints(of service: Int) -> Bool {
    let publishesAll = services[service].spec.publishesNotReady
    let port = services[service].spec.portByName
    var ready: [PodHandle] = []
    var terminating: [PodHandle] = []
    for pod in services[service].members
    where services[service].exists && pods[pod].stage != .ended && has(pod, port) {
      if pods[pod].isTerminating {
        // CoreDNS gives the addresses of ready ones alone (plugin/kubernetes/object/endpoint.go).
        if pods[pod].isReady, !services[service].isHeadless { terminating.append(pod) }
        if publishesAll { ready.append(pod) }
      } else if pods[pod].isReady || publishesAll {
        ready.append(pod)
      }
    }
    guard ready != services[service].endpoints || terminating != services[service].terminating
    else { return false }
    services[service].endpoints = ready
    services[service].terminating = terminating
    return true
  }

  /// How many pods a Service would send requests to if they were ready.
  package func unreadyEndpoints(of service: Int) -> Int {
    let spec = services[service].spec
    guard !spec.publishesNotReady else { return 0 }
    let port = spec.portByName
    return services[service].members.count {
      !pods[$0].isTerminating && !pods[$0].isReady && pods[$0].stage != .ended && has($0, port)
    }
  }

  /// Whether a pod has a port of a name: the slices list a pod without it for no port, so that
  /// kube-proxy sends it nothing (endpointslice getEndpointPorts, pkg/api/v1/pod FindPort).
  private func has(_ pod: PodHandle, _ port: ServiceSpec.Port?) -> Bool {
    guard let port, let named = templates[Int(pods[pod].template)].spec.namedPorts else {
      return true
    }
    return named.contains { $0.name == port.targetName && $0.protocol == port.transport }
  }

  /// kube-proxy on the nodes has applied a Service's slices, which it does at most once a second.
  mutating func finishProxySync(of service: Int, in simulation: inout Simulation) {
    services[service].isProxySyncScheduled = false
    announce(service, .endpointsChanged, in: &simulation)
  }

  /// istiod waits until nothing has changed for 100 ms, but at most 10 s, before it pushes to the
  /// sidecars.
  private mutating func debounce(
    _ service: Int, from seen: SimTime, in simulation: inout Simulation
  ) {
    if services[service].meshChangedSince == .infinity { services[service].meshChangedSince = seen }
    let latest = services[service].meshChangedSince + Timings.meshDebounceLimit
    services[service].meshQuietUntil = min(seen + Timings.meshDebounce, latest)
    schedule(
      .meshPush, at: services[service].meshQuietUntil, argument: UInt32(service), in: &simulation)
  }

  /// The debounce ended without another change: istiod has pushed to the sidecars.
  mutating func finishDebounce(of service: Int, in simulation: inout Simulation) {
    guard services[service].meshQuietUntil <= simulation.now else { return }
    services[service].meshQuietUntil = .infinity
    services[service].meshChangedSince = .infinity
    announce(service, .endpointsPushed, in: &simulation)
  }

  /// Lets proxies and sidecars know a Service's endpoints without delay, where the platform is
  /// running when the run begins: they have known them for long.
  mutating func show(_ service: Int, in simulation: inout Simulation) {
    guard writeSlices(of: service, in: simulation) else { return }
    announce(service, .endpointsChanged, in: &simulation)
    announce(service, .endpointsPushed, in: &simulation)
  }

  private func announce(
    _ service: Int, _ notice: ServiceNotice, in simulation: inout Simulation
  ) {
    simulation.schedule(
      at: simulation.now, room: Room.mesh.rawValue, kind: notice.rawValue,
      argument: UInt32(service))
  }
}
