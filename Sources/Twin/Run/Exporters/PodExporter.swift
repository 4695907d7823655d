import Cluster
import SimulationKernel

/// Pods as kube-state-metrics shows them, and their containers as cAdvisor does.
///
/// Of the five phases of a pod only those that it has been in have a series. What is written on the
/// node's disk is the whole pod's; what earlier containers have left in its volumes in memory is in
/// no container's working set.
struct PodExporter {
  private enum Metric: Int, CaseIterable {
    case info, owner, unschedulable
    case pending, running, succeeded, failed, ready, unready, restarts, initRestarts
    case cpu, proxyCPU, periods, throttledPeriods, throttledSeconds, memory, files
  }

  /// Those that a container beside the main one has.
  private enum OtherMetric: Int, CaseIterable { case restarts, memory }

  /// The container of a workload's pods whose software a model describes.
  private struct MainContainer {
    let workload: Int32
    let name: String
    let hasCPULimit: Bool

    /// That of a pod whose resources changed, or of all others of a workload.
    init(ofWorkload workload: Int32, resized: ContainerSpec?, _ world: borrowing World) {
      let spec = resized ?? world.cluster.mainContainer(ofWorkload: Int(workload))
      self.workload = workload
      name = spec.name
      hasCPULimit = spec.cpuLimitMilli != nil
    }
  }

  private var series = SeriesTable(width: Metric.allCases.count)
  /// What containers ask for, and the series of these amounts by pod.
  private var amounts = AmountTable()
  private var amountSeries = SeriesRows()
  /// Those of containers other than the main one, by container; restarts have one from the first
  /// on.
  private var others = SeriesTable(width: OtherMetric.allCases.count)
  /// Who owned the pod of a row at the last scrape: a label of its info.
  private var owners: [Int32] = []

  mutating func scrape(
    _ world: borrowing World, at time: SimTime, into book: inout SeriesBook
  ) {
    // Pods of one workload mostly lie together.
    var main: MainContainer?
    for index in 0..<world.cluster.pods.capacity {
      guard let pod = world.cluster.pods.handle(at: index) else { continue }
      series.open(row: index, key: pod.rawValue)
      let workload = world.cluster.pods[pod].workload
      var own =
        main.flatMap { $0.workload == workload ? $0 : nil }
        ?? MainContainer(ofWorkload: workload, resized: nil, world)
      main = own
      if let resized = world.cluster.resizedContainer(of: pod) {
        own = MainContainer(ofWorkload: workload, resized: resized, world)
      }
      var labels = PodLabels(of: pod)
      status(of: pod, own, world, &labels, into: &book)
      resources(of: pod, world, &labels, into: &book)
      usage(of: pod, own, world, at: time, &labels, into: &book)
    }
  }

  private mutating func status(
    of pod: PodHandle, _ main: MainContainer, _ world: borrowing World,
    _ labels: inout PodLabels, into book: inout SeriesBook
  ) {
    let state = world.cluster.pods[pod]
    let row = pod.index
    ownership(of: pod, state, world, &labels, into: &book)
    for (phase, name) in [
      (PodPhase.pending, "Pending"), (.running, "Running"), (.succeeded, "Succeeded"),
      (.failed, "Failed"),
    ] {
      let metric = Metric.pending.rawValue + Int(phase.rawValue)
      guard state.phase == phase || series[row, metric] >= 0 else { continue }
      book.put(
        state.phase == phase ? 1 : 0, &series[row, metric], "kube_pod_status_phase",
        labels.object(in: world, [(name: "phase", value: name)]))
    }
    for (metric, condition) in [(Metric.ready, true), (.unready, false)] {
      book.put(
        state.isReady == condition ? 1 : 0, &series[row, metric.rawValue],
        "kube_pod_status_ready",
        labels.object(in: world, [(name: "condition", value: "\(condition)")]))
    }
    if world.cluster.isUnschedulable(pod) {
      book.put(
        1, &series[row, Metric.unschedulable.rawValue], "kube_pod_status_unschedulable",
        labels.object(in: world, []))
    }
    containers(of: pod, state, main, world, &labels, into: &book)
  }

  private mutating func ownership(
    of pod: PodHandle, _ state: Pod, _ world: borrowing World, _ labels: inout PodLabels,
    into book: inout SeriesBook
  ) {
    let row = pod.index
    while owners.count <= row { owners.append(-1) }
    if owners[row] != state.owner {
      series[row, Metric.info.rawValue] = -1
      series[row, Metric.owner.rawValue] = -1
    }
    owners[row] = state.owner
    book.put(
      1, &series[row, Metric.owner.rawValue], "kube_pod_owner", labels.owner(in: world))
    if state.node >= 0 {
      book.put(
        1, &series[row, Metric.info.rawValue], "kube_pod_info",
        labels.info(in: world))
    }
  }

  private mutating func containers(
    of pod: PodHandle, _ state: Pod, _ main: MainContainer, _ world: borrowing World,
    _ labels: inout PodLabels, into book: inout SeriesBook
  ) {
    let row = pod.index
    var own = 0
    for entry in world.cluster.restartCounts(of: pod) {
      guard !entry.isMain else {
        own = entry.count
        continue
      }
      others.open(row: entry.container, key: pod.rawValue)
      let metric = OtherMetric.restarts.rawValue
      guard entry.count > 0 || others[entry.container, metric] >= 0 else { continue }
      book.put(
        Double(entry.count), &others[entry.container, metric],
        "kube_pod_\(entry.isSidecar ? "init_" : "")container_status_restarts_total",
        labels.object(in: world, [(name: "container", value: entry.name)]))
    }
    book.put(
      Double(own), &series[row, Metric.restarts.rawValue],
      "kube_pod_container_status_restarts_total",
      labels.object(in: world, [(name: "container", value: main.name)]))
    // Of all init containers that end, together; a series from the first restart on.
    guard state.initRestarts > 0 else { return }
    book.put(
      Double(state.initRestarts), &series[row, Metric.initRestarts.rawValue],
      "kube_pod_init_container_status_restarts_total", labels.object(in: world, []))
  }

  /// What the pod's object asks for, also where its kubelet has not granted it.
  private mutating func resources(
    of pod: PodHandle, _ world: borrowing World, _ labels: inout PodLabels,
    into book: inout SeriesBook
  ) {
    let template = world.cluster.writtenTemplate(of: pod)
    let row = amounts.row(ofTemplate: template, world)
    amountSeries.open(row: pod.index, key: pod.rawValue, width: row.width)
    let entries = amounts.entries[row.range]
    let isKnown = entries.allSatisfy { amountSeries[pod.index, Int($0.place)] >= 0 }
    let names = isKnown ? [] : amounts.names(ofTemplate: template, world)
    for entry in entries {
      let place = Int(entry.place)
      book.put(
        entry.value, &amountSeries[pod.index, place], names[place].series,
        labels.object(in: world, names[place].labels))
    }
  }

  private mutating func usage(
    of pod: PodHandle, _ main: MainContainer, _ world: borrowing World, at time: SimTime,
    _ labels: inout PodLabels, into book: inout SeriesBook
  ) {
    let state = world.cluster.pods[pod]
    let container = main.name
    // The kubelet answers for cAdvisor.
    guard state.node < 0 || world.cluster.nodes[Int(state.node)].hasKubelet else { return }
    if state.mainCPU >= 0 {
      let usage = world.cluster.cpu.usage(of: Int(state.mainCPU), at: time)
      for (metric, name, value) in Self.values(of: usage, hasQuota: main.hasCPULimit) {
        book.put(
          value, &series[pod.index, metric.rawValue], name,
          labels.container(container, in: world))
      }
    }
    // A gateway is a proxy by itself: its main container is counted above.
    if state.proxyCPU >= 0, state.proxyCPU != state.mainCPU {
      let used = world.cluster.cpu.usage(of: Int(state.proxyCPU), at: time).used
      book.put(
        used.seconds, &series[pod.index, Metric.proxyCPU.rawValue],
        "container_cpu_usage_seconds_total", labels.container("istio-proxy", in: world))
    }
    memory(of: pod, main, world, &labels, into: &book)
    let files = world.cluster.filesHeld(by: pod)
    if files > 0 {
      book.put(
        Double(files), &series[pod.index, Metric.files.rawValue], "container_fs_usage_bytes",
        labels.container(container, in: world))
    }
  }

  private mutating func memory(
    of pod: PodHandle, _ main: MainContainer, _ world: borrowing World,
    _ labels: inout PodLabels, into book: inout SeriesBook
  ) {
    let range = world.cluster.containerRange(of: pod)
    guard !range.isEmpty else { return }
    let own = world.cluster.mainContainer(of: pod)
    for index in range {
      if index == own {
        Self.memory(
          ofContainer: index, main.name, world, &labels, &series,
          (row: pod.index, Metric.memory.rawValue), into: &book)
      } else {
        others.open(row: index, key: pod.rawValue)
        Self.memory(
          ofContainer: index, world.cluster.name(ofContainer: index), world, &labels, &others,
          (row: index, OtherMetric.memory.rawValue), into: &book)
      }
    }
  }

  /// What a container holds.
  private static func memory(
    ofContainer index: Int, _ name: String, _ world: borrowing World,
    _ labels: inout PodLabels, _ table: inout SeriesTable, _ place: (row: Int, held: Int),
    into book: inout SeriesBook
  ) {
    let held = world.cluster.workingSet(ofContainer: index)
    if held > 0 {
      book.put(
        Double(held), &table[place.row, place.held], "container_memory_working_set_bytes",
        labels.container(name, in: world))
    }
  }

  private static func values(
    of usage: CPUUsage, hasQuota: Bool
  ) -> [(metric: Metric, name: String, value: Double)] {
    let used = (Metric.cpu, "container_cpu_usage_seconds_total", usage.used.seconds)
    guard hasQuota else { return [used] }
    return [
      used, (.periods, "container_cpu_cfs_periods_total", Double(usage.periods)),
      (
        .throttledPeriods, "container_cpu_cfs_throttled_periods_total",
        Double(usage.throttledPeriods)
      ),
      (
        .throttledSeconds, "container_cpu_cfs_throttled_seconds_total",
        usage.throttledTime.seconds
      ),
    ]
  }
}
