import Manifests
import SimulationKernel

/// A load entry of the scenario while it runs: the profile of its rate, or its virtual users.
struct LoadStream: Sendable {
  /// A virtual user between two iterations, and after the last.
  static let nothing = UInt32.max

  /// When the stream starts and stops to begin iterations.
  let start: SimTime
  let end: SimTime
  /// When what it began is broken off; nil where the run ends before.
  let cut: SimTime?
  let executor: LoadExecutor
  /// The rate over time; nil for virtual users.
  var profile: RateProfile?
  /// How many virtual users should be at work, for executors of virtual users: those with the
  /// lowest numbers.
  var wantedUsers = 0
  /// How many iterations are left that the users share; `Int.max` without such a limit.
  var sharedIterationsLeft = Int.max
  /// How many iterations each virtual user has begun.
  var iterationsOfUser: [Int] = []
  /// What each user does: an iteration, as a raw handle.
  var workOfUser: [UInt32] = []
  /// When each user was sent away last.
  var leftAt: [SimTime] = []
  /// Who was sent away at once, in order, and the first of those whose time to finish is not over.
  private var leavers: [Range<Int>] = []
  private var firstLeavers = 0
  /// The changes of the number of users to come, where it ramps.
  var steps: UserSteps?

  init(spec: LoadSpec, executor: LoadExecutor, profile: RateProfile?, cut: SimTime?) {
    self.executor = executor
    self.profile = profile
    self.cut = cut
    start = SimTime.zero + spec.startTime
    end = start + spec.duration
    if case .rampingVUs(let ramp) = executor { steps = UserSteps(ramp) }
  }

  /// Takes in a new number of users.
  mutating func want(_ users: Int, at now: SimTime) {
    let known = workOfUser.count
    if known < users {
      iterationsOfUser += Array(repeating: 0, count: users - known)
      workOfUser += Array(repeating: Self.nothing, count: users - known)
      leftAt += Array(repeating: .zero, count: users - known)
    }
    if users < wantedUsers {
      for user in users..<wantedUsers { leftAt[user] = now }
      leavers.append(users..<wantedUsers)
    }
    wantedUsers = users
  }

  /// Those who were sent away first and whose time is over now.
  mutating func takeLeavers() -> Range<Int> {
    firstLeavers += 1
    return leavers[firstLeavers - 1]
  }
}
