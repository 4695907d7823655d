import Manifests
import SimulationKernel

/// A load entry of the scenario while it runs: the profile of its rate, or its virtual users.
struct LoadStream: Sendable {
  let spec: LoadSpec
  /// The rate over time; nil for virtual users.
  var profile: RateProfile?
  /// How many virtual users should be at work, for executors of virtual users.
  var wantedUsers = 0
  /// How many iterations are left that the users share; `Int.max` without such a limit.
  var sharedIterationsLeft = Int.max
  /// How many iterations each virtual user has begun.
  var iterationsOfUser: [Int] = []

  init(spec: LoadSpec, profile: RateProfile?) {
    self.spec = spec
    self.profile = profile
  }

  /// When the stream may begin its first iteration.
  var start: SimTime { SimTime.zero + spec.startTime }
  /// When the stream begins no iteration any more.
  var end: SimTime { start + spec.duration }
}
