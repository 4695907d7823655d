import Manifests
import SimulationKernel

/// Init containers: each runs to its end before the next container starts, and may poll Services
/// until they are there.
extension Cluster {
  /// Takes an init container's next step: it has started, it polls again, or it is done.
  mutating func continueInit(of pod: PodHandle, in simulation: inout Simulation) {
    let container = stepSpec(of: pod)
    guard !container.isSidecar else {
      continueSidecar(of: pod, in: &simulation)
      return
    }
    switch pods[pod].initial.progress {
    case .created: startInit(container, of: pod, in: &simulation)
    case .polling: poll(container, of: pod, in: &simulation)
    case .working where container.initExitCode != 0:
      endInit(of: pod, exitCode: container.initExitCode, reason: .error, in: &simulation)
    case .working: takeNextStep(of: pod, in: &simulation)
    }
  }

  /// The runtime starts an init container that it has created; one that can not be started has
  /// ended with 128, as `start(container:)` says.
  private mutating func startInit(
    _ container: ContainerSpec, of pod: PodHandle, in simulation: inout Simulation
  ) {
    pods[pod].initial.startedAt = simulation.now
    if let problem = startProblem(of: pod, processes: 1) {
      record(pod, "Failed", "Error: \(problem)", isWarning: true, in: simulation)
      endInit(of: pod, exitCode: 128, reason: .startError, in: &simulation)
      return
    }
    record(pod, "Started", version.startedText(container.name), in: simulation)
    guard !pods[pod].isKeptDown else {
      endInit(of: pod, exitCode: 137, reason: .error, in: &simulation)
      return
    }
    pods[pod].initial.waitsMet = 0
    poll(container, of: pod, in: &simulation)
  }

  /// An init container is done, or a sidecar is up: the next container follows.
  private mutating func takeNextStep(of pod: PodHandle, in simulation: inout Simulation) {
    pods[pod].step += 1
    pods[pod].initial = InitState()
    pullNext(of: pod, in: &simulation)
  }

  /// A sidecar has started, or has passed its startup probe.
  private mutating func continueSidecar(of pod: PodHandle, in simulation: inout Simulation) {
    let index = nextSidecar(of: pod)
    guard containers[index].phase == .waiting else {
      takeNextStep(of: pod, in: &simulation)
      return
    }
    pods[pod].timerAt = .infinity
    start(container: index, in: &simulation)
  }

  /// The entry of the sidecar that a pod in its init steps is at, or would be at.
  func nextSidecar(of pod: PodHandle) -> Int {
    let spec = templates[Int(pods[pod].template)].spec
    let earlier = spec.initContainers.prefix(Int(pods[pod].step)).count { $0.isSidecar }
    return Int(pods[pod].firstContainer) + spec.containers.count + earlier
  }

  /// Whether a pod's next container waits for a sidecar's start; an earlier sidecar that is started
  /// again is none of its business.
  func awaitsStart(ofContainer index: Int) -> Bool {
    let pod = containers[index].pod
    return pods[pod].stage == .initializing && pods[pod].timerAt == .infinity
      && nextSidecar(of: pod) == index
  }

  /// An init container looks whether the next Services that it waits for are there; with the last
  /// of them it does its work and ends.
  private mutating func poll(
    _ container: ContainerSpec, of pod: PodHandle, in simulation: inout Simulation
  ) {
    let next = container.waits.dropFirst(Int(pods[pod].initial.waitsMet))
    for wait in next {
      guard isMet(wait) else {
        pods[pod].initial.progress = .polling
        step(pod, after: wait.pause, in: &simulation)
        return
      }
      pods[pod].initial.waitsMet &+= 1
    }
    pods[pod].initial.progress = .working
    let end = simulation.now + container.initDuration
    pods[pod].initial.doneAt = end
    // The kubelet starts what follows when it has seen the end.
    let seen =
      container.initExitCode == 0
      ? relistWait(pod, position: Int(pods[pod].step), at: end) : .zero
    step(pod, after: container.initDuration + seen, in: &simulation)
  }

  /// Whether a Service that an init container polls is there: its name has an address, and unless
  /// only that is asked, somebody listens behind it.
  private func isMet(_ wait: ServiceWait) -> Bool {
    guard answersNames else { return false }
    for meaning in wait.meanings {
      let service = meaning.service
      let index = serviceIndex(namespace: service.namespace, name: service.name)
      guard let index, services[index].exists else { continue }
      return isMet(wait, by: services[index], pod: meaning.pod)
    }
    // Nothing is known of hosts outside; no Service that is missing has a name in DNS.
    guard let home = wait.meanings.first?.service.namespace else { return true }
    return workloadNamespaces.find(home) == nil && !namespaces.contains { $0.name == home }
  }

  private func isMet(_ wait: ServiceWait, by service: ServiceState, pod wanted: String?) -> Bool {
    // Nothing is known of what has an address outside of the cluster.
    guard service.selector >= 0, service.spec.externalName == nil else { return true }
    var behind = service.endpoints
    if let wanted {
      behind = behind.filter { name(of: $0) == wanted }
    } else if service.isHeadless {
      if wait.isLookup { return !behind.isEmpty }
    } else {
      // A name with a cluster address is there with its Service; ports are that address's own.
      if wait.isLookup { return true }
      let ports = service.spec.ports
      guard wait.port.map({ port in ports.isEmpty || ports.contains { $0.port == port } }) ?? true
      else { return false }
      if behind.isEmpty { behind = service.terminating }
    }
    return wait.isLookup ? !behind.isEmpty : behind.contains { pods[$0].isServing }
  }

  /// Whether the cluster's DNS answers; without one among the manifests names are always found.
  private var answersNames: Bool {
    dnsServices.isEmpty
      || dnsServices.contains { service in
        services[Int(service)].exists
          && services[Int(service)].endpoints.contains { pods[$0].isServing }
      }
  }

  /// Whether a pod's app containers wait for its init containers (waiting reason PodInitializing).
  package func isInitializing(_ pod: PodHandle) -> Bool {
    switch pods[pod].stage {
    case .pulling, .initializing, .waiting:
      return isAtInit(pod)
    default: return false
    }
  }
  /// Whether a pod's next container, or the one that it is at, is an init container.
  func isAtInit(_ pod: PodHandle) -> Bool {
    Int(pods[pod].step) < templates[Int(pods[pod].template)].spec.initContainers.count
  }
}
