import Cluster
import Metrics
import SimulationKernel
import Workload

/// The pods' series as kube-state-metrics and cAdvisor name them.
struct PodSamples {
  private var ids: [UInt32] = []
  private var firstSeries: [Int32] = []
  /// The number of the run's next series.
  var nextSeries: Int32 = 0
  private var deploymentSeries: [Int32] = []
  private var nodeSeries: [Int32] = []
  /// First series of a pod's CPU limit, by pod index; -1 for none.
  private var limitSeries: [Int32] = []
  private var reasons = PodReasonSamples()
  private var occupancies = OccupancySamples()

  /// A sample of every series of every pod, and the series that are new.
  mutating func scrape(_ world: borrowing World, at time: SimTime) -> ([SeriesDefinition], [Sample])
  {
    var fresh: [SeriesDefinition] = []
    var samples: [Sample] = []
    for index in 0..<world.cluster.pods.capacity {
      guard let pod = world.cluster.pods.handle(at: index) else { continue }
      let first = series(of: pod, world, &fresh)
      let state = world.cluster.pods[pod]
      samples.append(Sample(series: first, value: state.isReady ? 1 : 0))
      samples.append(Sample(series: first + 1, value: Double(state.restarts)))
      if state.mainCPU >= 0 {
        let usage = world.cluster.cpu.usage(of: Int(state.mainCPU), at: time)
        samples.append(Sample(series: first + 2, value: usage.used.seconds))
        if usage.periods > 0 { sampleLimit(usage, of: pod, world, &fresh, &samples) }
      }
      samples.append(
        Sample(series: first + 3, value: Double(world.cluster.workingSet(of: pod))))
    }
    reasons.scrape(world.cluster, at: time, from: &nextSeries, &fresh, &samples)
    sampleWorkloads(world, &fresh, &samples)
    sampleNodes(world, at: time, &fresh, &samples)
    occupancies.scrape(world, at: time, &nextSeries, &fresh, &samples)
    return (fresh, samples)
  }

  private mutating func series(
    of pod: PodHandle, _ world: borrowing World, _ fresh: inout [SeriesDefinition]
  ) -> Int32 {
    while ids.count <= pod.index {
      ids.append(.max)
      limitSeries.append(-1)
      firstSeries.append(0)
    }
    guard ids[pod.index] != pod.rawValue else { return firstSeries[pod.index] }
    ids[pod.index] = pod.rawValue
    limitSeries[pod.index] = -1
    firstSeries[pod.index] = nextSeries
    let labels = labels(of: pod, world)
    for name in [
      "kube_pod_status_ready", "kube_pod_container_status_restarts_total",
      "container_cpu_usage_seconds_total", "container_memory_working_set_bytes",
    ] {
      fresh.append(SeriesDefinition(id: nextSeries, name: name, labels: labels))
      nextSeries += 1
    }
    return firstSeries[pod.index]
  }

  private func labels(
    of pod: PodHandle, _ world: borrowing World
  ) -> [(name: String, value: String)] {
    [
      (name: "namespace", value: world.cluster.namespace(of: pod)),
      (name: "pod", value: world.cluster.name(of: pod)),
    ]
  }

  /// How often the CPU limit of a pod's main container stopped it.
  private mutating func sampleLimit(
    _ usage: CPUUsage, of pod: PodHandle, _ world: borrowing World,
    _ fresh: inout [SeriesDefinition], _ samples: inout [Sample]
  ) {
    if limitSeries[pod.index] < 0 {
      limitSeries[pod.index] = nextSeries
      let labels = labels(of: pod, world)
      for name in ["periods_total", "throttled_periods_total", "throttled_seconds_total"] {
        fresh.append(
          SeriesDefinition(id: nextSeries, name: "container_cpu_cfs_" + name, labels: labels))
        nextSeries += 1
      }
    }
    let first = limitSeries[pod.index]
    samples.append(Sample(series: first, value: Double(usage.periods)))
    samples.append(Sample(series: first + 1, value: Double(usage.throttledPeriods)))
    samples.append(Sample(series: first + 2, value: usage.throttledTime.seconds))
  }

  private mutating func sampleWorkloads(
    _ world: borrowing World, _ fresh: inout [SeriesDefinition], _ samples: inout [Sample]
  ) {
    for index in world.cluster.workloads.indices {
      let workload = world.cluster.workloads[index]
      let kind = workload.kind.rawValue.lowercased()
      guard ["deployment", "statefulset", "daemonset"].contains(kind) else { continue }
      while deploymentSeries.count <= index { deploymentSeries.append(-1) }
      if deploymentSeries[index] < 0 {
        deploymentSeries[index] = nextSeries
        let labels = [
          (name: "namespace", value: workload.namespace), (name: kind, value: workload.name),
        ]
        for suffix in ["spec_replicas", "status_replicas_ready"] {
          fresh.append(
            SeriesDefinition(id: nextSeries, name: "kube_\(kind)_\(suffix)", labels: labels))
          nextSeries += 1
        }
      }
      samples.append(
        Sample(series: deploymentSeries[index], value: Double(workload.replicas)))
      samples.append(
        Sample(series: deploymentSeries[index] + 1, value: Double(workload.readyCount)))
    }
  }

  /// Core time of all containers of each node, as node_exporter counts the modes that are not idle.
  private mutating func sampleNodes(
    _ world: borrowing World, at time: SimTime, _ fresh: inout [SeriesDefinition],
    _ samples: inout [Sample]
  ) {
    for node in world.cluster.nodes.indices {
      if nodeSeries.count <= node {
        nodeSeries.append(nextSeries)
        fresh.append(
          SeriesDefinition(
            id: nextSeries, name: "node_cpu_seconds_total",
            labels: [
              (name: "instance", value: world.cluster.nodeSpecs[node].name),
              (name: "mode", value: "user"),
            ]))
        nextSeries += 1
        fresh.append(
          SeriesDefinition(
            id: nextSeries, name: "node_memory_MemAvailable_bytes",
            labels: [(name: "instance", value: world.cluster.nodeSpecs[node].name)]))
        nextSeries += 1
      }
      let busy = world.cluster.cpu.busyTime(of: node, at: time)
      samples.append(Sample(series: nodeSeries[node], value: busy.seconds))
      let free = world.cluster.availableMemory(on: node)
      samples.append(Sample(series: nodeSeries[node] + 1, value: Double(free)))
    }
  }
}
