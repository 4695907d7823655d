import Manifests
import SimulationKernel

/// A load entry of the scenario while it runs: the course of its rate, or its virtual users.
struct LoadStream: Sendable {
  let spec: LoadSpec
  /// The rate over time; nil for virtual users.
  var profile: RateProfile?
  /// Virtual users that shall work, for executors of users.
  var wantedUsers = 0
  /// Iterations left to share among the users, and each user's own.
  var sharedIterationsLeft = Int.max
  var iterationsOfUser: [Int] = []

  init(spec: LoadSpec, profile: RateProfile?) {
    self.spec = spec
    self.profile = profile
  }

  /// When the stream starts and stops to begin iterations.
  var start: SimTime { SimTime.zero + spec.startTime }
  var end: SimTime { start + spec.duration }
}
