/// The process of a queue's leader ends inside a broker that goes on (an Erlang process of
/// RabbitMQ); its supervisor starts it again at once.
package struct QueueCrash: FaultAction {
  /// The field by which a scenario asks for it.
  package static let kind = "queueCrash"
  /// What breaks, for the schema.
  package static let summary = "the queues' own processes end in brokers that go on"
  /// Whether nothing is undone.
  package static let happensOnce = true

  /// In which pods of the broker.
  package let target: PodTarget

  /// What it is aimed at.
  package var targets: [FaultTarget] { [.pods(target)] }
}

extension QueueCrash: SpecObject {
  static let what = "a queue crash"

  init?(_ reader: inout SpecReader) {
    let mode = reader.targetMode(default: .one) ?? .one
    guard let target = reader.choice(PodTarget.choices(mode)) else { return nil }
    self.target = target
  }
}
