import Manifests
public import SimulationKernel

extension Cluster {
  /// Builds a cluster from its spec.
  package init(_ spec: ClusterSpec, seed: UInt64) {
    version = spec.version
    notes = spec.notes
    self.seed = seed
    cpu = CPUModel(seed: seed)
    startsRunning = spec.start == .running
    nodeSpecs = spec.nodes
    zoneNames = spec.zones
    namespaces = spec.namespaces
    for node in spec.nodes {
      let zone = node.labels["topology.kubernetes.io/zone"].flatMap { zoneNames.firstIndex(of: $0) }
      _ = cpu.addNode(capacityMilli: max(1, node.capacity.cpuMilli))
      nodes.append(NodeState(zone: Int32(zone ?? -1)))
    }
    for service in spec.services { services.append(ServiceState(spec: service, selector: -1)) }
    for workload in spec.workloads {
      let namespace = namespaceTable.intern(workload.namespace)
      let pairs = workload.template.labels.entries.map { selectors.labels.intern($0.key, $0.value) }
      let set = selectors.internSet(namespace: namespace, pairs: pairs)
      templates.append(
        CompiledTemplate(
          spec: workload.template, namespace: namespace, labelSet: set,
          requests: workload.template.requests))
      workloads.append(
        Workload(
          kind: workload.kind, userKind: workload.userKind, name: workload.name,
          namespace: workload.namespace, namespaceNumber: namespace, spec: workload,
          replicas: workload.replicas,
          revisions: [
            Workload.Revision(
              template: Int32(templates.count - 1),
              hash: ObjectNames.templateHash(nameHash(workload.name)), replicas: workload.replicas)
          ], software: Room.cluster.rawValue))
    }
  }

  /// Places everything that must run before time zero and arms all periodic activities.
  package mutating func start(in simulation: inout Simulation) {
    for index in workloads.indices {
      for replica in 0..<workloads[index].replicas {
        var pod = Pod(
          workload: Int32(index), template: workloads[index].revisions[0].template,
          ordinal: Int32(replica), serial: UInt32(replica), revision: 0,
          labelSet: templates[Int(workloads[index].revisions[0].template)].labelSet,
          software: workloads[index].software, at: SimTime(nanoseconds: -3_600_000_000_000))
        pod.node = nodes.isEmpty ? -1 : Int32((index + replica) % nodes.count)
        pod.phase = .running
        pod.stage = .running
        pod.isReady = true
        pod.isServing = true
        pod.servingSince = pod.createdAt
        if pod.node >= 0 {
          pod.mainCPU = Int32(cpu.addContainer(node: Int(pod.node), weight: 1_024))
        }
        let handle = pods.insert(pod)
        workloads[index].pods.append(handle)
        notify(handle, .containersStarted, in: &simulation)
        for service in services.indices {
          let selector = services[service].spec.selector
          guard !selector.isEmpty, services[service].namespace == workloads[index].namespace,
            selector.isSubset(of: workloads[index].spec.template.labels)
          else { continue }
          services[service].endpoints.append(handle)
        }
      }
    }
  }

  /// Handles one of the room's notices.
  public mutating func handle(_ notice: Notice, in simulation: inout Simulation) {
    let pod = PodHandle(rawValue: notice.argument)
    switch ClusterNotice(kind: notice.kind) {
    case .podStep:
      guard pods.contains(pod) else { return }
      pods[pod].isServing = true
      notify(pod, .containersStarted, in: &simulation)
    default: break
    }
  }

  mutating func observeHealth(ofContainer index: Int, in simulation: inout Simulation) {}
  mutating func relabel(_ pod: PodHandle, to set: Int32, in simulation: inout Simulation) {
    pods[pod].labelSet = set
  }
  mutating func endContainer(
    _ index: Int, exitCode: Int32, reason: TerminationReason, in simulation: inout Simulation
  ) {
  }
}
