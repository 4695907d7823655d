import Foundation
import Metrics
import SimulationKernel
import Testing
import Twin

/// A Kafka resource with node pools, run as Strimzi does.
@Suite("Strimzi's resources")
struct KafkaResourceTests {
  private static func pool(
    _ name: String, role: String, replicas: Int = 3, storage: String? = nil
  ) -> String {
    let disk = storage.map { "type: persistent-claim, size: \($0)" } ?? "type: ephemeral"
    return """
      apiVersion: kafka.strimzi.io/v1beta2
      kind: KafkaNodePool
      metadata: {name: \(name), namespace: default, labels: {strimzi.io/cluster: orders}}
      spec: {replicas: \(replicas), roles: [\(role)], storage: {\(disk)}}
      """
  }

  private static let resource = """
    apiVersion: kafka.strimzi.io/v1beta2
    kind: Kafka
    metadata: {name: orders, namespace: default}
    spec:
      kafka:
        listeners: [{name: plain, port: 9092, type: internal, tls: false}]
        config: {default.replication.factor: 3, min.insync.replicas: 2}
    """

  private static let model = """
    apiVersion: vhsim.dev/v1alpha1
    kind: StoreModel
    metadata: {name: orders, namespace: default}
    spec:
      engine: kafka
      workload: kafka.kafka.strimzi.io/orders
      services: {any: orders-kafka-bootstrap}
      operations:
        put: {kind: write, cpu: 20us}
      client: {timeout: 1s}
    """

  @Test("A pool of controllers alone agrees on what the brokers of the other hold")
  func controllers() throws {
    let laboratory = try Laboratory(
      load: "executor: constant-arrival-rate, journey: customer, rate: 50", duration: "60s",
      services: [Server(steps: ["write: orders/put"])],
      documents: [
        Self.pool("controllers", role: "controller"), Self.pool("brokers", role: "broker"),
        Self.resource, Self.model,
      ], faults: "[{name: loss, at: 20s, processKill: {store: {system: orders, role: leader}}}]")
    let rows = try laboratory.run(seed: 1).rows
    let failover = try #require(rows.failovers.first)
    #expect(failover.oldPrimary.contains("orders-controllers-"), "\(failover)")
    #expect(failover.newPrimary.contains("orders-controllers-"), "\(failover)")
    // Records go on while the controllers elect.
    let answered = try #require(rows.durations(of: "customer")).count
    #expect(answered > 2_400, "\(answered)")
  }

  /// Three controllers, and brokers in a pool of two and one of one: `orders-first-3`,
  /// `orders-first-4` and `orders-second-5`, in which partition 2 has its first leader.
  private static func threeBrokers(
    faults: String = "[]", changes: String = "[]"
  ) throws -> Laboratory {
    let worker = Server(
      name: "worker",
      settings: ["consumers: [{store: orders, topic: put, endpoint: serve, prefetch: 10}]"],
      steps: ["wait: constant(1ms)"])
    return try Laboratory(
      load: "executor: constant-arrival-rate, journey: customer, rate: 50", duration: "90s",
      services: [Server(steps: ["write: orders/put"]), worker],
      documents: [
        pool("controllers", role: "controller"),
        pool("first", role: "broker", replicas: 2, storage: "2Gi"),
        pool("second", role: "broker", replicas: 1, storage: "1Gi"), resource,
        model.replacingOccurrences(of: "client:", with: "shards: 3\n  client:"),
      ], changes: changes, faults: faults)
  }

  @Test("A broker of the first pool takes over from a killed one of the second, with all records")
  func brokerPools() throws {
    let laboratory = try Self.threeBrokers(
      faults: "[{name: loss, at: 20s, podKill: {workload: default/orders-second}}]")
    let (summary, rows) = try laboratory.run(seed: 1)
    let failover = try #require(rows.failovers.first { $0.group == "2" }, "\(rows.failovers)")
    #expect(failover.oldPrimary == "default/orders-second-5", "\(failover)")
    #expect(failover.newPrimary.hasPrefix("default/orders-first-"), "\(failover)")
    // The session of 9 s runs out, as for a broker of any pool.
    #expect(failover.writeGap > .seconds(5) && failover.writeGap < .seconds(20), "\(failover)")
    // With acks=all no acknowledged record is lost, and each comes to the worker.
    #expect(rows.failovers.allSatisfy { $0.lostWrites == 0 && $0.duplicatedWrites == 0 })
    let published = try #require(rows.samples(of: "vhsim_messages_published_total").max())
    let processed = try #require(rows.samples(of: "vhsim_messages_processed_total").max())
    #expect(rows.samples(of: "vhsim_messages_lost_total").max() == 0)
    #expect(published > 3_500 && processed >= published - 10, "\(processed) of \(published)")
    // Those whose clients gave up waiting are records too.
    #expect(published >= Double(summary.answered), "\(summary.answered) of \(published)")
  }

  @Test("A plan names the pools that hold the records")
  func plannedPools() throws {
    let plan = try Self.threeBrokers(
      faults: "[{name: loss, at: 20s, podKill: {store: {system: orders, role: primary, shard: 2}}}]"
    ).plan()
    let facts = try #require(plan.stores.first { $0.system == "orders" }).sentences
    let pools = facts.first { $0.contains("several") } ?? ""
    #expect(pools.hasSuffix("2 of default/orders-first, 1 of default/orders-second"), "\(facts)")
    #expect(plan.faults.first?.targets.map(\.name) == ["default/orders-second-5"])
    #expect(!plan.notes.contains { $0.subject == "KafkaNodePool" })
  }

  @Test("Cruise Control and the exporter have a pod each, of what their sections ask for")
  func companions() throws {
    let resource =
      Self.resource + """

          entityOperator: {topicOperator: {}}
          cruiseControl: {resources: {requests: {cpu: 300m, memory: 64Mi}}}
          kafkaExporter: {resources: {requests: {cpu: 200m, memory: 64Mi}}}
        """
    func plan(_ resource: String) throws -> PlatformPlan {
      try Laboratory(
        load: "executor: constant-arrival-rate, journey: customer, rate: 50", duration: "60s",
        services: [Server(steps: ["write: orders/put"])],
        documents: [Self.pool("both", role: "broker, controller"), resource, Self.model]
      ).plan()
    }
    let (bare, whole) = (try plan(Self.resource), try plan(resource))
    let added = whole.nodes.flatMap(\.pods).filter { !bare.nodes.flatMap(\.pods).contains($0) }
      .map { $0.split(separator: "-").dropLast(2).joined(separator: "-") }
    #expect(
      added.sorted() == [
        "default/orders-cruise-control", "default/orders-entity-operator",
        "default/orders-kafka-exporter",
      ])
    let requested = [bare, whole].map { $0.nodes.reduce(0) { $0 + $1.requestedMilliCPU } }
    #expect(requested[1] - requested[0] == 500)
  }

  @Test("Each broker has its own pool's volume, which its records fill")
  func poolVolumes() throws {
    let rows = try Self.threeBrokers().run(seed: 1).rows
    for (claim, bytes) in [("data-orders-first-3", 2.0), ("data-orders-second-5", 1)] {
      let capacity = rows.values(of: "kubelet_volume_stats_capacity_bytes", claim).last?.value
      #expect(capacity == bytes * 1_073_741_824, "\(claim)")
      let used = rows.values(of: "kubelet_volume_stats_used_bytes", claim).last?.value ?? 0
      #expect(used > 100_000, "\(claim)")
    }
  }

  @Test("A restart of both pools stops one broker at a time, and no write is refused")
  func restartOfPools() throws {
    let restarts = ["first", "second"].map {
      "{at: 20s, restart: {workload: default/orders-\($0)}}"
    }
    let laboratory = try Self.threeBrokers(changes: "[\(restarts.joined(separator: ", "))]")
    let (summary, rows) = try laboratory.run(seed: 1)
    let stopped = rows.events.filter { $0.reason == "Killing" && $0.kind == "Pod" }
    let names = ["orders-first-3", "orders-first-4", "orders-second-5"]
    #expect(stopped.map(\.name).sorted() == names, "\(stopped)")
    // min.insync.replicas is 2 of 3: two brokers away at once would refuse.
    #expect(summary.failed == 0, "\(summary)")
  }

  @Test("Nodes of both roles agree, whichever pool is written first")
  func bothRoles() throws {
    let laboratory = try Laboratory(
      load: "executor: constant-arrival-rate, journey: customer, rate: 50", duration: "60s",
      services: [Server(steps: ["write: orders/put"])],
      documents: [
        Self.pool("new", role: "broker", replicas: 2),
        Self.pool("old", role: "controller, broker", replicas: 3), Self.resource, Self.model,
      ], faults: "[{name: loss, at: 20s, processKill: {store: {system: orders, role: leader}}}]")
    let (summary, rows) = try laboratory.run(seed: 1)
    let elected = try #require(rows.failovers.first { $0.group == "coordination" })
    #expect(elected.oldPrimary.hasPrefix("default/orders-old-"), "\(elected)")
    #expect(elected.newPrimary.hasPrefix("default/orders-old-"), "\(elected)")
    #expect(summary.answered > 2_400, "\(summary)")
    #expect(rows.failovers.allSatisfy { $0.lostWrites == 0 })
  }

  @Test("Controllers of several pools are one group: of four, two are no majority")
  func controllerPools() throws {
    func refused(_ lost: String) throws -> UInt64 {
      try Laboratory(
        load: "executor: constant-arrival-rate, journey: customer, rate: 50", duration: "90s",
        services: [Server(steps: ["write: orders/put"])],
        documents: [
          Self.pool("left", role: "controller", replicas: 3),
          Self.pool("right", role: "controller", replicas: 1), Self.pool("brokers", role: "broker"),
          Self.resource, Self.model,
        ],
        faults: """
          [{name: voters, at: 20s, duration: 60s, processKill: {restart: false, \(lost)}}, \
          {name: broker, at: 30s, processKill: {store: {system: orders, role: primary}}}]
          """
      ).run(seed: 1).summary.failed
    }
    let left = "mode: fixed, value: 2, workload: default/orders-left"
    let right = "workload: default/orders-right"
    // Without a majority nobody is made the leader of what the broker led.
    #expect(try refused(left) > 50 * 30)
    #expect(try refused(right) < 50 * 20)
  }

  @Test("Two models of one resource's pools are two stores in the same pods")
  func twoModels() throws {
    let other = Self.model.replacingOccurrences(of: "io/orders", with: "io/orders-second")
      .replacingOccurrences(of: "{name: orders,", with: "{name: others,")
    let laboratory = try Laboratory(
      load: "executor: constant-arrival-rate, journey: customer, rate: 50",
      services: [Server(steps: ["write: orders/put"])],
      documents: [
        Self.pool("first", role: "broker"), Self.pool("second", role: "broker"), Self.resource,
        Self.model, other,
      ])
    let problem = #expect(throws: Unbuildable.self) { try laboratory.run(seed: 1) }
    #expect(problem?.messages == ["the pods of orders-first hold the data of two stores"])
  }

  /// Two brokers in each of three zones, numbered by zone, and writes to six partitions of three
  /// copies of which two must be in sync; the first zone is lost.
  private static func zones(_ rack: String) throws -> Laboratory {
    let places = ["one", "two", "three"]
    let brokers = places.map { zone in
      """
      apiVersion: kafka.strimzi.io/v1beta2
      kind: KafkaNodePool
      metadata: {name: \(zone), namespace: default, labels: {strimzi.io/cluster: orders}}
      spec:
        replicas: 2
        roles: [broker]
        storage: {type: ephemeral}
        template:
          pod:
            tolerations: [{key: brokers, operator: Exists}]
            affinity:
              nodeAffinity:
                requiredDuringSchedulingIgnoredDuringExecution:
                  nodeSelectorTerms:
                    - matchExpressions:
                        - {key: topology.kubernetes.io/zone, operator: In, values: [\(zone)]}
      """
    }
    let nodes = places.map {
      "{name: \($0), count: 2, cpu: \"8\", memory: 64Gi, zones: [\($0)], "
        + "taints: [{key: brokers, effect: NoSchedule}]}"
    }
    return try Laboratory(
      load: "executor: constant-arrival-rate, journey: customer, rate: 50", duration: "90s",
      services: [Server(steps: ["write: orders/put"])],
      documents: [pool("controllers", role: "controller")] + brokers + [
        resource.replacingOccurrences(of: "listeners:", with: rack + "listeners:"),
        model.replacingOccurrences(of: "client:", with: "shards: 6\n  replicas: 2\n  client:"),
      ], faults: "[{name: loss, at: 20s, zoneLoss: {zone: one}}]",
      pools: nodes, zones: ["zone-a"] + places)
  }

  @Test("Strimzi's racks keep two copies of every partition when a zone is lost")
  func racks() throws {
    let aware = try Self.zones("rack: {topologyKey: topology.kubernetes.io/zone}\n    ")
    // Each partition has one copy in the zone, which leaves its set when its session of 9 s ends.
    // Writes that wait for it fail after their second.
    let (few, rows) = try aware.run(seed: 1)
    #expect(few.failed > 50 * 6 && few.failed < 50 * 15, "\(few)")
    #expect(rows.failovers.count == 2 && rows.failovers.allSatisfy { $0.lostWrites == 0 })
    // Two partitions of six have two copies of three in the zone: they are refused for all of 70 s.
    let many = try Self.zones("").run(seed: 1).summary
    #expect(many.failed > few.failed + 50 * 70 / 6, "\(many)")
  }
}
