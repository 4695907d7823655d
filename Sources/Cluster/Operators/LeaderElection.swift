package import Manifests
package import SimulationKernel

/// How the copies of an operator agree on the one that acts: by a Lease in the API (client-go
/// `leaderelection.go`; the times are controller-runtime's defaults, `pkg/manager`).
package struct LeaderElection: Hashable, Sendable {
  /// For how long a lease holds after its holder renewed it last.
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
