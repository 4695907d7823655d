package import SimulationKernel

/// What JetStream promises to consumers and publishers (nats-server `consumer.go`, `stream.go`,
/// `raft.go`).
package enum NATSConsumer {
  /// MaxAckPending of a consumer that sets none.
  static var usualPending: Int { 1000 }
  /// For how long a repeated message id is recognised (StreamDefaultDuplicatesWindow).
  package static var usualWindow: SimDuration { .minutes(2) }

  /// Whether a delivery takes place: those beyond MaxDeliver are left out; it is no limit
  /// unless it is positive (server/consumer.go, setConsumerConfigDefaults).
  package static func delivers(number: Int, maximum: Int) -> Bool {
    maximum <= 0 || number <= maximum
  }

  /// The most messages a second that can be acknowledged: at any time only some may be pending.
  package static func greatestRate(pending: Int, latency: SimDuration) -> Double {
    Double(pending) / latency.seconds
  }

  /// Whether a message that is published again is stored again.
  package static func isStoredAgain(after age: SimDuration, window: SimDuration) -> Bool {
    age >= window
  }

  /// How a server sees a peer: healthy within three heartbeats, current within two.
  package static func health(
    lastContact age: SimDuration, heartbeat: SimDuration
  ) -> (isHealthy: Bool, isCurrent: Bool) {
    (age < heartbeat * 3, age <= heartbeat * 2)
  }

  static var sentences: [String] {
    let rate = greatestRate(pending: usualPending, latency: .seconds(1))
    let isKept = isStoredAgain(after: .seconds(119), window: usualWindow)
    let contact = health(lastContact: .seconds(2), heartbeat: .seconds(1))
    return [
      "a consumer that takes a second a message acknowledges at most \(Int(rate)) a second",
      "a message published again within \(usualWindow.seconds) s is stored "
        + (isKept ? "twice" : "once"),
      "a consumer without a limit gets a message \(delivers(number: 100, maximum: -1) ? "again" : "once") until it is acknowledged",
      "a peer silent for 2 s counts as \(contact.isHealthy ? "healthy" : "unhealthy")",
    ]
  }
}
