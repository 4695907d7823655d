import Manifests
import SimulationKernel
import Testing

@Suite("Process IDs in documents")
struct ProcessSettingTests {
  private func pool(_ settings: String) -> ScenarioText {
    ScenarioText(
      spec: "",
      documents: """
        ---
        apiVersion: vhsim.dev/v1alpha1
        kind: Cluster
        metadata: {name: test}
        spec:
          zones: [{name: a}]
          nodePools:
            - name: worker
              cpu: "4"
              memory: 8Gi
        \(settings.indented.indented.indented)
        """)
  }

  @Test("A pool's kernel and its kubelets' limits are read")
  func settings() throws {
    let read = pool(
      """
      pidMax: 32768
      kubelet:
        podPidsLimit: 1000
        kubeReserved: {pid: 1000}
        systemReserved: {pid: 500}
        evictionHard: {pid.available: 1k}
        evictionSoft: {pid.available: 10%}
        evictionSoftGracePeriod: {pid.available: 90s}
      """)
    let pool = try #require(read.loaded?.models.cluster?.nodePools.first, "\(read.rendered)")
    let kubelet = try #require(pool.kubelet)
    #expect(pool.pidMax == 32_768 && kubelet.podProcesses == 1_000)
    #expect(kubelet.reservedProcesses == 1_500)
    #expect(kubelet.eviction.hard?.processes == .count(1_000))
    #expect(kubelet.eviction.soft?.processes == .share(0.1))
    #expect(kubelet.eviction.softGrace.processes == .seconds(90))
  }

  /// 64-bit systemd machines set kernel.pid_max to its maximum; a kubelet has neither a limit for
  /// pods nor a threshold.
  @Test("Nothing limits them where nothing is written")
  func defaults() throws {
    for settings in ["kubelet: {}", "kubelet: {podPidsLimit: -1, evictionHard: {}}"] {
      let pool = try #require(pool(settings).loaded?.models.cluster?.nodePools.first)
      #expect(pool.pidMax == 4_194_304 && pool.kubelet?.podProcesses == nil)
      #expect(pool.kubelet?.eviction.hard?.processes == nil)
      #expect(pool.kubelet?.reservedProcesses == 0)
    }
  }

  @Test("What no kernel and no kubelet takes is an error at its place")
  func wrong() {
    let read = pool(
      """
      pidMax: 300
      kubelet:
        podPidsLimit: -2
        kubeReserved: {pid: -1}
        evictionHard: {pid.available: 150%}
        evictionSoft: {pid.available: many}
      """)
    #expect(
      read.marked == [
        "300 -> must be at least 301",
        "-2 -> must be at least -1",
        "-1 -> expected a number of process IDs such as 1000, found the number -1",
        "150% -> \"150%\" is not between 0 and 1",
        "many -> expected a number such as 1000 or a share such as 10%, found text \"many\"",
      ], "\(read.rendered)")
  }

  /// pkg/kubelet/eviction/helpers.go parseThresholdStatement, parseMinimumReclaims.
  @Test("Thresholds are quantities or shares of what a node has; 0% and 100% stand for none")
  func amounts() throws {
    let read = pool(
      """
      kubelet:
        evictionHard: {memory.available: 5%, nodefs.available: 1Gi, imagefs.available: 0%}
        evictionSoft: {imagefs.inodesFree: 100k, pid.available: 100%}
        evictionSoftGracePeriod: {imagefs.inodesFree: 2m}
        evictionMinimumReclaim: {memory.available: 0, imagefs.available: 2Gi, pid.available: 1%}
      """)
    let pool = try #require(read.loaded?.models.cluster?.nodePools.first, "\(read.rendered)")
    let kubelet = try #require(pool.kubelet)
    var hard = EvictionLimits()
    (hard.memory, hard.nodeDisk) = (.share(0.05), .count(1 << 30))
    var soft = EvictionLimits()
    soft.imageInodes = .count(100_000)
    var reclaim = EvictionLimits()
    (reclaim.memory, reclaim.imageDisk) = (.count(0), .count(2 << 30))
    reclaim.processes = .share(0.01)
    #expect(kubelet.eviction.hard == hard && kubelet.eviction.soft == soft)
    #expect(kubelet.eviction.reclaim == reclaim)
    #expect(kubelet.eviction.softGrace.imageInodes == .minutes(2))
  }

  @Test("Thresholds of nothing, parts of a byte and soft ones without a grace period are errors")
  func nothing() {
    let read = pool(
      """
      kubelet:
        evictionHard: {memory.available: 0, nodefs.available: 0.1}
        evictionMinimumReclaim: {nodefs.available: 0%, memory.available: -1Mi}
        evictionSoft: {pid.available: 10%}
      """)
    #expect(
      read.marked == [
        "0 -> a threshold must be above 0; 0% stands for none",
        "0.1 -> less than one is no amount (a share is written as a percentage: 10%)",
        "0% -> a share to reclaim must be above 0%",
        "-1Mi -> expected a size such as 500Mi or a share such as 10%, found text \"-1Mi\"",
        "{pid.available: 10%} -> the soft threshold of pid.available has no grace period"
          + " (write one under evictionSoftGracePeriod)",
      ], "\(read.rendered)")
  }

  @Test("Kubelets may not reserve all process IDs of their kernel")
  func reserved() {
    let read = pool(
      """
      pidMax: 1000
      kubelet: {kubeReserved: {pid: 600}, systemReserved: {pid: 400}}
      """)
    #expect(
      read.marked == [
        "{kubeReserved: {pid: 600}, systemReserved: {pid: 400}} -> "
          + "kubeReserved and systemReserved leave pods none of 1000 process IDs"
      ], "\(read.rendered)")
  }

  @Test("A leak says whose and how many processes there are")
  func leak() {
    let read = ScenarioText(
      spec: """
        faults:
          - {name: a, at: 1m, processLeak: {node: worker-1, processes: 30000}}
          - {name: b, at: 1m, processLeak: {workload: shop/web, share: 90%, mode: all}}
          - {name: c, at: 1m, processLeak: {processes: 5}}
          - {name: d, at: 1m, processLeak: {zone: z, processes: 5, share: 1%}}
          - {name: e, at: 1m, processLeak: {zone: z, processes: 0}}
        """)
    #expect(
      read.marked == [
        "{ -> a process leak has none of node, zone, machineOf, pod, workload, store, volume",
        "1% -> processes already say how many",
        "0 -> must be at least 1",
      ], "\(read.rendered)")
  }

  @Test(
    "A model's processes are those it says, or a main one and its threads or workers",
    arguments: [
      ("processes: 40", 40), ("threads: 8", 9), ("threads: 8\nworkers: 50", 9), ("workers: 50", 51),
      ("workers: 100000", 201), ("queue: 5", 1),
    ] as [(String, Int64)])
  func model(settings: String, tasks: Int64) throws {
    let read = ScenarioText(
      model: """
        workload: deployment/web
        endpoints: {get: {steps: [{wait: 1ms}]}}
        \(settings)
        """)
    let model = try #require(read.loaded?.models.services.first, "\(read.rendered)")
    #expect(model.tasks == tasks)
  }
}
