import Foundation
import Manifests
import SimulationKernel
import Testing

@Suite("Faults and changes")
struct FaultTests {
  private static let faultTexts = """
    faults:
      - {name: crash, at: 1m, duration: 5m, nodeCrash: {node: worker-3}}
      - {at: 2m, nodeCrash: {zone: zone-a}}
      - {at: 3m, zoneLoss: {zone: zone-b}}
      - at: 4m
        podKill: {store: {system: postgresql, role: primary, shard: 0}}
      - at: 5m
        podKill: {workload: shop/deployment/web, mode: fixed, value: 2, gracePeriod: 30s}
      - at: 6m
        podKill:
          pod:
            selector:
              namespaces: [shop]
              labelSelectors: {app: web}
              expressionSelectors: [{key: tier, operator: In, values: [a, b]}]
              pods: {shop: [web-0, web-1]}
            mode: fixed-percent
            value: "30"
      - at: 7m
        duration: 1m
        networkPartition:
          from: {zone: zone-a}
          to: {workload: shop/web}
          direction: to
      - {at: 8m, networkPartition: {from: {node: worker-1}, to: {dependency: api.example}}}
    """

  @Test("Power is lost on some machines or on all")
  func powerLoss() throws {
    let read = ScenarioText(
      spec: """
        faults:
          - {at: 1m, powerLoss: {}}
          - {at: 2m, duration: 1m, powerLoss: {zone: zone-a}}
        """)
    #expect(read.items.isEmpty, "\(read.rendered)")
    let faults = try #require(read.scenario?.faults)
    let losses = faults.compactMap { $0.action as? PowerLoss }
    #expect(losses.count == 2 && losses.first.map { $0.target == nil } ?? false)
    guard case .zone("zone-a", _)? = losses.last?.target else {
      Issue.record("\(faults)")
      return
    }
  }

  @Test("are read with their targets")
  func faults() throws {
    let read = ScenarioText(
      spec: Self.faultTexts)
    #expect(read.items.isEmpty, "\(read.rendered)")
    let faults = try #require(read.scenario?.faults)
    #expect(
      faults.map(\.name) == [
        "crash", "nodeCrash-2", "zoneLoss-3", "podKill-4", "podKill-5", "podKill-6",
        "networkPartition-7", "networkPartition-8",
      ])
    #expect(faults.map(\.at) == (1...8).map { SimTime.zero + .minutes($0) })
    #expect(faults[0].duration == .minutes(5) && faults[1].duration == nil)
    guard case .node("worker-3", _)? = (faults[0].action as? NodeCrash)?.target,
      case .zone("zone-a", _)? = (faults[1].action as? NodeCrash)?.target,
      (faults[2].action as? ZoneLoss)?.zone == "zone-b",
      let primary = faults[3].action as? PodKill, primary.gracePeriod == .zero,
      case .store(let store) = primary.target.group, primary.target.mode == .one,
      let two = faults[4].action as? PodKill, two.gracePeriod == .thirtySeconds,
      case .workload(let web) = two.target.group, two.target.mode == .fixed(2),
      let share = faults[5].action as? PodKill, share.gracePeriod == .zero,
      case .selected(let selector) = share.target.group,
      share.target.mode == .fixedPercent(30),
      let zone = faults[6].action as? NetworkPartition, zone.direction == .to,
      case .nodes(.zone("zone-a", _)) = zone.from, case .pods(let peers)? = zone.to,
      let node = faults[7].action as? NetworkPartition, node.direction == .both,
      case .nodes(.node("worker-1", _)) = node.from,
      case .dependency("api.example", _)? = node.to
    else {
      Issue.record("a fault was read as something else")
      return
    }
    #expect(store.system == "postgresql" && store.role == .primary && store.shard == 0)
    #expect(web.namespace == "shop" && web.kind == "deployment" && web.name == "web")
    #expect(peers.mode == .all)
    #expect(selector.namespaces == ["shop"])
    #expect(selector.labels.matches(StringMap([("app", "web"), ("tier", "b")])))
    #expect(!selector.labels.matches(StringMap([("app", "web"), ("tier", "c")])))
    #expect(selector.pods.map(\.names) == [["web-0", "web-1"]])
  }

  @Test("A partition has two sides, apart or as one link")
  func links() throws {
    let read = ScenarioText(
      spec: """
        faults:
          - {at: 1m, networkPartition: {link: {from: {zone: zone-a}, to: {zone: zone-b}}}}
          - {at: 2m, networkPartition: {from: {zone: zone-a}, to: {zone: zone-b}}}
        """)
    #expect(read.items.isEmpty, "\(read.rendered)")
    for fault in try #require(read.scenario?.faults) {
      let partition = try #require(fault.action as? NetworkPartition)
      guard case .nodes(.zone("zone-a", _)) = partition.from,
        case .nodes(.zone("zone-b", _))? = partition.to
      else {
        Issue.record("\(partition)")
        return
      }
    }
    let mistaken = ScenarioText(
      spec: """
        faults:
          - {at: 1m, networkPartition: {link: {from: {zone: a}}, to: {zone: b}}}
          - {at: 1m, networkPartition: {direction: to}}
        """)
    #expect(
      mistaken.marked == [
        "{zone: b} -> the link names its other side itself",
        "{ -> a network partition has none of from, link",
      ])
  }

  @Test("point at what does not fit")
  func mistakes() {
    let read = ScenarioText(
      spec: """
        faults:
          - {name: a, at: 1m, nodeCrsh: {node: worker-1}}
          - {name: b, at: 1m, nodeCrash: {pod: web}}
          - {name: c, at: 1m, nodeCrash: {node: a}, zoneLoss: {zone: z}}
          - {name: d, at: 1m, podKill: {workload: web}}
          - {name: e, at: 1m, podKill: {workload: shop/web, mode: some}}
          - {name: f, at: 1m, podKill: {workload: shop/web, mode: fixed}}
          - {name: g, at: 1m, podKill: {workload: shop/web, mode: fixed-percent, value: 101}}
          - {name: h, at: 10m, zoneLoss: {zone: z}}
          - {name: h, at: 1m, zoneLoss: {zone: z}}
          - {name: i, at: 1m}
          - {name: j, zoneLoss: {zone: z}}
          - {name: k, at: 1m, duration: 5s, podKill: {workload: shop/web}}
          - {name: l, at: 1m, podKill: {store: {system: pg, role: leaders}}}
          - {name: m, at: 1m, diskLost: {volume: data-0}}
        """)
    #expect(
      read.marked == [
        "nodeCrsh -> \"nodeCrsh\" is unknown in a fault (did you mean \"nodeCrash\"?)",
        "web -> expected a pod target (a mapping), found text \"web\"",
        "zoneLoss -> a fault has \"nodeCrash\" and \"zoneLoss\", which exclude each other",
        "web -> \"web\" is no workload (write its namespace and name, like voicehelper/gateway)",
        "some -> \"some\" is not one of one, all, fixed, fixed-percent, random-max-percent",
        "fixed -> missing field \"value\", which this mode needs",
        "101 -> a percentage is from 1 to 100",
        "10m -> the fault comes after the scenario's end",
        "h -> two faults are called \"h\"",
        "{ -> a fault has none of nodeCrash, podKill, zoneLoss, powerLoss, diskFill, "
          + "networkPartition, diskFull, diskSlow, diskStall, diskLost, regionLoss, dataDeletion, "
          + "dataCorruption, processKill, processFreeze, processLeak, kubeletStop, "
          + "containerRuntimeStop, queueCrash, file",
        "{ -> missing field \"at\" in a fault",
        "5s -> podKill happens once, so this duration has no effect",
        "leaders -> \"leaders\" is not one of primary, replica, leader, follower "
          + "(did you mean \"leader\"?)",
        "data-0 -> \"data-0\" is no claim "
          + "(write its namespace and name, like voicehelper/data-redis-0)",
      ])
  }

  @Test("tell once of phases, conditions and shards that there are not")
  func unknownPods() {
    let read = ScenarioText(
      spec: """
        faults:
          - {name: a, at: 1m, podKill: {pod: {mode: one, selector: {podPhaseSelectors: [Runing]}}}}
          - name: b
            at: 1m
            podKill:
              pod:
                mode: one
                selector: {expressionSelectors: [{key: a, operator: In, values: 5}]}
          - {name: c, at: 1m, podKill: {store: {system: db, shard: 2}}}
          - {name: d, at: 1m, podKill: {store: {system: db, shard: 1}}}
        """,
      documents: """
        ---
        apiVersion: vhsim.dev/v1alpha1
        kind: StoreModel
        metadata: {name: db, namespace: shop}
        spec:
          engine: redis
          workload: statefulset/db
          shards: 2
          operations: {get: {kind: read}}
        """)
    let errors = zip(read.items, read.marked).filter { $0.0.severity == .error }.map(\.1)
    #expect(
      errors == [
        "Runing -> \"Runing\" is not one of Pending, Running, Succeeded, Failed, Unknown "
          + "(did you mean \"Running\"?)",
        "5 -> expected a list, found the number 5 (begin each element with \"- \")",
        "2 -> the store db has no shard 2 (it has 2, from 0 to 1)",
      ])
  }

  private static let resources = """
    apiVersion: chaos-mesh.org/v1alpha1
    kind: PodChaos
    metadata: {name: kill, namespace: shop}
    spec: {action: pod-kill, mode: one, gracePeriod: 5, selector: {labelSelectors: {app: web}}}
    ---
    apiVersion: chaos-mesh.org/v1alpha1
    kind: NetworkChaos
    metadata: {name: cut, namespace: shop}
    spec:
      action: partition
      mode: all
      selector: {namespaces: [shop]}
      direction: both
      target: {mode: all, selector: {namespaces: [data]}}
      duration: 30s
    """

  /// Reads a scenario whose one fault is a file of resources.
  private func readChaos(_ folder: String, _ resources: String) throws -> ScenarioText {
    let directory = FileManager.default.temporaryDirectory
      .appendingPathComponent("vhsim-chaos-\(folder)-\(ProcessInfo.processInfo.processIdentifier)")
    try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: directory) }
    try resources.write(
      to: directory.appendingPathComponent("chaos.yaml"), atomically: true, encoding: .utf8)
    let text = """
      apiVersion: vhsim.dev/v1alpha1
      kind: Scenario
      metadata: {name: t}
      spec: {duration: 1h, faults: [{at: 1m, file: chaos.yaml}]}
      """
    return ScenarioText(
      bytes: Array(text.utf8), path: directory.appendingPathComponent("s.yaml").path)
  }

  @Test("of Chaos Mesh are read from their files")
  func chaosMesh() throws {
    let good = try readChaos("good", Self.resources)
    #expect(good.items.isEmpty, "\(good.rendered)")
    let faults = try #require(good.scenario?.faults)
    #expect(faults.map(\.name) == ["kill", "cut"])
    #expect(faults[1].duration == .seconds(30))
    guard let kill = faults[0].action as? PodKill,
      case .selected(let selector) = kill.target.group
    else {
      Issue.record("pod-kill kills no pod")
      return
    }
    #expect(kill.gracePeriod == .seconds(5))
    // Without namespaces a resource means its own.
    #expect(selector.namespaces == ["shop"])
  }

  @Test("of Chaos Mesh are refused where they are not simulated")
  func unsupported() throws {
    let bad = try readChaos(
      "bad",
      """
      apiVersion: chaos-mesh.org/v1alpha1
      kind: NetworkChaos
      metadata: {name: slow}
      spec: {action: delay, mode: all, selector: {}, delay: {latency: 10ms}}
      ---
      apiVersion: chaos-mesh.org/v1alpha1
      kind: StressChaos
      metadata: {name: stress}
      spec: {}
      """)
    #expect(bad.items.map(\.code) == ["unsupported", "unsupported"])
    #expect(bad.marked.first == "delay -> delay is not simulated")
  }

  @Test("changes are read")
  func changes() throws {
    let read = ScenarioText(
      spec: """
        changes:
          - {at: 1m, scale: {workload: shop/web, replicas: 0}}
          - {at: 2m, restart: {workload: shop/web}}
          - {at: 3m, drain: {node: worker-1}}
          - {at: 4m, cordon: {node: worker-1}}
          - {at: 5m, uncordon: {node: worker-1}}
          - {at: 6m, delete: {kind: Deployment, namespace: shop, name: web, cascade: orphan}}
          - {at: 7m, taint: {node: worker-1, key: dedicated, value: db, effect: NoExecute}}
          - {at: 8m, taint: {node: worker-1, key: dedicated, remove: true}}
        """)
    #expect(read.items.isEmpty, "\(read.rendered)")
    let changes = try #require(read.scenario?.changes)
    #expect(changes.map(\.at) == (1...8).map { SimTime.zero + .minutes($0) })
    guard case .scale(let web, 0) = changes[0].action, case .restart = changes[1].action,
      case .drain("worker-1", _) = changes[2].action,
      case .cordon("worker-1", _) = changes[3].action,
      case .uncordon("worker-1", _) = changes[4].action,
      case .delete(let object) = changes[5].action, case .taint(let set) = changes[6].action,
      case .taint(let gone) = changes[7].action
    else {
      Issue.record("a change was read as something else")
      return
    }
    #expect(web.namespace == "shop" && web.name == "web")
    #expect(object.kind == "Deployment" && object.namespace == "shop" && object.name == "web")
    #expect(object.cascade == .orphan)
    #expect(changes[5].action.target == "Deployment shop/web --cascade=orphan")
    #expect(set.effect == .noExecute && set.value == "db" && !set.isRemoved)
    #expect(gone.isRemoved && gone.effect == nil)
    #expect(changes[6].action.target == "worker-1 dedicated=db:NoExecute")
    #expect(changes[7].action.target == "worker-1 dedicated-")
  }
}

extension SimDuration {
  fileprivate static let thirtySeconds = SimDuration.seconds(30)
  fileprivate static func ~= (pattern: SimDuration, value: SimDuration) -> Bool { pattern == value }
}
