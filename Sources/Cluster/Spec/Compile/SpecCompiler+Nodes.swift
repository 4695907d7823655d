import Manifests

/// Nodes: of the Cluster document's pools, of Node objects, or assumed.
extension SpecCompiler {
  static let zoneKey = "topology.kubernetes.io/zone"
  private static let noScaleDown = "cluster-autoscaler.kubernetes.io/scale-down-disabled"

  mutating func addNodes() {
    if let document {
      for pool in document.nodePools { add(pool, of: document) }
      spec.nodeAutoscaling =
        document.autoscaler
        ?? AutoscalerSettings(commandLine: manifests.autoscalerCommandLine ?? [])
      spec.controllerRate = document.controllerManager.callsPerSecond
      spec.controllerBurst = document.controllerManager.burst
      spec.percentageOfNodesToScore = document.scheduler.percentageOfNodesToScore
      spec.schedulerProfiles = document.scheduler.profiles
      spec.endedPodLimit = document.controllerManager.endedPodLimit
    } else if !manifests.nodes.isEmpty {
      for node in manifests.nodes { add(node) }
    } else {
      var assumed = AssumedNodes(spec)
      assumed.add(to: &spec)
    }
  }

  private mutating func add(_ pool: NodePool, of document: ClusterDocument) {
    let zones = pool.zones.isEmpty ? document.zones : pool.zones
    let first = spec.nodes.count
    for (number, name) in pool.nodeNames.enumerated() {
      var labels = pool.labels
      if !zones.isEmpty { labels[SpecCompiler.zoneKey] = zones[number % zones.count].name }
      labels["vhsim.dev/pool"] = pool.name
      var node = NodeSpec(
        name: name, pool: pool.name, labels: labels,
        taints: pool.taints.map {
          NodeTaint(key: $0.key, value: $0.value, effect: effect($0.effect.rawValue))
        },
        capacity: PodResources(
          cpuMilli: min(pool.milliCPU, PodResources.mostMilliCPU),
          memory: min(pool.memoryBytes, PodResources.mostBytes),
          ephemeralStorage: min(pool.ephemeralBytes, PodResources.mostBytes),
          extended: PodResources(pool.extendedResources).extended))
      node.allocatable.cpuMilli = max(0, node.capacity.cpuMilli - pool.reservedMilliCPU)
      node.allocatable.memory = max(0, node.capacity.memory - pool.reservedMemoryBytes)
      node.podLimit = Int64(pool.pods)
      node.imageBandwidth = pool.imageBytesPerSecond
      node.lineRate = pool.bitsPerSecond ?? document.network.bandwidthBitsPerSecond
      node.localDisk = pool.localDisk?.sizeBytes ?? 0
      node.volumeLimits = volumeLimits(of: node.name)
      if let count = pool.volumeLimit {
        node.volumeLimits.append(NodeSpec.VolumeLimit(driver: "*", count: count))
      }
      node.pidMax = pool.pidMax
      if let kubelet = pool.kubelet { node.kubelet = KubeletSpec(kubelet) }
      node.isDormant = number >= pool.count
      node.keepsFromScaleDown = pool.annotations[SpecCompiler.noScaleDown] == "true"
      spec.nodes.append(node)
    }
    for entry in pool.annotations.entries where entry.key != SpecCompiler.noScaleDown {
      spec.notes.append("The annotation \(entry.key) of pool \(pool.name) changes nothing")
    }
    if let elasticity = pool.elasticity {
      add(elasticity, of: pool.name, first..<spec.nodes.count)
    }
  }

  private mutating func add(_ elasticity: PoolElasticity, of name: String, _ nodes: Range<Int>) {
    var elastic = NodePoolSpec(
      name: name, nodes: nodes, least: elasticity.least,
      greatest: elasticity.greatest, provision: elasticity.provision,
      readiness: elasticity.readiness)
    elastic.priority = elasticity.priority
    if let priorities = PoolPriorities(manifests) {
      elastic.priority = priorities.rank(of: name)
    }
    elastic.price = elasticity.price
    spec.pools.append(elastic)
  }

  private func effect(_ name: String) -> NodeTaint.Effect {
    NodeTaint.Effect(rawValue: name) ?? .noSchedule
  }

  private mutating func add(_ object: Node) {
    let status = object.status
    var node = NodeSpec(
      name: object.metadata.name, labels: object.metadata.labels,
      taints: object.taints.map(NodeTaint.init),
      capacity: PodResources(status.capacity.isEmpty ? status.allocatable : status.capacity))
    if !status.allocatable.isEmpty { node.allocatable = PodResources(status.allocatable) }
    if node.capacity.cpuMilli == 0 {
      node.capacity = AssumedNodes.size
      node.allocatable = AssumedNodes.size
      spec.notes.append("Node \(node.name) states no capacity; 8 CPU and 32 GiB are assumed")
    }
    node.podLimit = status.allocatable["pods"]?.value ?? status.capacity["pods"]?.value ?? 110
    node.isCordoned = object.unschedulable
    node.volumeLimits = volumeLimits(of: node.name)
    spec.nodes.append(node)
  }

  /// What a node's CSINode object says that its drivers can attach.
  private func volumeLimits(of node: String) -> [NodeSpec.VolumeLimit] {
    let object = manifests.csiNodes.first { $0.metadata.name == node }
    return (object?.drivers ?? []).compactMap { driver in
      driver.allocatable?.count.map { NodeSpec.VolumeLimit(driver: driver.name, count: $0) }
    }
  }
}

extension KubeletSpec {
  /// Reads a node pool's settings; what is not written has upstream's default.
  fileprivate init(_ settings: KubeletSettings) {
    self.init()
    // As in the kubelet, whoever writes one threshold writes all: the others are off.
    if let hard = settings.eviction.hard { eviction.hard = hard }
    if let soft = settings.eviction.soft { eviction.soft = soft }
    eviction.softGrace = settings.eviction.softGrace
    eviction.reclaim = settings.eviction.reclaim
    eviction.maxPodGrace = settings.eviction.maxPodGrace
    eviction.transition = settings.eviction.pressureTransition
    maxRestartWait = settings.maxRestartWait
    logFileBytes = settings.logFileBytes
    logFiles = settings.logFiles
    podProcesses = settings.podProcesses
    reservedProcesses = settings.reservedProcesses
    kernelParameters = settings.kernelParameters
    imagePulls = settings.imagePulls
    imageCollection = settings.imageCollection
    shutdown = settings.shutdown
  }
}
