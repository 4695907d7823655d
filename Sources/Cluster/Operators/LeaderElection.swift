package import Manifests
package import SimulationKernel

/// How the copies of an operator agree on the one that acts: by a Lease in the API (client-go
/// `leaderelection.go`; the times are controller-runtime's defaults, `pkg/manager`).
package struct LeaderElection: Hashable, Sendable {
  /// For how long a candidate must have seen a lease unchanged before it takes it.
  package var duration = SimDuration.seconds(15)
  /// For how long a holder tries to renew before it ends.
  package var renewDeadline = SimDuration.seconds(10)
  /// Time between tries.
  package var retry = SimDuration.seconds(2)
  /// Whether a container that starts again in its pod is the candidate that it was (Strimzi's is
  /// named by its pod); others have another name each time.
  package var isNamedByPod = false

  /// Makes the usual election.
  package init() {}

  /// The longest pause between a candidate's tries: each is drawn from the retry period to so much
  /// (JitterFactor 1.2).
  package var longestRetry: SimDuration { retry.scaled(by: 2.2) }
}

/// When candidates try: without a break, each with pauses of its own (apimachinery
/// `wait.JitterUntil`).
extension LeaderElection {
  /// A pause between two tries.
  private func pause(_ random: inout EntityRandom) -> SimDuration {
    random.duration(from: retry, to: longestRetry)
  }

  /// How long after a moment that has nothing to do with its tries a candidate tries next.
  ///
  /// What is left of a pause there is as likely as that a pause lasts longer than it.
  func untilNextTry(_ random: inout EntityRandom) -> SimDuration {
    var left: SimDuration
    repeat { left = random.duration(below: longestRetry) } while pause(&random) < left
    return left
  }

  /// How long after the try at which it saw a record last a candidate takes the lease, if nobody
  /// renews it: until its first try at which the record has stood for the lease's duration.
  func untilTaken(_ random: inout EntityRandom) -> SimDuration {
    guard retry > .zero else { return duration }
    var waited = SimDuration.zero
    while waited < duration { waited += pause(&random) }
    return waited
  }
}

extension LeaderElection {
  /// What a container's arguments and variables say; nil where every copy acts.
  package init?(_ container: Container) {
    self.init()
    if container.env.contains(where: { $0.name == "STRIMZI_LEADER_ELECTION_ENABLED" }) {
      readVariables(of: container)
      guard Self.isOn("STRIMZI_LEADER_ELECTION_ENABLED", container) else { return nil }
      return
    }
    let words = container.command + container.args
    let isAsked = words.contains { word in
      let name = word.drop { $0 == "-" }
      return ["leader-elect", "enable-leader-election"].contains {
        name == $0 || name == "\($0)=true"
      }
    }
    guard isAsked else { return nil }
    readFlags(words)
  }

  private static func isOn(_ name: String, _ container: Container) -> Bool {
    container.env.contains { $0.name == name && $0.value == "true" }
  }

  private mutating func readVariables(of container: Container) {
    isNamedByPod = true
    func read(_ name: String, into length: inout SimDuration) {
      let text = container.env.first { $0.name == "STRIMZI_LEADER_ELECTION_" + name }?.value
      if let milliseconds = text.flatMap({ Int64($0) }) { length = .milliseconds(milliseconds) }
    }
    read("LEASE_DURATION_MS", into: &duration)
    read("RENEW_DEADLINE_MS", into: &renewDeadline)
    read("RETRY_PERIOD_MS", into: &retry)
  }

  /// CloudNativePG's flags, in seconds.
  private mutating func readFlags(_ words: [String]) {
    func read(_ flag: String, into length: inout SimDuration) {
      let text = words.first { $0.hasPrefix(flag + "=") }?.dropFirst(flag.count + 1)
      if let seconds = text.flatMap({ Int64($0) }) { length = .seconds(seconds) }
    }
    read("--leader-lease-duration", into: &duration)
    read("--leader-renew-deadline", into: &renewDeadline)
  }
}
