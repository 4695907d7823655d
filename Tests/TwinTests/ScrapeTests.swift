import Metrics
import SimulationKernel
import TestSupport
import Testing

/// What is scraped, against laws and against what the rows of each second say.
@Suite("Scrapes")
struct ScrapeTests {
  private let load = "executor: constant-arrival-rate, journey: customer, rate: 150"

  @Test("Workers are occupied as Little's law says: the rate times the mean service, per worker")
  func occupancy() throws {
    let laboratory = try Laboratory(
      load: load,
      services: [
        Server(
          replicas: 2, settings: ["workers: 1"], steps: ["wait: \"exponential(mean: 8ms)\""])
      ])
    let uses = try laboratory.measure { _, rows in
      let values = rows.values(of: "vhsim_resource_utilization_ratio", "workers of default/server")
      return values.reduce(0) { $0 + $1.value } / Double(values.count)
    }
    let interval = ConfidenceInterval(of: uses, level: 0.99)
    #expect(interval.contains(150 * 0.008 / 2), "\(interval)")
    #expect(interval.relativeHalfWidth < 0.05, "\(interval)")
  }

  @Test("Cores are used as work comes in, by the pods and by their node alike")
  func cores() throws {
    let laboratory = try Laboratory(
      load: load, services: [Server(steps: ["cpu: \"constant(10ms)\""])], cores: 16)
    let rows = try laboratory.run(seed: 2).rows
    let arrived = rows.values(of: "istio_requests_total", "server").last?.value ?? 0
    let used = rows.values(of: "container_cpu_usage_seconds_total").last?.value ?? 0
    #expect(abs(used - arrived * 0.01) < 0.05, "\(used) for \(arrived)")
    let pods = rows.values(of: "vhsim_pod_cpu_usage_cores").last?.value ?? 0
    let node = rows.values(of: "vhsim_resource_utilization_ratio", "CPU of node worker-1").last
    #expect(abs(pods - 16 * (node?.value ?? 0)) < 1e-9)
  }

  @Test("Proxies count what their callers saw, by response code")
  func requests() throws {
    let laboratory = try Laboratory(
      load: load, warmUp: "0s",
      services: [
        Server(
          settings: ["workers: 1", "queue: 2"], steps: ["wait: \"exponential(mean: 8ms)\""])
      ])
    let rows = try laboratory.run(seed: 3).rows
    let calls = rows.calls(to: "server")
    // The last scrape comes with the end of the load; what ended after it is counted by rows alone.
    let good = rows.values(of: "istio_requests_total", "server", "200").last?.value ?? 0
    let bad = rows.values(of: "istio_requests_total", "server", "503").last?.value ?? 0
    #expect(bad > 0 && abs(bad - Double(calls.failed)) <= 3)
    #expect(abs(good - Double(calls.ended - calls.failed)) <= 3)
  }

  @Test("Objects have the series of kube-state-metrics with what is there")
  func objects() throws {
    let laboratory = try Laboratory(
      load: load, duration: "20s", warmUp: "0s",
      services: [Server(replicas: 3, steps: ["wait: \"constant(1ms)\""])])
    let rows = try laboratory.run(seed: 1).rows
    for (name, expected) in [
      ("kube_deployment_spec_replicas", 3.0), ("kube_deployment_status_replicas_available", 3),
      ("kube_deployment_status_replicas_unavailable", 0), ("kube_pod_status_phase", 3),
      ("kube_pod_info", 3), ("kube_node_status_condition", 4),
    ] {
      #expect(rows.values(of: name).last?.value == expected, "\(name)")
    }
  }

  /// internal/store/pod.go createPodContainerStatusWaitingReasonFamilyGenerator and its like.
  @Test("Of two containers the one that fails has reasons: why it ended, and why it waits")
  func reasons() throws {
    let text = """
      apiVersion: v1
      kind: Pod
      metadata: {name: pair, namespace: default}
      spec:
        containers:
          - {name: failing, image: "busybox:1", command: [sh, -c, "sleep 5; exit 3"]}
          - {name: steady, image: "registry.k8s.io/pause:3.10"}
      """
    let laboratory = try Laboratory(
      load: load, duration: "3m", warmUp: "0s",
      services: [Server(steps: ["wait: \"constant(1ms)\""])], documents: [text])
    let rows = try laboratory.run(seed: 1).rows
    let prefix = "kube_pod_container_status_"
    let waits = rows.values(of: prefix + "waiting_reason", "failing", "CrashLoopBackOff")
    #expect(waits.contains { $0.value == 1 })
    #expect(
      rows.values(of: prefix + "last_terminated_reason", "failing", "Error").last?.value == 1)
    for name in ["waiting_reason", "last_terminated_reason", "terminated_reason"] {
      #expect(rows.values(of: prefix + name, "steady").isEmpty, "\(name)")
    }
  }

  @Test("A quota's status shows what it allows and what is used of it")
  func quotas() throws {
    let laboratory = try Laboratory(
      load: load, duration: "20s", warmUp: "0s",
      services: [Server(replicas: 3, steps: ["wait: \"constant(1ms)\""])],
      documents: [
        """
        apiVersion: v1
        kind: ResourceQuota
        metadata: {name: bounds, namespace: default}
        spec: {hard: {pods: "9", count/deployments.apps: "4"}}
        """
      ])
    let rows = try laboratory.run(seed: 1).rows
    for (resource, type, expected) in [
      ("pods", "hard", 9.0), ("pods", "used", 3), ("count/deployments.apps", "hard", 4),
      ("count/deployments.apps", "used", 1),
    ] {
      let values = rows.values(of: "kube_resourcequota", resource, type)
      #expect(values.last?.value == expected, "\(type) of \(resource)")
    }
  }

  @Test("A machine's disk is as large as its pool says, and as free as a fault leaves it")
  func disk() throws {
    let laboratory = try Laboratory(
      load: load, duration: "60s", warmUp: "0s",
      services: [Server(steps: ["wait: \"constant(1ms)\""])],
      faults: "[{name: fill, at: 30s, diskFill: {share: 80%, node: worker-1}}]")
    let rows = try laboratory.run(seed: 1).rows
    let sizes = rows.values(of: "node_filesystem_size_bytes", "/").map(\.value)
    let available = rows.values(of: "node_filesystem_avail_bytes", "/")
    // A hundred GiB unless the pool says otherwise.
    #expect(!sizes.isEmpty && sizes.allSatisfy { $0 == Double(100 << 30) })
    let before = available.filter { $0.time < SimTime(seconds: 30) }.map(\.value)
    let after = available.filter { $0.time > SimTime(seconds: 31) }.map(\.value)
    #expect(!before.isEmpty && before.allSatisfy { $0 > 0.9 * Double(100 << 30) }, "\(before)")
    #expect(
      !after.isEmpty && after.allSatisfy { abs($0 / Double(100 << 30) - 0.2) < 0.001 }, "\(after)")
  }

  @Test("A node's conditions follow its pressure, and are all unknown once it is silent")
  func conditions() throws {
    let laboratory = try Laboratory(
      load: load, duration: "3m", warmUp: "0s",
      services: [Server(steps: ["wait: \"constant(1ms)\""])],
      faults: "[{name: fill, at: 20s, diskFill: {share: 95%, node: worker-1}}, "
        + "{name: crash, at: 60s, nodeCrash: {node: worker-1}}]")
    let rows = try laboratory.run(seed: 1).rows
    // The kubelet looks every ten seconds; after 40 s of silence its node is unknown.
    func status(_ condition: String, before second: Double) -> [String] {
      ["true", "false", "unknown"].filter { status in
        let values = rows.values(of: "kube_node_status_condition", condition, status)
        return values.last { $0.time < SimTime(seconds: second) }?.value == 1
      }
    }
    #expect(status("DiskPressure", before: 20) == ["false"])
    #expect(status("DiskPressure", before: 60) == ["true"])
    #expect(status("MemoryPressure", before: 60) == ["false"])
    for condition in ["Ready", "MemoryPressure", "DiskPressure", "PIDPressure"] {
      #expect(status(condition, before: 150) == ["unknown"], "\(condition)")
    }
  }

  @Test("The windows of a trend are the whole of it, cut in pieces")
  func windows() throws {
    let laboratory = try Laboratory(
      load: load, warmUp: "10s",
      services: [Server(settings: ["workers: 2"], steps: ["wait: \"exponential(mean: 8ms)\""])])
    let rows = try laboratory.run(seed: 5).rows
    let whole = try #require(rows.durations(of: "customer"))
    var merged = Histogram()
    for window in rows.windows where window.start >= SimTime(seconds: 10) {
      merged.merge(window.row.histogram)
    }
    // What ends in the graceful stop falls into a window that never fills.
    #expect(whole.count - merged.count < 10)
    let pieces = merged.occupied
    #expect(
      pieces.allSatisfy { piece in
        whole.occupied.contains { $0.bucket == piece.bucket && $0.events >= piece.events }
      })
    #expect(merged.maximum <= whole.maximum && merged.minimum >= whole.minimum)
  }
}
