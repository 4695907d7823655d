import Cluster
import Manifests
import SimulationKernel
import TestSupport
import Testing

/// Quotas on storage and on numbers of objects: the rules and words of the API server's
/// ResourceQuota admission (apiserver pkg/admission/plugin/resourcequota;
/// pkg/quota/v1/evaluator/core).
@Suite("Quotas on storage and objects")
struct QuotaTests {
  /// A cluster of manifests on assumed nodes, half a minute old.
  private func cluster(_ text: String, _ simulation: inout Simulation) throws -> ClusterWorld {
    var world = try ClusterWorld.started(text, in: &simulation)
    simulation.run(&world, through: simulation.now + .seconds(30))
    return world
  }

  private func used(_ world: borrowing ClusterWorld, _ name: String) -> Int64? {
    for quota in world.cluster.quotas {
      let amounts = world.cluster.usage(of: quota, at: SimTime(seconds: 30))
      for (bound, amount) in zip(quota.hard, amounts) where bound.name == name { return amount }
    }
    return nil
  }

  private func statefulSet(_ replicas: Int, _ name: String = "db", parallel: Bool = false) -> String
  {
    """
    apiVersion: apps/v1
    kind: StatefulSet
    metadata: {name: \(name), namespace: shop}
    spec:
      replicas: \(replicas)
      podManagementPolicy: \(parallel ? "Parallel" : "OrderedReady")
      selector: {matchLabels: {app: \(name)}}
      template:
        metadata: {labels: {app: \(name)}}
        spec: {containers: [{name: \(name), image: "db:1"}]}
      volumeClaimTemplates:
        - metadata: {name: data}
          spec:
            storageClassName: fast
            accessModes: [ReadWriteOnce]
            resources: {requests: {storage: 10Gi}}
    """
  }

  private func deployment(_ name: String, _ replicas: Int = 1) -> String {
    ObjectDocument.deployment(
      name, replicas: replicas, pod: "containers: [{name: web, image: \"web:1\"}]")
  }

  @Test(
    "A StatefulSet's claim beyond a quota keeps its pod out, in the controller's words",
    arguments: [
      ("requests.storage: 25Gi", "requests.storage=10Gi", "requests.storage=20Gi", "25Gi"),
      (
        "persistentvolumeclaims: \"2\"", "persistentvolumeclaims=1", "persistentvolumeclaims=2", "2"
      ),
      (
        "count/persistentvolumeclaims: \"2\"", "count/persistentvolumeclaims=1",
        "count/persistentvolumeclaims=2", "2"
      ),
      (
        "fast.storageclass.storage.k8s.io/requests.storage: 20Gi",
        "fast.storageclass.storage.k8s.io/requests.storage=10Gi",
        "fast.storageclass.storage.k8s.io/requests.storage=20Gi", "20Gi"
      ),
      (
        "fast.storageclass.storage.k8s.io/persistentvolumeclaims: \"2\"",
        "fast.storageclass.storage.k8s.io/persistentvolumeclaims=1",
        "fast.storageclass.storage.k8s.io/persistentvolumeclaims=2", "2"
      ),
    ])
  func claims(hard: String, asked: String, used: String, limit: String) throws {
    var simulation = Simulation(seed: 1)
    var world = try cluster(statefulSet(3) + ObjectDocument.quota(hard), &simulation)
    #expect(world.cluster.workloads[0].readyCount == 2)
    let name = asked.prefix { $0 != "=" }
    let refusal =
      "persistentvolumeclaims \"data-db-2\" is forbidden: exceeded quota: bounds, requested: "
      + "\(asked), used: \(used), limited: \(name)=\(limit)"
    let messages = world.cluster.drainEvents().filter { $0.reason == "FailedCreate" }.map(\.message)
    #expect(
      messages.contains(
        "create Claim data-db-2 for Pod db-2 in StatefulSet db failed error: \(refusal)"))
    #expect(
      messages.contains(
        "create Pod db-2 in StatefulSet db failed error: failed to create PVC data-db-2: \(refusal)"
      ))
  }

  /// One, two and four at a time (stateful_set_control.go slowStartBatch).
  @Test("A parallel StatefulSet asks for no more pods after the batch in which one was refused")
  func slowStart() throws {
    var spec = try ClusterSpec.of(
      statefulSet(10, parallel: true) + ObjectDocument.quota("pods: \"3\""))
    spec.start = .cold
    var simulation = Simulation(seed: 1)
    var world = ClusterWorld(cluster: Cluster(spec, seed: 1))
    world.cluster.start(in: &simulation)
    simulation.run(&world, through: SimTime(seconds: 30))
    let refused = world.cluster.drainEvents().filter { $0.reason == "FailedCreate" }
    let ordinals = (0..<10).filter { ordinal in
      refused.contains { $0.message.hasPrefix("create Pod db-\(ordinal) ") }
    }
    #expect(ordinals == [3, 4, 5, 6])
  }

  @Test("A quota on another class, or on another namespace, bounds no claim")
  func otherClass() throws {
    var simulation = Simulation(seed: 1)
    let slow = ObjectDocument.quota("slow.storageclass.storage.k8s.io/requests.storage: \"0\"")
    let world = try cluster(statefulSet(2) + slow, &simulation)
    #expect(world.cluster.workloads[0].readyCount == 2)
    let elsewhere = ObjectDocument.quota("persistentvolumeclaims: \"0\"").replacing(
      "namespace: shop", with: "namespace: x")
    let other = try cluster(statefulSet(2) + elsewhere, &simulation)
    #expect(other.cluster.workloads[0].readyCount == 2)
  }

  @Test("An object beyond the count of its resource is not created; those before it are")
  func counts() throws {
    var simulation = Simulation(seed: 1)
    let objects = deployment("one") + deployment("two") + deployment("three")
    let quota = ObjectDocument.quota("count/deployments.apps: \"2\"")
    var world = try cluster(objects + quota, &simulation)
    #expect(world.cluster.workloads.map(\.readyCount) == [1, 1, 0])
    #expect(world.cluster.workloads.map(\.exists) == [true, true, false])
    let event = try #require(world.cluster.drainEvents().first { $0.reason == "Forbidden" })
    let refusal =
      "deployments.apps \"three\" is forbidden: exceeded quota: bounds, requested: "
      + "count/deployments.apps=1, used: count/deployments.apps=2, limited: "
      + "count/deployments.apps=2"
    #expect(event.kind == "Deployment" && event.name == "three" && event.message == refusal)
    #expect(world.cluster.notes.contains { $0.hasSuffix(refusal) })
    #expect(used(world, "count/deployments.apps") == 2_000)
  }

  private func service(_ name: String, _ type: String, _ more: String = "") -> String {
    """

    ---
    apiVersion: v1
    kind: Service
    metadata: {name: \(name), namespace: shop}
    spec: {type: \(type), selector: {app: web}\(more), ports: [{name: a, port: 80}, {name: b, port: 81}]}
    """
  }

  @Test("Services charge their node ports and load balancers (serviceEvaluator.Usage)")
  func services() throws {
    var simulation = Simulation(seed: 1)
    let objects =
      deployment("web") + service("inner", "ClusterIP") + service("ports", "NodePort")
      + service("outer", "LoadBalancer")
      + service("bare", "LoadBalancer", ", allocateLoadBalancerNodePorts: false")
    let wide = "services: \"9\", services.loadbalancers: \"9\", services.nodeports: \"9\""
    let world = try cluster(objects + ObjectDocument.quota(wide), &simulation)
    #expect(used(world, "services") == 4_000)
    #expect(used(world, "services.loadbalancers") == 2_000)
    #expect(used(world, "services.nodeports") == 4_000)
    let narrow = "services.loadbalancers: \"1\", services.nodeports: \"3\""
    var other = try cluster(objects + ObjectDocument.quota(narrow), &simulation)
    #expect(other.cluster.services.map(\.exists) == [true, true, false, true])
    #expect(
      other.cluster.drainEvents().contains {
        $0.message
          == "services \"outer\" is forbidden: exceeded quota: bounds, requested: "
          + "services.nodeports=2, used: services.nodeports=2, limited: services.nodeports=3"
      })
  }

  @Test("What controllers make is charged too: root certificates, ReplicaSets, Jobs of a CronJob")
  func made() throws {
    let job = """

      ---
      apiVersion: batch/v1
      kind: CronJob
      metadata: {name: tick, namespace: shop}
      spec:
        schedule: "* * * * *"
        jobTemplate:
          spec:
            template:
              spec: {restartPolicy: Never, containers: [{name: a, image: "a:1"}]}
      """
    var simulation = Simulation(seed: 1)
    let wide = "count/replicasets.apps: \"9\", configmaps: \"9\", count/cronjobs.batch: \"9\""
    let world = try cluster(deployment("web") + job + ObjectDocument.quota(wide), &simulation)
    #expect(used(world, "count/replicasets.apps") == 1_000)
    #expect(used(world, "configmaps") ?? 0 >= 1_000)
    #expect(used(world, "count/cronjobs.batch") == 1_000)
    var bounded = try cluster(job + ObjectDocument.quota("count/jobs.batch: \"1\""), &simulation)
    simulation.run(&bounded, through: SimTime(seconds: 150))
    let events = bounded.cluster.drainEvents()
    #expect(events.count { $0.kind == "CronJob" && $0.reason == "SuccessfulCreate" } == 1)
    #expect(
      events.contains {
        $0.reason == "FailedCreate"
          && $0.message.hasPrefix("Error creating job: jobs.batch \"tick-")
          && $0.message.hasSuffix(
            "is forbidden: exceeded quota: bounds, requested: count/jobs.batch=1, used: "
              + "count/jobs.batch=1, limited: count/jobs.batch=1")
      })
  }

  @Test("A rollout whose ReplicaSet a quota keeps out leaves the old pods alone")
  func replicaSets() throws {
    var simulation = Simulation(seed: 1)
    var world = try cluster(
      deployment("web", 2) + ObjectDocument.quota("count/replicasets.apps: \"1\""), &simulation)
    world.cluster.make(
      .restart(WorkloadReference(kind: nil, namespace: "shop", name: "web", span: .unknown)),
      update: nil,
      in: &simulation)
    simulation.run(&world, through: simulation.now + .seconds(60))
    #expect(world.cluster.workloads[0].readyCount == 2)
    #expect(world.cluster.workloads[0].revisions.count == 1)
    let events = world.cluster.drainEvents()
    let event = try #require(events.first { $0.reason == "ReplicaSetCreateError" })
    #expect(event.message.hasPrefix("Failed to create new replica set \"web-"))
    #expect(event.message.contains("replicasets.apps \"web-"))
  }

  @Test("Missing fields are named all at once, sorted, and only where the quota counts the pod")
  func missing() throws {
    var simulation = Simulation(seed: 1)
    let hard = "requests.memory: 1Gi, limits.cpu: \"4\", requests.cpu: \"4\""
    var world = try cluster(deployment("web") + ObjectDocument.quota(hard), &simulation)
    #expect(
      world.cluster.drainEvents().contains {
        $0.message.hasSuffix(
          "is forbidden: failed quota: bounds: must specify limits.cpu for: web; requests.cpu for: "
            + "web; requests.memory for: web")
      })
    let scoped = ObjectDocument.quota("pods: \"0\"", ", scopes: [NotBestEffort]")
    let free = try cluster(deployment("web") + scoped, &simulation)
    #expect(free.cluster.workloads[0].readyCount == 1)
    let others = ObjectDocument.quota("pods: \"0\"", ", scopes: [BestEffort]")
    var bound = try cluster(deployment("web") + others, &simulation)
    #expect(
      bound.cluster.drainEvents().contains {
        $0.message.hasSuffix(
          "exceeded quota: bounds, requested: pods=1, used: pods=0, limited: pods=0")
      })
  }

  @Test("Ended pods still count as objects, not as pods (podEvaluator.Usage)")
  func ended() throws {
    let job = """

      ---
      apiVersion: batch/v1
      kind: Job
      metadata: {name: once, namespace: shop}
      spec:
        completions: 2
        parallelism: 1
        template: {spec: {restartPolicy: Never, containers: [{name: a, image: "a:1"}]}}
      """
    var simulation = Simulation(seed: 1)
    let text = job + ObjectDocument.quota("pods: \"5\", count/pods: \"5\", count/jobs.batch: \"5\"")
    var spec = try ClusterSpec.of(text)
    spec.start = .cold
    simulation = Simulation(seed: 1)
    var world = ClusterWorld(cluster: Cluster(spec, seed: 1))
    world.cluster.start(in: &simulation)
    simulation.run(&world, through: SimTime(seconds: 120))
    let ended = world.cluster.workloads[0].pods.count { world.cluster.pods[$0].phase == .succeeded }
    #expect(used(world, "count/jobs.batch") == 1_000)
    #expect(used(world, "count/pods") == Int64(world.cluster.workloads[0].pods.count) * 1_000)
    #expect(
      used(world, "pods") == Int64(world.cluster.workloads[0].pods.count - ended) * 1_000)
  }

  /// Applies a file to a world that was started with another, and lets a minute go by.
  private func apply(
    _ file: String, to before: String, _ world: inout ClusterWorld, _ simulation: inout Simulation
  ) throws -> String? {
    let problem = try world.apply(file, to: before, in: &simulation)
    simulation.run(&world, through: simulation.now + .seconds(60))
    return problem
  }

  private func claim(_ name: String, _ size: String) -> String {
    """
    apiVersion: v1
    kind: PersistentVolumeClaim
    metadata: {name: \(name), namespace: shop}
    spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: \(size)}}}
    """
  }

  @Test("An apply brings new claims as far as the quota goes; its first refusal is its answer")
  func applied() throws {
    var simulation = Simulation(seed: 1)
    let before = statefulSet(1) + ObjectDocument.quota("requests.storage: 20Gi, secrets: \"40\"")
    var world = try cluster(before, &simulation)
    let sixteenGi: Int64 = (16 << 30) * 1_000
    let fits = try apply(claim("small", "6Gi"), to: before, &world, &simulation)
    #expect(fits == nil)
    #expect(used(world, "requests.storage") == sixteenGi)
    let refused = try apply(claim("large", "6Gi"), to: before, &world, &simulation)
    #expect(
      refused
        == "persistentvolumeclaims \"large\" is forbidden: exceeded quota: bounds, requested: "
        + "requests.storage=6Gi, used: requests.storage=16Gi, limited: requests.storage=20Gi")
    #expect(used(world, "requests.storage") == sixteenGi)
  }

  @Test("A claim beyond a LimitRange's bounds is refused, in its words")
  func limitRange() throws {
    let range = """

      ---
      apiVersion: v1
      kind: LimitRange
      metadata: {name: sizes, namespace: shop}
      spec: {limits: [{type: PersistentVolumeClaim, max: {storage: 5Gi}}]}
      """
    var simulation = Simulation(seed: 1)
    var world = try cluster(statefulSet(1) + range, &simulation)
    #expect(world.cluster.workloads[0].readyCount == 0)
    #expect(
      world.cluster.drainEvents().contains {
        $0.message.hasSuffix(
          "persistentvolumeclaims \"data-db-0\" is forbidden: maximum storage usage per "
            + "PersistentVolumeClaim is 5Gi, but request is 10Gi")
      })
  }

  @Test("A claim that users write is bound by LimitRanges too, at the start and when it is applied")
  func limitedClaim() throws {
    let range = """

      ---
      apiVersion: v1
      kind: LimitRange
      metadata: {name: sizes, namespace: shop}
      spec: {limits: [{type: PersistentVolumeClaim, min: {storage: 2Gi}, max: {storage: 5Gi}}]}
      ---

      """
    let refusal =
      "persistentvolumeclaims \"small\" is forbidden: minimum storage usage per "
      + "PersistentVolumeClaim is 2Gi, but request is 1Gi"
    let before = deployment("web") + range + claim("fitting", "4Gi")
    var simulation = Simulation(seed: 1)
    var started = try cluster(before + "\n---\n" + claim("small", "1Gi"), &simulation)
    let refused = started.cluster.drainEvents().filter { $0.reason == "Forbidden" }
    #expect(refused.map(\.message) == [refusal])
    var world = try cluster(before, &simulation)
    let answer = try apply(claim("small", "1Gi"), to: before, &world, &simulation)
    #expect(answer == refusal)
    // A file's range is written before its claims, as at the start.
    let without = deployment("web")
    var bare = try cluster(without, &simulation)
    let together = try apply(range + claim("small", "1Gi"), to: without, &bare, &simulation)
    #expect(together == refusal)
  }

  @Test("What is said of plural names: definitions first, else as kinds are written")
  func plurals() throws {
    var simulation = Simulation(seed: 1)
    let objects = """

      ---
      apiVersion: policy/v1
      kind: PodDisruptionBudget
      metadata: {name: web, namespace: shop}
      spec: {maxUnavailable: 1, selector: {matchLabels: {app: web}}}
      ---
      apiVersion: networking.k8s.io/v1
      kind: NetworkPolicy
      metadata: {name: open, namespace: shop}
      spec: {podSelector: {}, ingress: [{}]}
      ---
      apiVersion: networking.k8s.io/v1
      kind: Ingress
      metadata: {name: door, namespace: shop}
      spec: {defaultBackend: {service: {name: web, port: {number: 80}}}}
      """
    let hard =
      "count/poddisruptionbudgets.policy: \"5\", count/networkpolicies.networking.k8s.io: \"5\", "
      + "count/ingresses.networking.k8s.io: \"5\", resourcequotas: \"5\", count/serviceaccounts: \"5\""
    let world = try cluster(deployment("web") + objects + ObjectDocument.quota(hard), &simulation)
    for quota in world.cluster.quotas {
      #expect(world.cluster.usage(of: quota, at: .zero) == quota.hard.map { _ in 1_000 })
    }
  }
}
