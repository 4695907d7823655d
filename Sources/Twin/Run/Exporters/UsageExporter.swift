import Cluster
import SimulationKernel
import Workload

/// How full everything bounded is, and what pods use of what they request: the simulator's own
/// series, from which follow what fills up first and what could be smaller.
///
/// Core time is averaged between scrapes; pools are looked at every second.
struct UsageExporter {
  private enum PodMetric: Int, CaseIterable { case cpu, memory }
  private enum WorkloadMetric: Int, CaseIterable {
    case cpuRequest, memoryRequest, cpuLimit
  }

  /// A pool of all pods of a workload or of its Jobs, summed over the looks between two scrapes.
  private struct Pool {
    let workload: Int
    let name: String
    var taken = 0
    var size = 0
    var series: Int32 = -1
  }

  private var podSeries = SeriesTable(width: PodMetric.allCases.count)
  private var workloadSeries = SeriesTable(width: WorkloadMetric.allCases.count)
  private var nodeSeries: [Int32] = []
  /// Core time at the last scrape, by pod with the container that used it, and by node.
  private var usedByPods: [(container: Int32, used: SimDuration)] = []
  private var usedByNodes: [SimDuration] = []
  /// Cores that containers with limits used since the last scrape, and the limits, by maker.
  private var limited: [(used: Double, limit: Double)] = []
  private var pools: [Pool] = []
  private var lastScrape = SimTime.zero

  /// Looks at the pools.
  mutating func observe(_ world: borrowing World) {
    guard world.workload.hasPools else { return }
    for workload in world.cluster.workloads.indices {
      let maker = Self.maker(of: workload, world)
      for pod in world.cluster.workloads[workload].pods {
        for use in world.workload.pools(of: pod) { note(use, maker) }
      }
    }
  }

  private mutating func note(_ use: PoolUse, _ workload: Int) {
    let known = pools.firstIndex { $0.workload == workload && $0.name == use.name }
    if known == nil { pools.append(Pool(workload: workload, name: use.name)) }
    let index = known ?? pools.count - 1
    pools[index].taken += use.taken
    pools[index].size += use.size
  }

  mutating func scrape(
    _ world: borrowing World, at time: SimTime, into book: inout SeriesBook
  ) {
    let seconds = (time - lastScrape).seconds
    lastScrape = time
    guard seconds > 0 else { return }
    limited = Array(repeating: (0, 0), count: world.cluster.workloads.count)
    for workload in world.cluster.workloads.indices {
      scrapeWorkload(workload, world, at: time, over: seconds, into: &book)
    }
    for workload in limited.indices where limited[workload].limit > 0 {
      book.put(
        utilisation: limited[workload].used / limited[workload].limit,
        &workloadSeries[workload, WorkloadMetric.cpuLimit.rawValue],
        of: "CPU limit of \(world.cluster.workloads[workload].qualifiedName)")
    }
    for index in pools.indices where pools[index].size > 0 {
      let owner = world.cluster.workloads[pools[index].workload].qualifiedName
      let pool = pools[index]
      book.put(
        utilisation: Double(pool.taken) / Double(pool.size), &pools[index].series,
        of: "pool \(pool.name) of \(owner)")
      (pools[index].taken, pools[index].size) = (0, 0)
    }
    for node in world.cluster.nodes.indices {
      scrapeNode(node, world, at: time, over: seconds, into: &book)
    }
  }

  private mutating func scrapeWorkload(
    _ index: Int, _ world: borrowing World, at time: SimTime, over seconds: Double,
    into book: inout SeriesBook
  ) {
    workloadSeries.open(row: index)
    let workload = world.cluster.workloads[index]
    let container = world.cluster.mainContainer(ofWorkload: index)
    let maker = Self.maker(of: index, world)
    let limit = Self.cores(limitedTo: container)
    for pod in workload.pods {
      guard
        let cores = usage(of: pod, world, at: time, over: seconds, &book)
      else { continue }
      limited[maker].used += cores
      let resized = world.cluster.resizedContainer(of: pod)
      limited[maker].limit += (resized.map(Self.cores) ?? limit) ?? 0
    }
    for (metric, name, amount) in [
      (
        WorkloadMetric.cpuRequest, "vhsim_workload_cpu_requests_cores",
        Double(container.requests.cpuMilli) / 1_000
      ),
      (
        .memoryRequest, "vhsim_workload_memory_requests_bytes", Double(container.requests.memory)
      ),
    ] where amount > 0 && workload.owner < 0 {
      book.put(
        amount, &workloadSeries[index, metric.rawValue], name,
        [(name: "workload", value: workload.qualifiedName)])
    }
  }

  /// The workload as whose the use of another one's pods counts: a CronJob, which outlives its Jobs
  /// (vertical-pod-autoscaler pkg/target/controller_fetcher, FindTopMostWellKnownOrScalable).
  private static func maker(of workload: Int, _ world: borrowing World) -> Int {
    let owner = world.cluster.workloads[workload].owner
    return owner >= 0 ? Int(owner) : workload
  }

  /// What the kernel lets a container have, which is at least 10m; nil without a limit.
  private static func cores(limitedTo container: ContainerSpec) -> Double? {
    container.cpuLimitMilli.flatMap { CFSQuota(milliCPU: $0).milli }.map { Double($0) / 1_000 }
  }

  /// The cores that a pod's main container used since the last scrape; nil while it does not run
  /// and in the scrape in which it started.
  private mutating func usage(
    of pod: PodHandle, _ world: borrowing World, at time: SimTime, over seconds: Double,
    _ book: inout SeriesBook
  ) -> Double? {
    let row = pod.index
    podSeries.open(row: row, key: pod.rawValue, owner: world.cluster.pods[pod].owner)
    while usedByPods.count <= row { usedByPods.append((-1, .zero)) }
    let container = world.cluster.pods[pod].mainCPU
    guard container >= 0 else {
      usedByPods[row].container = -1
      return nil
    }
    let used = world.cluster.cpu.usage(of: Int(container), at: time).used
    let before = usedByPods[row]
    usedByPods[row] = (container, used)
    guard before.container == container else { return nil }
    let cores = (used - before.used).seconds / seconds
    book.put(
      cores, &podSeries[row, PodMetric.cpu.rawValue], "vhsim_pod_cpu_usage_cores",
      Self.labels(of: pod, world))
    if let memory = world.cluster.reportedMemory(of: pod) {
      book.put(
        Double(memory), &podSeries[row, PodMetric.memory.rawValue],
        "vhsim_pod_memory_usage_bytes", Self.labels(of: pod, world))
    }
    return cores
  }

  private static func labels(of pod: PodHandle, _ world: borrowing World) -> [SeriesLabel] {
    let maker = maker(of: Int(world.cluster.pods[pod].owner), world)
    return [
      (name: "workload", value: world.cluster.workloads[maker].qualifiedName),
      (name: "pod", value: world.cluster.name(of: pod)),
      (
        name: "container",
        value: world.cluster.name(ofContainer: world.cluster.mainContainer(of: pod))
      ),
    ]
  }

  private mutating func scrapeNode(
    _ node: Int, _ world: borrowing World, at time: SimTime, over seconds: Double,
    into book: inout SeriesBook
  ) {
    while usedByNodes.count <= node {
      usedByNodes.append(.zero)
      nodeSeries.append(-1)
    }
    let used = world.cluster.cpu.busyTime(of: node, at: time)
    let cores = (used - usedByNodes[node]).seconds / seconds
    usedByNodes[node] = used
    guard world.cluster.nodes[node].isUp else { return }
    let spec = world.cluster.nodeSpecs[node]
    book.put(
      utilisation: cores / (Double(spec.capacity.cpuMilli) / 1_000), &nodeSeries[node],
      of: "CPU of node \(spec.name)")
  }
}
