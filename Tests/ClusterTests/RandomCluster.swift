import Cluster
import Manifests
import SimulationKernel

import struct Cluster.NodeTaint

/// Random small clusters for the swarm: controllers of every kind with requests, priorities,
/// affinity, taints, spread constraints, budgets and volumes.
struct RandomCluster {
  var random: EntityRandom

  init(seed: UInt64) { random = EntityRandom(seed: seed, stream: "swarm") }

  private mutating func happens(_ share: Int) -> Bool { random.below(100) < share }

  mutating func spec(withFaults: Bool) -> ClusterSpec {
    var workloads: [WorkloadSpec] = []
    for number in 0..<1 + random.below(6) { workloads.append(workload(number, withFaults)) }
    var spec = SmallCluster.spec(workloads, start: happens(50) ? .running : .cold)
    spec.version = ClusterVersion(minor: [31, 31, 32, 33, 35][random.below(5)])
    for node in spec.nodes.indices {
      if happens(15) {
        let effect = NodeTaint.Effect.allCases[random.below(2)]
        spec.nodes[node].taints = [NodeTaint(key: "dedicated", value: "x", effect: effect)]
      }
      if happens(20) { spec.nodes[node].volumeLimits = [.init(driver: "*", count: 2)] }
    }
    spec.storageClasses = [
      StorageClassSpec(
        name: "zonal", waitsForConsumer: happens(70), provisions: true, isLocal: false)
    ]
    spec.storageClasses[0].isDefault = true
    spec.storageClasses[0].driver = "disk.example.com"
    for workload in workloads where happens(40) && workload.kind != .job {
      var budget = BudgetSpec(
        name: workload.name, namespace: "shop",
        selector: LabelSelector(matchLabels: workload.template.labels))
      budget.maxUnavailable = .int(1)
      spec.budgets.append(budget)
    }
    if happens(50) {
      let settings = ShutdownSettings(
        grace: .seconds(Int64(10 + random.below(90))), criticalGrace: .seconds(5))
      for node in spec.nodes.indices { spec.nodes[node].kubelet.shutdown = settings }
    }
    return spec
  }

  private mutating func workload(_ number: Int, _ withFaults: Bool) -> WorkloadSpec {
    let kinds: [WorkloadKind] = [
      .deployment, .deployment, .statefulSet, .daemonSet, .job, .replicaSet,
    ]
    let kind = withFaults ? kinds[random.below(6)] : kinds[random.below(3)]
    // A rollout without faults can always surge: requests stay small there.
    let milli = Int64(random.below(withFaults ? 15 : 4)) * 100
    var workload = SmallCluster.workload(
      kind, "w\(number)", replicas: random.below(8), milli: milli)
    workload.isParallel = happens(30)
    if kind == .job {
      workload.job = JobSettings()
      workload.job?.parallelism = 1 + random.below(3)
      workload.job?.completions = 1 + random.below(4)
      workload.replicas = workload.job?.parallelism ?? 1
      workload.template.restartPolicy = .never
    }
    if kind == .statefulSet, happens(40) {
      workload.claimTemplates = [
        ClaimSpecification(name: "data", namespace: "shop", bytes: 1 << 30)
      ]
    }
    place(&workload.template, withFaults)
    workload.template.containers[0].readinessProbe = ProbeSpec()
    if happens(30) { workload.template.containers[0].preStop = .seconds(Int64(random.below(40))) }
    return workload
  }

  /// Where the pods of a template want to be.
  private mutating func place(_ template: inout PodTemplate, _ withFaults: Bool) {
    template.priority = Int32(random.below(3)) * 100
    template.preempts = happens(80)
    if happens(30) { template.tolerations = [PodToleration(comparison: .exists)] }
    let own = LabelSelector(matchLabels: template.labels)
    if happens(withFaults ? 25 : 0) {
      template.requiredAntiAffinity = [
        AffinityTerm(selector: own, topologyKey: "kubernetes.io/hostname")
      ]
    }
    if happens(30) {
      template.preferredAffinity = [
        WeightedAffinityTerm(
          weight: happens(50) ? 10 : -10,
          term: AffinityTerm(selector: own, topologyKey: "topology.kubernetes.io/zone"))
      ]
    }
    if happens(30) {
      template.spreadConstraints = [
        SpreadConstraint(
          maxSkew: 1, topologyKey: "topology.kubernetes.io/zone",
          isRequired: withFaults && happens(60), selector: own)
      ]
    }
  }
}
