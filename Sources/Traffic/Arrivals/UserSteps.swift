import Manifests
import SimulationKernel

/// The changes of a ramping number of users, one user at a time: one more when the line between the
/// stages' targets reaches a whole number, one less when it has come down to one; a stage without
/// length is a jump (k6, lib/executor/ramping_vus.go, getRawExecutionSteps).
struct UserSteps: Sendable {
  private let stages: [LoadStage]
  private var stage = 0
  /// When the stage under way begins, from the load's start, and with how many users.
  private var begin = SimDuration.zero
  private var from: Int
  /// Users after the last change.
  private(set) var users: Int

  init(_ executor: RampingVUs) {
    stages = executor.stages
    from = executor.startUsers
    users = executor.startUsers
  }

  /// When the number changes next, from the load's start; nil after the last change.
  mutating func next() -> SimDuration? {
    while stage < stages.count {
      let target = stages[stage].users
      let length = stages[stage].duration
      if users != target {
        guard length > .zero else {
          users = target
          return begin
        }
        users += target > users ? 1 : -1
        let share = Double(users - from) / Double(target - from)
        return begin + .nanoseconds(Int64((Double(length.nanoseconds) * share).rounded()))
      }
      begin += length
      from = target
      stage += 1
    }
    return nil
  }
}
