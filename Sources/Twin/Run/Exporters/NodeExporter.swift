import Cluster
import SimulationKernel

/// Nodes as kube-state-metrics shows them, and their core time as node_exporter does.
///
/// The node controller takes all conditions of a silent node for unknown.
/// The containers' core time counts as mode `user`, the rest of the cores' time as `idle`; a node
/// without power has no series of node_exporter.
struct NodeExporter {
  private enum Metric: Int, CaseIterable {
    case ready, notReady, unknown, unschedulable, cpuAllocatable, memoryAllocatable, user, idle
    case memoryTotal, memoryAvailable, diskSize, diskAvailable
    case info, cpuCapacity, memoryCapacity, podCapacity, podAllocatable, runningPods
    case storageCapacity, storageAllocatable
    case deferredResizes, infeasibleResizes, resizesInProgress
  }

  /// A taint that a node has had: its series, which is there while the node has it.
  private struct TaintSeries {
    let taint: NodeTaint
    var series: Int32 = -1
  }

  /// By node.
  private var taints: [[TaintSeries]] = []
  /// By node, what its device plugins offer.
  private var devices: [[Int32]] = []
  /// By node and signal, as the cluster counts them.
  private var evictions: [Int32] = []

  /// The conditions' series come after the others: one for each status of each pressure.
  private var series = SeriesTable(
    width: Metric.allCases.count + Cluster.pressureCount * Self.statuses.count)
  private static let statuses = ["true", "false", "unknown"]

  mutating func scrape(
    _ world: borrowing World, at time: SimTime, into book: inout SeriesBook
  ) {
    evictions(world, into: &book)
    for node in world.cluster.nodes.indices where !world.cluster.nodes[node].isDeleted {
      series.open(row: node)
      let state = world.cluster.nodes[node]
      let spec = world.cluster.nodeSpecs[node]
      readiness(of: node, state, spec, into: &book)
      pressures(of: node, spec, world, into: &book)
      book.put(
        state.isCordoned ? 1 : 0, &series[node, Metric.unschedulable.rawValue],
        "kube_node_spec_unschedulable", Self.object(spec))
      book.put(
        1, &series[node, Metric.info.rawValue], "kube_node_info", Self.object(spec))
      capacity(of: node, spec, into: &book)
      taints(of: node, spec, world, into: &book)
      guard state.isUp else { continue }
      if state.hasKubelet { kubelet(of: node, spec, world, into: &book) }
      memory(of: node, spec, world, into: &book)
      disk(of: node, spec, world, into: &book)
      let busy = world.cluster.cpu.busyTime(of: node, at: time).seconds
      let whole = Double(spec.capacity.cpuMilli) / 1_000 * time.seconds
      for (metric, mode, value) in [
        (Metric.user, "user", busy), (.idle, "idle", max(0, whole - busy)),
      ] {
        book.put(
          value, &series[node, metric.rawValue], "node_cpu_seconds_total",
          [
            (name: "job", value: "node-exporter"), (name: "instance", value: spec.name),
            (name: "mode", value: mode),
          ])
      }
    }
  }

  private mutating func kubelet(
    of node: Int, _ spec: NodeSpec, _ world: borrowing World, into book: inout SeriesBook
  ) {
    book.put(
      Double(world.cluster.runningPods(on: node)), &series[node, Metric.runningPods.rawValue],
      "kubelet_running_pods",
      [(name: "job", value: "kubelet"), (name: "node", value: spec.name)])
    resizes(of: node, spec, world, into: &book)
  }

  /// Pods whose resize waits or is under way; a reason has a series while a pod waits for it
  /// (pkg/kubelet/metrics PodPendingResizes, PodInProgressResizes).
  private mutating func resizes(
    of node: Int, _ spec: NodeSpec, _ world: borrowing World, into book: inout SeriesBook
  ) {
    guard let counts = world.cluster.resizeCounts(on: node) else { return }
    let kubelet = [(name: "job", value: "kubelet"), (name: "node", value: spec.name)]
    book.put(
      Double(counts.inProgress), &series[node, Metric.resizesInProgress.rawValue],
      "kubelet_pod_in_progress_resizes", kubelet)
    for (metric, count, reason) in [
      (Metric.deferredResizes, counts.deferred, "deferred"),
      (.infeasibleResizes, counts.infeasible, "infeasible"),
    ] where count > 0 {
      book.put(
        Double(count), &series[node, metric.rawValue], "kubelet_pod_pending_resizes",
        kubelet + [(name: "reason", value: reason)])
    }
  }

  /// Pods that kubelets have evicted, by the signal: a series from the first on
  /// (pkg/kubelet/metrics Evictions).
  private mutating func evictions(_ world: borrowing World, into book: inout SeriesBook) {
    for index in world.cluster.evictionCountIndices {
      if evictions.count <= index { evictions.append(-1) }
      guard let entry = world.cluster.evictions(at: index) else { continue }
      book.put(
        Double(entry.count), &evictions[index], "kubelet_evictions",
        [
          (name: "job", value: "kubelet"),
          (name: "node", value: world.cluster.nodeSpecs[entry.node].name),
          (name: "eviction_signal", value: entry.signal),
        ])
    }
  }

  private mutating func readiness(
    of node: Int, _ state: NodeState, _ spec: NodeSpec, into book: inout SeriesBook
  ) {
    for (metric, readiness, status) in [
      (Metric.ready, NodeReadiness.true, "true"), (.notReady, .false, "false"),
      (.unknown, .unknown, "unknown"),
    ] {
      book.put(
        state.ready == readiness ? 1 : 0, &series[node, metric.rawValue],
        "kube_node_status_condition",
        Self.object(spec) + [
          (name: "condition", value: "Ready"), (name: "status", value: status),
        ])
    }
  }

  private mutating func pressures(
    of node: Int, _ spec: NodeSpec, _ world: borrowing World, into book: inout SeriesBook
  ) {
    let isUnknown = world.cluster.nodes[node].ready == .unknown
    for (order, pressure) in world.cluster.pressures(of: node).enumerated() {
      let status = isUnknown ? "unknown" : pressure.isShown ? "true" : "false"
      for (index, name) in Self.statuses.enumerated() {
        let column = Metric.allCases.count + order * Self.statuses.count + index
        book.put(
          status == name ? 1 : 0, &series[node, column], "kube_node_status_condition",
          Self.object(spec) + [
            (name: "condition", value: pressure.name), (name: "status", value: name),
          ])
      }
    }
  }

  private mutating func memory(
    of node: Int, _ spec: NodeSpec, _ world: borrowing World, into book: inout SeriesBook
  ) {
    for (metric, name, bytes) in [
      (Metric.memoryTotal, "MemTotal", spec.capacity.memory),
      (.memoryAvailable, "MemAvailable", world.cluster.availableMemory(on: node)),
    ] {
      book.put(
        Double(bytes), &series[node, metric.rawValue], "node_memory_\(name)_bytes",
        [(name: "job", value: "node-exporter"), (name: "instance", value: spec.name)])
    }
  }

  /// The file system of images and containers; those of volumes are the kubelet's to show.
  private mutating func disk(
    of node: Int, _ spec: NodeSpec, _ world: borrowing World, into book: inout SeriesBook
  ) {
    guard let space = world.cluster.diskSpace(of: node) else { return }
    for (metric, name, bytes) in [
      (Metric.diskSize, "size", space.size), (.diskAvailable, "avail", space.available),
    ] {
      book.put(
        Double(bytes), &series[node, metric.rawValue], "node_filesystem_\(name)_bytes",
        [
          (name: "job", value: "node-exporter"), (name: "instance", value: spec.name),
          (name: "mountpoint", value: "/"), (name: "fstype", value: "ext4"),
        ])
    }
  }

  /// What a node has and what pods may request of it; of a disk of which nothing is known, nothing
  /// (internal/store/node.go createNodeStatusCapacityFamilyGenerator).
  private mutating func capacity(of node: Int, _ spec: NodeSpec, into book: inout SeriesBook) {
    let pods = Double(spec.podLimit)
    let (whole, free) = (spec.capacity, spec.allocatable)
    let amounts: [(Metric, String, String, Double)] = [
      (.cpuAllocatable, "allocatable", "cpu", Double(free.cpuMilli) / 1_000),
      (.memoryAllocatable, "allocatable", "memory", Double(free.memory)),
      (.podAllocatable, "allocatable", "pods", pods),
      (.cpuCapacity, "capacity", "cpu", Double(whole.cpuMilli) / 1_000),
      (.memoryCapacity, "capacity", "memory", Double(whole.memory)),
      (.podCapacity, "capacity", "pods", pods),
      (.storageCapacity, "capacity", "ephemeral-storage", Double(whole.ephemeralStorage)),
      (.storageAllocatable, "allocatable", "ephemeral-storage", Double(free.ephemeralStorage)),
    ]
    for (metric, kind, resource, amount) in amounts
    where resource != "ephemeral-storage" || whole.ephemeralStorage > 0 {
      Self.put(amount, &series[node, metric.rawValue], kind, resource, of: spec, into: &book)
    }
    guard !whole.extended.isEmpty || !free.extended.isEmpty else { return }
    devices(of: node, spec, into: &book)
  }

  private mutating func devices(of node: Int, _ spec: NodeSpec, into book: inout SeriesBook) {
    while devices.count <= node { devices.append([]) }
    var place = 0
    for (kind, resources) in [("capacity", spec.capacity), ("allocatable", spec.allocatable)] {
      for entry in resources.extended {
        if place == devices[node].count { devices[node].append(-1) }
        Self.put(
          Double(entry.amount), &devices[node][place], kind, entry.name, of: spec, into: &book)
        place += 1
      }
    }
  }

  private static func put(
    _ amount: Double, _ series: inout Int32, _ kind: String, _ resource: String, of spec: NodeSpec,
    into book: inout SeriesBook
  ) {
    book.put(
      amount, &series, "kube_node_status_\(kind)",
      object(spec) + [
        (name: "resource", value: ContainerAmount.label(of: resource)),
        (name: "unit", value: ContainerAmount.unit(of: resource)),
      ])
  }

  private mutating func taints(
    of node: Int, _ spec: NodeSpec, _ world: borrowing World, into book: inout SeriesBook
  ) {
    while taints.count <= node { taints.append([]) }
    for taint in world.cluster.taints(of: node) {
      let known = taints[node].firstIndex { $0.taint == taint }
      let row = known ?? taints[node].count
      if known == nil { taints[node].append(TaintSeries(taint: taint)) }
      book.put(
        1, &taints[node][row].series, "kube_node_spec_taint",
        Self.object(spec) + [
          (name: "key", value: taint.key), (name: "value", value: taint.value),
          (name: "effect", value: taint.effect.rawValue),
        ])
    }
  }

  private static func object(_ spec: NodeSpec) -> [SeriesLabel] {
    [(name: "job", value: "kube-state-metrics"), (name: "node", value: spec.name)]
  }
}
