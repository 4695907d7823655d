import Manifests
import SimulationKernel

/// A load entry of the scenario while it runs: its arrivals or its virtual users.
struct LoadStream: Sendable {
  let spec: LoadSpec
  let journey: Int
  /// Condenses seed and name for the requests' draws.
  let key: UInt64
  /// Condenses seed and name for the gaps between arrivals.
  let gapKey: UInt64
  /// The rate over time; nil for virtual users.
  var profile: RateProfile?
  /// Iterations begun: the number of the next one.
  var requestNumber: UInt64 = 0
  /// The unit-rate stream's time of the next arrival, in nano-units.
  var unitTime: UInt64 = 0
  /// Virtual users that may be busy at once.
  let userLimit: Int
  /// Virtual users at work.
  var busyUsers = 0
  /// Virtual users that shall work, for executors of users.
  var wantedUsers = 0
  /// Iterations left to share among the users, and each user's own.
  var sharedIterationsLeft = Int.max
  var iterationsOfUser: [Int] = []

  /// When the stream starts and stops to begin iterations.
  var start: SimTime { SimTime.zero + spec.startTime }
  var end: SimTime { start + spec.duration }
}
