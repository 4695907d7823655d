import Cluster
import Manifests
import Mesh
import Metrics
import SimulationKernel

/// What a scenario does to the platform, in the order of time: it injects faults, repairs them, and
/// makes the changes of its administrators.
struct Interventions {
  private enum Step {
    case inject(Int)
    case repair(Int)
    case change(Int)
    case reload(Corefile)
  }

  private let faults: [FaultSpec]
  private let changes: [ChangeSpec]
  private let updates: [(change: Int, update: ClusterUpdate)]
  private let corefiles: [(change: Int, file: Corefile, before: Corefile)]
  private let seed: UInt64
  private var steps: [(time: SimTime, step: Step)] = []
  /// What is recorded of each fault, by its number; nil before it is injected.
  private var rows: [FaultRow?]
  /// What undoes each fault, by its number; nil before it is injected.
  private var repairs: [(any WorldRepair)?]
  /// Faults that were injected or repaired and that `takeRows` has not returned yet.
  private var unreportedFaults: [Int] = []
  /// Changes that were made and that `takeChanges` has not returned yet.
  private var unreportedChanges: [ChangeRow] = []
  /// Drains of nodes that are under way.
  private var drains: [ChangeRow] = []

  init(_ platform: Platform, seed: UInt64) {
    faults = platform.scenario.faults
    changes = platform.scenario.changes
    updates = platform.updates
    corefiles = platform.corefiles
    self.seed = seed
    rows = Array(repeating: nil, count: faults.count)
    repairs = Array(repeating: nil, count: faults.count)
    for (index, fault) in faults.enumerated() {
      var random = EntityRandom(seed: seed, stream: "fault/\(fault.name)/time")
      let time = fault.at + random.duration(below: fault.within)
      steps.append((time, .inject(index)))
      if let duration = fault.duration { steps.append((time + duration, .repair(index))) }
    }
    for (index, change) in changes.enumerated() { steps.append((change.at, .change(index))) }
    steps.sort { $0.time < $1.time }
  }

  /// When the next step is due.
  var nextTime: SimTime? { steps.first?.time }

  /// Applies the steps due at a time.
  mutating func applyDue(
    at time: SimTime, to world: inout World, in simulation: inout Simulation
  ) {
    while let next = steps.first, next.time <= time {
      steps.removeFirst()
      switch next.step {
      case .inject(let index): inject(index, into: &world, in: &simulation)
      case .repair(let index):
        repairs[index]?.repair(&world, in: &simulation)
        rows[index]?.repairedAt = simulation.now
        unreportedFaults.append(index)
      case .change(let index): change(index, &world, in: &simulation)
      case .reload(let file): world.mesh.reloadNames(file)
      }
    }
  }

  private mutating func change(
    _ index: Int, _ world: inout World, in simulation: inout Simulation
  ) {
    let action = changes[index].action
    var row = ChangeRow(
      index: Int32(index), kind: action.word, target: action.target, madeAt: simulation.now)
    row.endedAt = simulation.now
    if case .restart(let workload) = action, world.restart(workload) {
      unreportedChanges.append(row)
      return
    }
    row.problem = world.cluster.make(
      action, update: updates.first { $0.change == index }?.update, in: &simulation)
    if let read = corefiles.first(where: { $0.change == index }),
      world.cluster.hasChanged(
        PlatformNames.corefileReference, in: "kube-system", at: simulation.now)
    {
      scheduleReload(of: read.file, lookingBy: read.before, index, at: simulation.now)
    }
    if case .drain(let node, _) = action, world.cluster.isDraining(node) {
      row.endedAt = nil
      drains.append(row)
    }
    unreportedChanges.append(row)
  }

  /// CoreDNS reads a new file when the kubelets have brought it into the volumes with their next
  /// syncs and it looks again, by its interval with half of its jitter more or less (coredns
  /// plugin/reload setup.go).
  ///
  /// All its pods are taken to do so at once.
  private mutating func scheduleReload(
    of file: Corefile, lookingBy old: Corefile, _ change: Int, at now: SimTime
  ) {
    var random = EntityRandom(seed: seed, stream: "coredns/reload/\(change)")
    let volume = PodSync.wait(random.unit(), random.unit())
    let least = old.reloadInterval - old.reloadJitter.scaled(by: 0.5)
    let interval = least + random.duration(below: old.reloadJitter)
    let time = now + volume + random.duration(below: interval)
    // Whoever reads later than this reads what was written last.
    steps.removeAll { step in
      if case .reload = step.step { step.time >= time } else { false }
    }
    let place = steps.firstIndex { $0.time > time } ?? steps.count
    steps.insert((time, .reload(file)), at: place)
  }

  /// The changes made since the last call, and the drains that have come to their end.
  mutating func takeChanges(_ world: borrowing World, at time: SimTime) -> [ChangeRow] {
    for index in drains.indices.reversed() where !world.cluster.isDraining(drains[index].target) {
      drains[index].endedAt = time
      unreportedChanges.append(drains.remove(at: index))
    }
    defer { unreportedChanges.removeAll() }
    return unreportedChanges
  }

  private mutating func inject(
    _ index: Int, into world: inout World, in simulation: inout Simulation
  ) {
    let fault = faults[index]
    let random = EntityRandom(seed: seed, stream: "fault/\(fault.name)")
    let (targets, repair) = world.inject(fault, random: random, in: &simulation)
    repairs[index] = repair
    rows[index] = FaultRow(
      index: Int32(index), name: fault.name, kind: fault.action.kind,
      injectedAt: simulation.now, targets: targets)
    unreportedFaults.append(index)
  }

  /// The faults injected or repaired since the last call.
  mutating func takeRows() -> [FaultRow] {
    defer { unreportedFaults.removeAll() }
    return unreportedFaults.compactMap { rows[$0] }
  }
}
