import Metrics
import SimulationKernel
import Testing

/// What kube-state-metrics and the scheduler show of objects, against laws of their controllers.
@Suite("Series of Kubernetes objects")
struct ObjectMetricsTests {
  /// 2026-01-01T00:00:00Z in seconds since 1970.
  private static let epoch = 1_767_225_600.0

  private static func rows(
    _ documents: [String], duration: String, changes: String = "[]", faults: String = "[]",
    pools: [String] = [], start: String = "cold", version: String? = nil
  ) throws -> RowKeeper {
    try Laboratory(
      load: "executor: constant-arrival-rate, journey: customer, rate: 1", duration: duration,
      warmUp: "0s", services: [Server(replicas: 3, steps: [])], documents: documents,
      changes: changes, faults: faults, pools: pools, start: start, version: version
    ).run(seed: 1).rows
  }

  private static func workload(_ kind: String, _ name: String, _ fields: [String]) -> String {
    """
    apiVersion: apps/v1
    kind: \(kind)
    metadata: {name: \(name), namespace: default}
    spec:
      selector: {matchLabels: {app: \(name)}}
    \(fields.map { "  \($0)" }.joined(separator: "\n"))
      template:
        metadata: {labels: {app: \(name)}}
        spec:
          containers:
            - {name: app, image: "registry.k8s.io/pause:3.10", resources: {requests: {cpu: 10m}}}
    """
  }

  /// internal/store/pod.go: createPodContainerResourceRequestsFamilyGenerator and its like.
  @Test("All containers show what they ask for, those of the init by series of their own")
  func containerAmounts() throws {
    let text = """
      apiVersion: apps/v1
      kind: Deployment
      metadata: {name: many, namespace: default}
      spec:
        selector: {matchLabels: {app: many}}
        template:
          metadata: {labels: {app: many}}
          spec:
            initContainers:
              - {name: prepare, image: "registry.k8s.io/pause:3.10", resources: \
      {requests: {cpu: 50m}}}
              - {name: beside, image: "registry.k8s.io/pause:3.10", restartPolicy: Always, \
      resources: {limits: {memory: 64Mi}}}
            containers:
              - {name: first, image: "registry.k8s.io/pause:3.10", resources: \
      {requests: {cpu: 100m, ephemeral-storage: 1Gi}}}
              - {name: second, image: "registry.k8s.io/pause:3.10", resources: \
      {requests: {memory: 32Mi}}}
      """
    let rows = try Self.rows([text], duration: "60s")
    for (name, container, resource, unit, value) in [
      ("kube_pod_container_resource_requests", "first", "cpu", "core", 0.1),
      ("kube_pod_container_resource_requests", "first", "ephemeral_storage", "byte", 0x1p30),
      ("kube_pod_container_resource_requests", "second", "memory", "byte", 0x1p25),
      ("kube_pod_init_container_resource_requests", "prepare", "cpu", "core", 0.05),
      ("kube_pod_init_container_resource_requests", "beside", "memory", "byte", 0x1p26),
      ("kube_pod_init_container_resource_limits", "beside", "memory", "byte", 0x1p26),
    ] {
      #expect(rows.values(of: name, container, resource, unit).last?.value == value)
    }
    #expect(rows.values(of: "kube_pod_container_resource_requests", "second", "cpu").isEmpty)
  }

  /// kube-state-metrics reads the pod's spec, which has what a resize asks for also where the pod's
  /// node (of 64 cores) does not have it; an amount has one series for the pod's life.
  @Test("A resize shows in the series that are there, and adds those of limits that it adds")
  func resizedAmounts() throws {
    let text = """
      apiVersion: apps/v1
      kind: Deployment
      metadata: {name: big, namespace: default}
      spec:
        selector: {matchLabels: {app: big}}
        template:
          metadata: {labels: {app: big}}
          spec:
            containers:
              - {name: bulk, image: "registry.k8s.io/pause:3.10", resources: \
      {requests: {cpu: 100m, memory: 32Mi}}}
      """
    let change = "resize: {workload: default/big, container: bulk, requests: {cpu: \"100\"}, "
    let rows = try Self.rows(
      [text], duration: "3m",
      changes: "[{at: 60s, \(change)limits: {cpu: \"128Gi\", memory: 64Mi}}}]", start: "running",
      version: "1.35")
    let requests = "kube_pod_container_resource_requests"
    let cpu = rows.values(of: requests, "bulk", "cpu")
    #expect(cpu.first?.value == 0.1 && cpu.last?.value == 100)
    #expect(rows.values(of: requests, "bulk", "memory").last?.value == 0x1p25)
    let limit = rows.values(of: "kube_pod_container_resource_limits", "bulk", "memory")
    #expect(limit.last?.value == 0x1p26 && limit.allSatisfy { $0.time.seconds >= 60 })
    #expect(rows.lastValues(of: requests, beginning: "bulk").count == 2, "one for each resource")
    // Kubelets count pods by the conditions that these have.
    let waiting = rows.values(of: "kubelet_pod_pending_resizes", "infeasible")
    #expect(waiting.last?.value == 1 && waiting.allSatisfy { $0.time.seconds >= 60 })
    #expect(rows.values(of: "kubelet_pod_pending_resizes", "deferred").isEmpty)
    let underWay = rows.values(of: "kubelet_pod_in_progress_resizes")
    #expect(!underWay.isEmpty && underWay.allSatisfy { $0.value == 0 })
  }

  /// internal/store/node.go: names as labels may have them, storage in bytes, devices in pieces.
  @Test("A node shows what it has of every resource, and what pods may request of it")
  func nodeAmounts() throws {
    let pool =
      "{name: gpu, count: 1, cpu: \"8\", memory: 16Gi, extendedResources: {nvidia.com/gpu: 2}}"
    let rows = try Self.rows([], duration: "60s", pools: [pool])
    for kind in ["capacity", "allocatable"] {
      let name = "kube_node_status_\(kind)"
      let gpus = rows.values(of: name, "gpu-1", "nvidia_com_gpu", "integer")
      #expect(!gpus.isEmpty && gpus.allSatisfy { $0.value == 2 })
      #expect(!rows.values(of: name, "worker-1", "cpu").isEmpty)
      #expect(rows.values(of: name, "worker-1", "nvidia_com_gpu").isEmpty)
      let disks = rows.values(of: name, "gpu-1", "ephemeral_storage", "byte")
      #expect(!disks.isEmpty && disks.allSatisfy { $0.value > 0 })
    }
  }

  /// Each minute a Job, of which one that has ended is kept.
  private static let tick = """
    apiVersion: batch/v1
    kind: CronJob
    metadata: {name: tick, namespace: default}
    spec:
      schedule: "* * * * *"
      successfulJobsHistoryLimit: 1
      jobTemplate:
        spec:
          template:
            spec:
              restartPolicy: Never
              containers:
                - {name: app, image: "registry.k8s.io/pause:3.10"}
    """

  @Test("What a CronJob's pods use and request is shown for it and not for each of its Jobs")
  func cronJobUse() throws {
    let tick = Self.tick.replacing(
      "pause:3.10\"}",
      with: "pause:3.10\", resources: {requests: {cpu: 100m}, limits: {cpu: 200m}}}")
    let rows = try Self.rows([tick], duration: "5m")
    #expect(!rows.values(of: "vhsim_pod_cpu_usage_cores", "default/tick").isEmpty)
    let requests = rows.values(of: "vhsim_workload_cpu_requests_cores", "default/tick")
    #expect(!requests.isEmpty && requests.allSatisfy { $0.value == 0.1 })
    for name in ["vhsim_pod_cpu_usage_cores", "vhsim_workload_cpu_requests_cores"] {
      #expect(rows.lastValues(of: name, beginning: "default/tick-").isEmpty)
    }
    let (ratio, limit) = ("vhsim_resource_utilization_ratio", "CPU limit of default/tick")
    let ratios = rows.values(of: ratio, limit)
    #expect(!ratios.isEmpty && ratios.allSatisfy { (0...1).contains($0.value) })
    #expect(rows.lastValues(of: ratio, beginning: limit + "-").isEmpty)
  }

  /// internal/store/job.go and cronjob.go: conditions are there at the end alone, times are seconds
  /// since 1970, and finished Jobs beyond the history are gone.
  @Test("CronJobs show their times and the Jobs that they keep")
  func cronJobs() throws {
    let rows = try Self.rows([Self.tick], duration: "5m")
    let next = rows.values(of: "kube_cronjob_next_schedule_time", "tick")
    #expect(next.count == 20)
    for (time, value) in next {
      let until = value - Self.epoch - time.seconds
      #expect(until > 0 && until <= 60 && value.truncatingRemainder(dividingBy: 60) == 0)
    }
    let last = rows.values(of: "kube_cronjob_status_last_schedule_time", "tick")
    #expect(!last.isEmpty)
    for (time, value) in last {
      #expect((0...60.5).contains(time.seconds - (value - Self.epoch)))
    }
    let complete = rows.values(of: "kube_job_complete", "true")
    #expect(complete.last?.value == 1, "of four that have ended one is kept")
    // The Job of the fourth minute, whose times are those of its events.
    let name = "tick-\(Int(Self.epoch) / 60 + 4)"
    // Times of the API are whole seconds: the fraction is cut off.
    for (metric, reason, delay) in [
      ("start_time", "SuccessfulCreate", 0.2), ("completion_time", "Completed", 0.001),
    ] {
      let value = try #require(rows.values(of: "kube_job_status_" + metric, name).last).value
      let event = try #require(rows.events.first { $0.name == name && $0.reason == reason })
      let late = event.time.seconds - (value - Self.epoch)
      #expect(late > -delay && late < 1 + delay && value == value.rounded(), "\(metric)")
    }
    #expect(rows.values(of: "kube_job_owner", "tick", "CronJob").last?.value == 1)
    #expect(rows.values(of: "kube_job_status_active").last?.value == 0)
  }

  /// internal/store/pod.go: a container of a pod that is not started again has no earlier end.
  @Test("A container that stays ended shows its end as its state, not as its last one")
  func endedContainers() throws {
    let rows = try Self.rows([Self.tick], duration: "3m")
    let ended = rows.values(of: "kube_pod_container_status_terminated_reason", "Completed")
    #expect(ended.contains { $0.value == 1 })
    #expect(rows.values(of: "kube_pod_container_status_last_terminated_reason").isEmpty)
  }

  @Test("A failed Job shows its condition and, of the known reasons, its own")
  func failedJob() throws {
    let document = """
      apiVersion: batch/v1
      kind: Job
      metadata: {name: slow, namespace: default}
      spec:
        backoffLimit: 0
        activeDeadlineSeconds: 20
        template:
          spec:
            restartPolicy: Never
            containers: [{name: app, image: "registry.k8s.io/pause:3.10"}]
      """
    let model = """
      apiVersion: vhsim.dev/v1alpha1
      kind: ServiceModel
      metadata: {name: slow, namespace: default}
      spec:
        workload: job/slow
        startup: {time: constant(60s)}
        endpoints: {serve: {steps: []}}
      """
    let rows = try Self.rows([document, model], duration: "2m")
    let failed = rows.values(of: "kube_job_failed", "slow", "true")
    #expect(failed.last?.value == 1)
    #expect((failed.first?.time ?? .zero) > SimTime(seconds: 20))
    #expect(rows.values(of: "kube_job_failed", "slow", "false").last?.value == 0)
    #expect(rows.values(of: "kube_job_complete", "slow").isEmpty)
    #expect(rows.values(of: "kube_job_status_active", "slow").last?.value == 0)
  }

  /// pkg/controller/deployment: available is what has been ready for minReadySeconds.
  @Test("Ready replicas are available after minReadySeconds, and so is the Deployment")
  func availability() throws {
    let rows = try Self.rows(
      [Self.workload("Deployment", "late", ["replicas: 2", "minReadySeconds: 60"])],
      duration: "3m")
    let ready = rows.values(of: "kube_deployment_status_replicas_ready", "late")
    let available = rows.values(of: "kube_deployment_status_replicas_available", "late")
    let isReady = try #require(ready.first { $0.value == 2 }).time
    let isAvailable = try #require(available.first { $0.value == 2 }).time
    // Both are seen at the first scrape after them.
    #expect(abs((isAvailable - isReady).seconds - 60) <= 15)
    let condition = rows.values(
      of: "kube_deployment_status_condition", "late", "Available", "true")
    let becomes = try #require(condition.first { $0.value == 1 }).time
    #expect(abs((becomes - isAvailable).seconds) <= 15)
    for (now, lacking) in zip(
      available, rows.values(of: "kube_deployment_status_replicas_unavailable", "late"))
    {
      #expect(now.value + lacking.value == 2)
    }
  }

  @Test("The series of a deleted controller and of its ReplicaSet end")
  func deletion() throws {
    let rows = try Self.rows(
      [Self.workload("Deployment", "brief", ["replicas: 1"])], duration: "90s",
      changes: "[{at: 40s, delete: {kind: Deployment, namespace: default, name: brief}}]")
    for name in ["kube_deployment_spec_replicas", "kube_deployment_status_condition"] {
      let last = try #require(rows.values(of: name, "brief").last).time
      #expect(last > SimTime(seconds: 20) && last <= SimTime(seconds: 40), "\(name)")
      #expect(rows.values(of: name, "server").last?.time ?? .zero > SimTime(seconds: 70))
    }
    let sets = rows.values(of: "kube_replicaset_owner", "Deployment").map(\.value)
    #expect(sets.first == 2 && sets.last == 1)
  }

  /// pkg/controller/daemon updateDaemonSetStatus: a taint NoSchedule lets daemons stay that it
  /// would keep away.
  @Test("A daemon on a node that it would not get is misscheduled")
  func daemons() throws {
    let rows = try Self.rows(
      [Self.workload("DaemonSet", "agent", [])], duration: "90s",
      changes: "[{at: 40s, taint: {node: other-1, key: only, effect: NoSchedule}}]",
      pools: ["{name: other, count: 2, cpu: \"4\", memory: 8Gi}"])
    func last(_ what: String) -> Double? {
      rows.values(of: "kube_daemonset_status_" + what, "agent").last?.value
    }
    let desired = rows.values(of: "kube_daemonset_status_desired_number_scheduled", "agent")
    #expect(desired.first?.value == 3 && last("desired_number_scheduled") == 2)
    #expect(last("current_number_scheduled") == 2 && last("number_available") == 2)
    #expect(last("number_misscheduled") == 1 && last("number_unavailable") == 0)
    #expect(
      rows.values(of: "kube_node_spec_taint", "other-1", "only", "NoSchedule").last?.value == 1)
    #expect(rows.values(of: "kube_node_spec_taint", "other-2").isEmpty)
  }

  @Test("The scheduler counts its attempts and those that wait; gated pods are apart")
  func scheduler() throws {
    let gated = """
      apiVersion: v1
      kind: Pod
      metadata: {name: gated, namespace: default}
      spec:
        schedulingGates: [{name: example.com/wait}]
        containers: [{name: app, image: "registry.k8s.io/pause:3.10"}]
      """
    let big = """
      apiVersion: v1
      kind: Pod
      metadata: {name: big, namespace: default}
      spec:
        containers:
          - {name: app, image: "registry.k8s.io/pause:3.10", resources: {requests: {cpu: 60}}}
      """
    let rival = big.replacing("name: big", with: "name: rival")
    let rows = try Self.rows([gated, big, rival], duration: "60s")
    func last(_ name: String, _ label: String) -> Double? {
      rows.values(of: "scheduler_" + name, label).last?.value
    }
    #expect(last("pending_pods", "gated") == 1)
    #expect(last("pending_pods", "unschedulable") == 1 && last("pending_pods", "active") == 0)
    // The three of the server and one of the two rivals.
    #expect(last("schedule_attempts_total", "scheduled") == 4)
    #expect(last("schedule_attempts_total", "unschedulable") ?? 0 >= 1)
    // One that gates hold back was never tried (internal/store/pod.go).
    let waiting = rows.values(of: "kube_pod_status_unschedulable")
    #expect(!waiting.isEmpty && waiting.allSatisfy { $0.value == 1 })
  }

  @Test("Claims show their phase")
  func claims() throws {
    let documents = [
      """
      apiVersion: storage.k8s.io/v1
      kind: StorageClass
      metadata: {name: late}
      provisioner: ebs.csi.aws.com
      volumeBindingMode: WaitForFirstConsumer
      """,
      """
      apiVersion: v1
      kind: PersistentVolumeClaim
      metadata: {name: idle, namespace: default}
      spec:
        storageClassName: late
        accessModes: [ReadWriteOnce]
        resources: {requests: {storage: 3Gi}}
      """,
    ]
    let rows = try Self.rows(documents, duration: "60s", start: "running")
    func last(_ name: String, _ label: String) -> Double? {
      rows.values(of: name, label).last?.value
    }
    #expect(last("kube_persistentvolumeclaim_status_phase", "Pending") == 1)
    #expect(rows.values(of: "kube_persistentvolumeclaim_status_phase", "Bound").isEmpty)
    #expect(
      last("kube_persistentvolumeclaim_resource_requests_storage_bytes", "idle")
        == Double(3 << 30))
  }

  /// pkg/controller/disruption updatePdbStatus: two of three may not go below two.
  @Test("Budgets show what they allow")
  func budgets() throws {
    let document = """
      apiVersion: policy/v1
      kind: PodDisruptionBudget
      metadata: {name: two, namespace: default}
      spec: {minAvailable: 2, selector: {matchLabels: {app: server}}}
      """
    let rows = try Self.rows([document], duration: "60s", start: "running")
    for (what, expected) in [
      ("expected_pods", 3.0), ("current_healthy", 3), ("desired_healthy", 2),
      ("pod_disruptions_allowed", 1),
    ] {
      let values = rows.values(of: "kube_poddisruptionbudget_status_" + what, "two")
      #expect(values.last?.value == expected, "\(what)")
    }
  }
}
