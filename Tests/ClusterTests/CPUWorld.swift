import Cluster
import SimulationKernel

/// A container of a CPU test.
struct CPUTestContainer {
  var weight: UInt32 = 1_024
  var quotaMilli: Int64?
  var threads: Int?
}

/// A piece of work of a CPU test: when, where, how much, and whether it is taken back.
struct CPUTestJob {
  var arrival: Int64
  var container: Int
  var work: Int64
  var cancellation: Int64?
}

/// One node and a schedule of jobs, run on the CPU model.
struct CPUWorld: EventHandler, ~Copyable {
  /// The events of this world's own room.
  enum Kind: UInt8 {
    case arrive = 1
    case done
    case cancel
  }

  static let room: UInt8 = 200

  var cpu: CPUModel
  let schedule: [CPUTestJob]
  var handles: [Handle<CPUJob>]
  /// Time of completion by job; nil while it has not ended.
  var completions: [Int64?]
  var planInstants = 0
  var earlyNotices = 0

  init(capacityMilli: Int64, containers: [CPUTestContainer], schedule: [CPUTestJob], seed: UInt64) {
    cpu = CPUModel(seed: seed)
    let node = cpu.addNode(capacityMilli: capacityMilli)
    for container in containers {
      _ = cpu.addContainer(
        node: node, weight: container.weight, quotaMilli: container.quotaMilli,
        threads: container.threads)
    }
    self.schedule = schedule
    handles = Array(repeating: .none, count: schedule.count)
    completions = Array(repeating: nil, count: schedule.count)
  }

  func start(in simulation: inout Simulation) {
    for (index, job) in schedule.enumerated() {
      simulation.schedule(
        at: SimTime(nanoseconds: job.arrival), room: Self.room, kind: Kind.arrive.rawValue,
        argument: UInt32(index))
      guard let cancellation = job.cancellation else { continue }
      simulation.schedule(
        at: SimTime(nanoseconds: cancellation), room: Self.room, kind: Kind.cancel.rawValue,
        argument: UInt32(index))
    }
  }

  mutating func handle(_ notice: Notice, in simulation: inout Simulation) {
    if notice.room == Room.cluster.rawValue {
      guard let event = CPUEvent(kind: notice.kind) else { return }
      planInstants += 1
      cpu.handle(event, argument: notice.argument, in: &simulation)
      return
    }
    let index = Int(notice.argument)
    switch Kind(rawValue: notice.kind) {
    case .arrive:
      handles[index] = cpu.start(
        work: .nanoseconds(schedule[index].work), container: schedule[index].container,
        notify: Self.room, kind: Kind.done.rawValue, argument: UInt32(index), in: &simulation)
    case .done:
      guard cpu.finish(handles[index], in: &simulation) else {
        earlyNotices += 1
        return
      }
      completions[index] = simulation.now.nanoseconds
    case .cancel: cpu.cancel(handles[index], in: &simulation)
    case nil: break
    }
  }
}
