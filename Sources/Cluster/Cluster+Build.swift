import Manifests
import SimulationKernel

/// Building a cluster from its spec.
extension Cluster {
  /// Makes a cluster in which nothing runs yet.
  package init(_ spec: ClusterSpec, seed: UInt64) {
    var spec = spec
    let refused = spec.withholdRefused()
    refusals = refused
    refusedConfigurations = refused.map(\.object).filter(\.isConfiguration)
    version = spec.version
    notes = spec.notes + refused.map(\.note)
    self.seed = seed
    startsRunning = spec.start == .running
    cpu = CPUModel(seed: seed)
    autoscaling = Autoscaling(spec.autoscalers, seed: seed, resolution: spec.metricsResolution)
    nodeAutoscaler = NodeAutoscaler(spec.nodeAutoscaling, seed: seed)
    scheduler = Scheduler(seed: seed, spec)
    controlPlane = ControlPlane(seed: seed)
    clientRates = ControllerClient.allCases.map { _ in
      ClientRate(rate: spec.controllerRate, burst: spec.controllerBurst)
    }
    proxySyncs = ClientRate(
      rate: 1 / Timings.proxySync.seconds, burst: spec.version.proxySyncBurst)
    endedPods.limit = spec.endedPodLimit
    limitRanges = spec.limitRanges
    quotas = spec.quotas
    ledger = ObjectLedger(spec.objects)
    access = spec.access
    webhookConfigurations = spec.webhookConfigurations
    networkPolicies = spec.networkPolicies
    volumes = VolumeTable(spec)
    images = ImageCatalog(spec.registry)
    zoneNames = spec.zones
    namespaces = spec.namespaces
    var phase = EntityRandom(seed: seed, stream: "node-controller/monitor")
    monitorPhase = phase.duration(below: Timings.nodeMonitor)
    for node in spec.nodes { appendNode(node) }
    addPools(spec)
    scheduler.cache.rebuildOrder()
    findMasters()
    addObjects(spec)
  }

  private mutating func addObjects(_ spec: ClusterSpec) {
    for claim in spec.claims { volumes.create(claim) }
    for object in spec.configurations { configurations.apply(object, at: Cluster.settledSince) }
    for service in spec.services { append(service) }
    for budget in spec.budgets { append(budget) }
    for workload in spec.workloads { append(workload, owner: -1) }
    renameCollidingSets()
  }

  /// Adds a node's columns; it is powered on and Ready, or not there yet.
  mutating func appendNode(_ spec: NodeSpec) {
    let zoneName = spec.labels["topology.kubernetes.io/zone"]
    var zone = -1
    if let zoneName {
      zone = zoneNames.firstIndex(of: zoneName) ?? zoneNames.count
      if zone == zoneNames.count { zoneNames.append(zoneName) }
    }
    while zones.count < zoneNames.count + 1 { zones.append(ZoneHealth()) }
    var state = NodeState(zone: Int32(zone))
    state.isCordoned = spec.isCordoned
    state.isUp = !spec.isDormant
    state.isDeleted = spec.isDormant
    nodes.append(state)
    nodeSpecs.append(spec)
    nodeRegistrations.append(NodeRegistration(spec))
    nodePods.append([])
    imageRecords.append([])
    pulls.append(PullQueue(spec.kubelet.imagePulls))
    nodeKeys.append(RequestRandom.streamKey(seed: seed, stream: "node/" + spec.name))
    nodeLeases.append(
      NodeLease(
        since: Cluster.settledSince,
        EntityRandom(seed: seed, stream: "node/" + spec.name + "/lease")))
    scheduler.cache.addNode(spec)
    scheduler.cache.isDeleted[nodes.count - 1] = spec.isDormant
    _ = cpu.addNode(capacityMilli: max(1, spec.capacity.cpuMilli))
    memory.addNode(capacity: spec.capacity.memory, podLimit: spec.podMemory)
    disks.addNode(capacity: spec.capacity.ephemeralStorage)
    evictions.append(EvictionState())
  }

  /// Adds a Service.
  private mutating func append(_ spec: ServiceSpec) {
    let selector = selector(of: spec, service: Int32(services.count))
    services.append(
      ServiceState(
        spec: spec, selector: selector, ports: spec.ports, exists: !spec.isDormant,
        wasThere: !spec.isDormant))
    noteName(ofService: spec)
    serviceKeys.append(
      RequestRandom.streamKey(
        seed: seed, stream: "service/" + spec.namespace + "/" + spec.name))
  }

  /// Files the newest Service by its name, and as the cluster's DNS if it is that.
  private mutating func noteName(ofService spec: ServiceSpec) {
    let index = Int32(services.count - 1)
    let number = serviceNames.intern(spec.namespace + "/" + spec.name)
    if Int(number) == serviceNumbers.count { serviceNumbers.append(index) }
    if spec.isClusterDNS { dnsServices.append(index) }
  }

  /// Registers a Service's selector; -1 for one that selects nothing.
  mutating func selector(of spec: ServiceSpec, service: Int32) -> Int32 {
    for number in servicesBySelector.indices {
      servicesBySelector[number].removeAll { $0 == service }
    }
    guard !spec.selector.isEmpty else { return -1 }
    let namespace = namespaceTable.intern(spec.namespace)
    let compiled = CompiledSelector(LabelSelector(matchLabels: spec.selector), &selectors.labels)
    let selector = selectors.register(compiled, in: .namespaces([namespace]))
    while servicesBySelector.count <= Int(selector) { servicesBySelector.append([]) }
    servicesBySelector[Int(selector)].append(service)
    return selector
  }

  /// Adds a budget.
  mutating func append(_ spec: BudgetSpec) {
    let selector = selector(of: spec)
    budgets.append(BudgetState(spec: spec, selector: selector, exists: !spec.isDormant))
  }

  /// Registers a budget's selector.
  mutating func selector(of spec: BudgetSpec) -> Int32 {
    let namespace = namespaceTable.intern(spec.namespace)
    let compiled = spec.selector.map { CompiledSelector($0, &selectors.labels) } ?? .nothing
    return selectors.register(compiled, in: .namespaces([namespace]))
  }

  /// Adds a controller without pods and returns its index.
  @discardableResult
  mutating func append(_ spec: WorkloadSpec, owner: Int32) -> Int {
    let namespace = namespaceTable.intern(spec.namespace)
    _ = workloadNamespaces.intern(spec.namespace)
    workloads.append(
      WorkloadState(
        kind: spec.kind, userKind: spec.userKind, name: spec.name, namespace: spec.namespace,
        namespaceNumber: namespace, spec: spec, replicas: spec.replicas, revisions: [],
        exists: !spec.isDormant, software: Room.cluster.rawValue, owner: owner))
    let number = Int(workloadNames.intern(spec.objectKey))
    if number == workloadNumbers.count { workloadNumbers.append(Int32(workloads.count - 1)) }
    workloadKeys.append(
      RequestRandom.streamKey(
        seed: seed, stream: "workload/" + spec.namespace + "/" + spec.name))
    if spec.kind == .pod { barePods.append(Int32(workloads.count - 1)) }
    if spec.setLabels != nil { writtenSets.append(Int32(workloads.count - 1)) }
    addRevision(of: workloads.count - 1)
    if spec.kind == .deployment, spec.isPaused, !startsRunning {
      workloads[workloads.count - 1].revisions[0].isGone = true
    }
    return workloads.count - 1
  }

  /// Compiles a template with what the controller and admission add; returns its number.
  ///
  /// - Parameter source: the template; nil for the present one.
  mutating func compiledTemplate(
    of workload: Int, hash: String, source: PodTemplate? = nil
  ) -> Int32 {
    let owner = workloads[workload]
    var template = source ?? owner.spec.template
    Admission.addTolerations(to: &template, isDaemon: owner.kind == .daemonSet)
    for range in limitRanges where range.namespace == owner.namespace {
      range.fillDefaults(of: &template)
    }
    switch owner.kind {
    case .deployment where !hash.isEmpty: template.labels["pod-template-hash"] = hash
    case .statefulSet: template.labels["controller-revision-hash"] = owner.name + "-" + hash
    case .daemonSet: template.labels["controller-revision-hash"] = hash
    case .job where owner.spec.job?.isSelectedByHand != true:
      // What the API writes into a Job's template (pkg/registry/batch/job/strategy.go
      // generateSelector); a UID of a dump stays.
      for key in ["batch.kubernetes.io/job-name", "job-name"] { template.labels[key] = owner.name }
      for key in ["batch.kubernetes.io/controller-uid", "controller-uid"]
      where template.labels[key] == nil { template.labels[key] = uid(ofWorkload: workload) }
    default: break
    }
    templates.append(compile(template, of: workload))
    return Int32(templates.count - 1)
  }

  private mutating func compile(_ template: PodTemplate, of workload: Int) -> CompiledTemplate {
    let namespace = workloads[workload].namespaceNumber
    let pairs = template.labels.entries.map { selectors.labels.intern($0.key, $0.value) }
    let set = selectors.internSet(namespace: namespace, pairs: pairs)
    let requests = template.requests
    let imageNames = (template.initContainers + template.containers).map(\.image)
    let images = imageNames.map { self.images.intern($0) }
    let compiler = DemandCompiler(
      namespaces: namespaces, version: version,
      ownSelectors: ownSelectors(of: workload, template: template, labelSet: set),
      defaultSpread: scheduler.profile(of: template)?.defaultSpread)
    let placement = compiler.compile(
      template, labelSet: set, requests: requests, images: images, &selectors, &namespaceTable,
      &scheduler.cache)
    let running = template.containers + template.initContainers.filter(\.isSidecar)
    return CompiledTemplate(
      spec: template, namespace: namespace, labelSet: set, requests: requests,
      placement: placement, images: images,
      areImagesValid: imageNames.map(ImageReference.isValid),
      proxyPosition: running.firstIndex { $0.name == "istio-proxy" } ?? -1,
      mainPosition: mainPosition(in: template, of: workload),
      limitsStorage: running.contains { $0.ephemeralLimit != nil }
        || template.scratchVolumes.contains { $0.sizeLimit != nil && !$0.isInMemory },
      quality: QualityOfService.of(template),
      cgroup: PodCgroup(template), running: running,
      claimVolumes: workloads[workload].spec.claimVolumes,
      ephemeralClaims: workloads[workload].spec.ephemeralClaims,
      finalizers: workloads[workload].spec.finalizers)
  }

  /// The selectors that default spreading joins: Services of the pod, and its ReplicaSet or
  /// StatefulSet (framework/plugins/helper/spread.go DefaultSelector).
  private func ownSelectors(
    of workload: Int, template: PodTemplate, labelSet: Int32
  ) -> [LabelSelector] {
    var found: [LabelSelector] = []
    for selector in selectors.matches(of: labelSet)
    where Int(selector) < servicesBySelector.count {
      for service in servicesBySelector[Int(selector)] {
        found.append(LabelSelector(matchLabels: services[Int(service)].spec.selector))
      }
    }
    let owner = workloads[workload]
    switch owner.kind {
    case .deployment, .replicaSet, .statefulSet:
      var own = owner.spec.selector
      if own.isEmpty { own.matchLabels = owner.spec.template.labels }
      if let hash = template.labels["pod-template-hash"] {
        own.matchLabels["pod-template-hash"] = hash
      }
      found.append(own)
    default: break
    }
    return found
  }
}
