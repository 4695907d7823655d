package import Cluster
import Manifests
package import Mesh
package import SimulationKernel

/// The data systems in pods.
///
/// A call arrives at a pod, costs core time on the node's CPU, runs through the engine's protocol
/// with packets between pods and flushes of their disks, and is answered. The cluster starts and
/// stops the pods. Roles are published as pod labels, so that Services follow the primary.
///
/// `StoreGroups` holds the protocols and asks for what it needs by `StoreAction`s; this room
/// carries these out on CPU, network and API (`Stores+Actions`).
public struct Stores: ~Copyable {
  private let inPlace = InPlace()
  /// The systems, their members and groups.
  package internal(set) var groups: StoreGroups
  /// The pod of each member; `none` before its first pod.
  package internal(set) var pods: [PodHandle]
  /// The member in each pod, by the pod's index; -1 where other software runs.
  var memberOfPod: [Int32] = []
  /// The ordinal of each member's pod; -1 before its first pod.
  var ordinals: [Int32]
  /// The claim that each member's data was on when it started last; nil without any.
  var dataClaims: [ClaimIdentity?]
  /// The cluster's workloads whose pods are members of stores.
  let carriers: [StoreCarrier]
  let operations: [StoreOperationLaws]
  let bank: SamplerBank
  /// When the last packet from one member to another arrives, which no later one may overtake.
  var lastArrivals: [SimTime]
  var network: EntityRandom
  /// The workload with the software of each store's operator, by the cluster's numbering; nil where
  /// the store has no operator, or the manifests do not include it.
  let operatorWorkloads: [Int?]
  /// What each store's operator knows for its repairs.
  var repairs: [StoreRepair]
  /// Members with a new disk that are still being filled with data.
  var unfilled: [Int] = []
  /// Rolling restarts under way.
  var restarts: [(store: Int, restart: StoreRestart)] = []
  /// What follows from each system's layout and settings for those who depend on it, in sentences.
  package let facts: [(system: String, sentences: [String])]
  /// The messages that consumers take from brokers, one topic for each group of consumers.
  var messaging: Messaging
  let consumers: [ConsumerBinding]
  /// The software and the namespace of each store.
  let systems: [(engine: StoreEngine, namespace: String)]
  /// The connections between the pods of each store, as network policies judge them.
  let gates: [StoreGates]
  /// The clients of each store that know its map.
  var maps: [ClientMaps]
  /// The calls whose clients seek a map and got no answer yet.
  var bootstraps = Bootstraps()
  var sights: [ConsumerSight] = []
  /// `Mesh.reachChanges` when each store last asked which members reach each other.
  var seenReachChanges: [UInt64]
  /// How many settled messages of each topic have been freed from the brokers' disks.
  var freedMessages: [UInt64] = []
  /// What each store's backups and restores move through the network.
  var streams: [[MemberStream]]
  /// The jobs on the CPU that restores wait for, by member.
  var restoreJobs: [[Handle<CPUJob>]]
  /// The backups of what the cluster's API holds (etcd or Velero); nil without any.
  var state: StateBackup?
  /// Follows who makes the backups.
  var backups: BackupWatch
  /// Volumes that had grown when the members' disks were last measured.
  var seenExpansions = 0

  /// How many messages, deliveries, requests or packets there are, whichever are most.
  package var crowd: Int {
    max(
      max(messaging.messages.count, messaging.deliveries.count),
      max(groups.requests.count, groups.packetCount))
  }

  /// Makes the stores of a run on a cluster, and the groups that consume from them.
  package init(
    _ bound: [StoreBinding], consumers: [ConsumerBinding], state: StateBackup? = nil,
    on cluster: ClusterSpec, seed: UInt64, gates mesh: inout Mesh
  ) {
    gates = bound.map { StoreGates($0.ports(on: cluster), &mesh) }
    maps = bound.map { _ in ClientMaps() }
    seenReachChanges = bound.map { _ in .max }
    facts = bound.map { ($0.model.name, $0.findings(on: cluster)) }
    groups = StoreGroups(bound.map { $0.setup(on: cluster) }, seed: seed)
    self.state = state
    backups = BackupWatch(bound, state: state)
    streams = bound.map { _ in [] }
    operatorWorkloads = bound.map { $0.operatorSoftware(on: cluster) }
    repairs = bound.map { _ in StoreRepair() }
    let count = groups.members.count
    restoreJobs = Array(repeating: [], count: count)
    pods = Array(repeating: .none, count: count)
    ordinals = Array(repeating: -1, count: count)
    dataClaims = Array(repeating: nil, count: count)
    lastArrivals = Array(repeating: .zero, count: count * count)
    network = EntityRandom(seed: seed, stream: "stores/network")
    let states = groups.stores
    carriers = bound.enumerated().flatMap { store, binding in
      binding.carriers(of: store, states[store], on: cluster)
    }
    var bank = SamplerBank()
    operations = StoreOperationLaws.all(of: bound, consumers, &bank)
    self.bank = bank
    self.consumers = consumers
    systems = bound.map { ($0.model.engine, $0.model.namespace) }
    messaging = Messaging(
      consumers.map { $0.spec(in: states) }, groupCount: groups.groups.count)
  }

  /// Schedules the first checks of every store.
  package mutating func start(in simulation: inout Simulation) {
    groups.start(now: simulation.now)
    if state != nil { awaitStateCheck(in: &simulation) }
    while let action = groups.takeAction() {
      guard case .schedule(let event, let time, let argument) = action else { continue }
      simulation.schedule(
        at: time, room: Room.stores.rawValue, kind: event.rawValue, argument: argument)
    }
  }

  /// Handles one event addressed to the stores.
  package mutating func handle(
    _ notice: Notice, in simulation: inout Simulation, mesh: inout Mesh, cluster: inout Cluster
  ) {
    if notice.kind == CallNotice.arrive {
      arrive(Handle(rawValue: notice.argument), in: &simulation, &mesh, &cluster)
    } else if notice.kind == CallNotice.response {
      takeAnswer(Handle(rawValue: notice.argument), in: &simulation, &mesh, cluster)
    } else if notice.kind == CallNotice.unreached {
      seekOther(Handle(rawValue: notice.argument), in: &simulation, &mesh, cluster)
    } else if notice.kind == CallNotice.firstByte {
      return
    } else if let event = StoreEvent(rawValue: notice.kind) {
      handle(event, notice.argument, in: &simulation, &mesh, &cluster)
    } else if let pod = PodNotice(rawValue: notice.kind) {
      follow(pod, of: Handle(rawValue: notice.argument), in: &simulation, &mesh, &cluster)
    } else {
      preconditionFailure("the stores know every kind of event they are sent")
    }
    carryOut(in: &simulation, &mesh, &cluster)
    sendDeliveries(in: &simulation, &mesh)
  }

  private mutating func handle(
    _ event: StoreEvent, _ argument: UInt32, in simulation: inout Simulation,
    _ mesh: inout Mesh, _ cluster: inout Cluster
  ) {
    switch event {
    case .workDone:
      let request = Handle<StoreRequest>(rawValue: argument)
      guard groups.requests.contains(request) else { return }
      // A request whose process was frozen has no job: its work was done before the thaw.
      if let job = groups.requests[request].job,
        !cluster.cpu.finish(Handle(rawValue: job), in: &simulation)
      {
        return
      }
    case .restoreWorked:
      let member = IndexedArgument(rawValue: argument).index
      guard endRestoreWork(at: member, in: &simulation, &cluster) else { return }
    case .watch:
      updateSights(of: Int(argument), &mesh, cluster)
      measureDisks(cluster)
      askForOperator(of: Int(argument), in: simulation, &cluster)
      reportConsumers(of: Int(argument), &mesh, cluster, now: simulation.now)
    case .watchState: watchState(in: &simulation, &cluster)
    case .startGoesOn: return followStart(of: Int(argument), in: &simulation, &cluster)
    case .bootstrapDue: return continueBootstrap(argument, in: &simulation, &mesh, &cluster)
    case .softwareEnds: finishStop(of: Handle(rawValue: argument), in: &simulation, &cluster)
    default: break
    }
    groups.handle(event, argument: argument, now: simulation.now)
    if event == .databaseEnds { showSoftware(of: Int(argument), in: &simulation, &cluster) }
    if event == .watch { followWatch(of: Int(argument), in: &simulation, &mesh, &cluster) }
  }

  /// Does what comes of the watch of a store's groups.
  private mutating func followWatch(
    of store: Int, in simulation: inout Simulation, _ mesh: inout Mesh, _ cluster: inout Cluster
  ) {
    followRevisions(of: store, cluster)
    watchRestart(of: store, in: &simulation, &cluster)
    repair(store: store, in: &simulation, &cluster)
    followHealth(of: store, in: simulation, &cluster)
    tellReadmissions(in: simulation, &cluster)
    tellSnapshots(in: simulation, &cluster)
    tellSpaceAlarms(in: simulation, &cluster)
    followBackups(of: store, in: &simulation, &cluster)
    freeSettled(of: store)
    followNewDisks(in: &simulation, &cluster)
    followClones(of: store, in: &simulation, &cluster)
    carryStreams(of: store, &mesh, cluster)
  }

  /// Takes a call in at the member in its pod, or loses or refuses it where no member runs there.
  private mutating func arrive(
    _ handle: Handle<Call>, in simulation: inout Simulation, _ mesh: inout Mesh,
    _ cluster: inout Cluster
  ) {
    let call = mesh.calls[handle]
    let index = call.serverIndex
    let member = index < memberOfPod.count ? Int(memberOfPod[index]) : -1
    let operation = operations[mesh.operation(of: handle)]
    guard member >= 0, pods[member].rawValue == call.server,
      groups.members[member].store == Int(operation.store)
    else {
      missPod(handle, from: member, in: &simulation, &mesh, &cluster)
      return
    }
    take(handle, at: member, in: &simulation, &mesh, &cluster)
  }

  /// What a call asks of its store, with all random numbers that it needs drawn.
  func demand(
    of handle: Handle<Call>, _ call: Call, _ operation: StoreOperationLaws, _ member: Int
  ) -> StoreDemand {
    func bits(_ purpose: StoreOperationLaws.Purpose) -> UInt64 {
      call.random.bits(call.purpose(CallPurpose.software + purpose.rawValue))
    }
    let failure = call.purpose(CallPurpose.software + StoreOperationLaws.Purpose.failure.rawValue)
    var demand = StoreDemand(
      store: Int(operation.store), member: member, call: handle.rawValue,
      isWrite: operation.isWrite, fails: call.random.happens(operation.failure, failure),
      cpu: bank.duration(operation.cpu, bits(.cpu)),
      bytes: Int64(bank.count(operation.bytes, bits(.bytes))),
      diskBytes: Int64(bank.count(operation.disk, bits(.disk))),
      keyBits: operation.keyBits ?? bits(.key))
    demand.operation = operation.number
    return demand
  }
}
