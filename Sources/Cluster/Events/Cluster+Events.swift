package import SimulationKernel

/// The recording of Kubernetes events, as the components' recorders let them through: similar ones
/// are combined, and of one object each says only so much (client-go
/// tools/record/events_cache.go EventCorrelate).
extension Cluster {
  /// What a kubelet says first of a pod, as Pulling, Pulled, Created and Started of one container:
  /// only from the next event on are messages remembered, so that quiet pods take no memory.
  private static let unremembered: Int64 = 4

  /// Records a Kubernetes event about a pod.
  mutating func record(
    _ pod: PodHandle, _ reason: String, _ message: String, isWarning: Bool = false,
    by source: EventSource = .kubelet, in simulation: borrowing Simulation
  ) {
    guard !isSettling || isWarning else { return }
    var text = message
    if source == .kubelet {
      text = combine(reason, message, isWarning: isWarning, of: pod, at: simulation.now)
      guard pods[pod].spam.lets(at: simulation.now) else { return }
    }
    events.append(
      ClusterEvent(
        time: simulation.now, source: source, isWarning: isWarning, reason: reason, kind: "Pod",
        namespace: namespace(of: pod), name: name(of: pod), message: text))
  }

  private mutating func combine(
    _ reason: String, _ message: String, isWarning: Bool, of pod: PodHandle, at now: SimTime
  ) -> String {
    if pods[pod].eventGroups < 0 {
      guard pods[pod].spam.hasSaid(moreThan: Self.unremembered - 1, at: now) else {
        return message
      }
      if let free = freeEventGroups.popLast() {
        pods[pod].eventGroups = free
      } else {
        pods[pod].eventGroups = Int32(eventGroups.count)
        eventGroups.append(EventGroups())
      }
    }
    return eventGroups[Int(pods[pod].eventGroups)].combine(
      reason, message, isWarning: isWarning, at: now)
  }

  /// A pod's kubelet remembers nothing of what it has said: the pod is gone, or the kubelet has
  /// started anew.
  mutating func forgetEvents(of pod: PodHandle) {
    pods[pod].spam = EventSpam()
    guard pods[pod].eventGroups >= 0 else { return }
    eventGroups[Int(pods[pod].eventGroups)] = EventGroups()
    freeEventGroups.append(pods[pod].eventGroups)
    pods[pod].eventGroups = -1
  }

  /// Records a Kubernetes event about a workload, which its controller tells unless it is said who.
  mutating func record(
    workload: Int, kind: String? = nil, name: String? = nil, _ reason: String, _ message: String,
    isWarning: Bool = false, by source: EventSource? = nil, in simulation: borrowing Simulation
  ) {
    guard !isSettling else { return }
    let owner = workloads[workload]
    let kind = kind ?? owner.objectKind
    let event = ClusterEvent(
      time: simulation.now, source: source ?? EventSource(controllerOf: kind),
      isWarning: isWarning, reason: reason, kind: kind, namespace: owner.namespace,
      name: name ?? owner.name, message: message)
    // A command's answer goes through no recorder.
    if event.source == .kubectl { events.append(event) } else { say(event, life: owner.lives) }
  }

  /// Writes an event of a controller about its object, unless its recorder keeps it to itself.
  ///
  /// - Parameter life: how many objects of the name there were before; each is another to it.
  mutating func say(_ event: ClusterEvent, life: UInt32) {
    var object = NameHash(event.kind)
    for part in ["/", event.namespace, "/", event.name, "#\(life)"] { object.add(part) }
    let text = controllerEvents.say(
      of: object.value, event.reason, event.message, isWarning: event.isWarning, at: event.time)
    guard let text else { return }
    var event = event
    event.message = text
    events.append(event)
  }

  /// Records a Kubernetes event about any object.
  package mutating func record(
    kind: String, namespace: String, name: String, _ reason: String, _ message: String,
    isWarning: Bool = false, by source: EventSource, in simulation: borrowing Simulation
  ) {
    events.append(
      ClusterEvent(
        time: simulation.now, source: source, isWarning: isWarning, reason: reason, kind: kind,
        namespace: namespace, name: name, message: message))
  }

  /// Records a Kubernetes event about a node.
  mutating func record(
    node: Int, _ reason: String, _ message: String, isWarning: Bool = false,
    by source: EventSource, in simulation: borrowing Simulation
  ) {
    if source == .kubelet {
      guard nodes[node].spam.lets(at: simulation.now) else { return }
    }
    events.append(
      ClusterEvent(
        time: simulation.now, source: source, isWarning: isWarning, reason: reason, kind: "Node",
        namespace: "", name: nodeSpecs[node].name, message: message))
  }
}
