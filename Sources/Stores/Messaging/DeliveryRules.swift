package import SimulationKernel

/// How a broker delivers its messages to consumers, and when it delivers one again.
package struct DeliveryRules: Equatable, Sendable {
  /// Who gets which message.
  package enum Order: Equatable, Sendable {
    /// Any member takes the next message (a queue, a durable consumer of a stream).
    case competing
    /// Each partition belongs to one member of the group, which takes its messages in their order.
    case partitioned
  }

  /// Who gets which message.
  package var order: Order
  /// Whether each group of consumers gets every message, or all share one queue.
  package var copiesToGroups: Bool
  /// Whether a message waits for somebody who takes it, or is lost where nobody listens and where
  /// it was taken in vain (NATS without JetStream).
  package var keepsMessages = true
  /// How often a message is delivered before it is set aside; nil without a limit.
  package var deliveryLimit: Int?
  /// Whether a delivery counts against the limit that its consumer returned, or only one whose
  /// consumer was lost (RabbitMQ from 4.3 on).
  package var countsReturns = true
  /// How long a message may be unconfirmed before it is delivered again.
  package var patience: SimDuration
  /// Whether a message that failed waits for the end of `patience`, as one that nobody confirms,
  /// or is returned at once.
  package var failuresWait: Bool
  /// How long a silent member keeps its deliveries and partitions.
  package var silence: SimDuration
  /// Whether a closed connection ends a membership at once.
  package var noticesClosedConnections: Bool
  /// Whether messages are pushed to members, also to one that fell silent, or fetched by them.
  package var pushes: Bool
  /// Whether a confirmation counts only on the connection, and so at the node, of its delivery.
  package var isTiedToNode: Bool
  /// How often members store how far they have come; zero with every message.
  package var commitInterval: SimDuration
  /// From a change of members until the partitions lie anew.
  package var rebalance: SimDuration

  /// Makes the rules of a queue whose members compete; everything else has a default to change.
  package init(patience: SimDuration, silence: SimDuration) {
    order = .competing
    copiesToGroups = true
    self.patience = patience
    self.silence = silence
    failuresWait = false
    noticesClosedConnections = true
    pushes = false
    isTiedToNode = true
    commitInterval = .zero
    rebalance = .zero
  }

  /// How long a consumer's answer is waited for.
  package var answerTimeout: SimDuration { failuresWait ? .minutes(30) : patience }

  /// Whether a message may be handed out for the `number`th time.
  package func allows(delivery number: Int) -> Bool {
    deliveryLimit.map { number <= $0 } ?? true
  }

  /// When members have last stored how far they had come, by a time.
  func lastCommit(by time: SimTime, since joined: SimTime) -> SimTime {
    guard commitInterval > .zero, time > joined else { return time }
    let whole = (time - joined).nanoseconds / commitInterval.nanoseconds
    return joined + commitInterval * whole
  }
}
