import SimulationKernel

/// One or several messages on their way to a consumer, until it answers or is given up.
package struct Delivery: SlabElement {
  /// The slab's own word.
  package var slabWord: UInt32 = 0
  /// The topic.
  let topic: Int32
  /// The member that gets it.
  let session: UInt32
  /// The member of the store that sends it.
  let broker: Int32
  /// How often that one had started when it did.
  var epoch: UInt32 = 0
  /// What it carries; empty once it was given up.
  var messages: MessageList
  /// When it was sent.
  let sentAt: SimTime
  /// Messages that it carried when it was given up while the consumer may still work on it.
  var lateCount = 0
  /// What the consumer has told a broker of which the others hear nothing.
  var heldAnswer: DeliveryAnswer?
  /// Whether the consumer has failed and says nothing.
  var isUnanswered = false

  init(
    topic: Int, session: UInt32, broker: Int32, messages: MessageList, sentAt: SimTime
  ) {
    self.topic = Int32(topic)
    self.session = session
    self.broker = broker
    self.messages = messages
    self.sentAt = sentAt
  }
}
