import SimulationKernel

/// A message that a broker keeps until it is settled.
package struct Message: SlabElement {
  /// The slab's own word.
  package var slabWord: UInt32 = 0
  /// The next message in the same list, as a raw handle.
  var next: UInt32 = .max
  /// The partition, among all of all topics.
  let partition: Int32
  /// How often it was handed out.
  var deliveries: Int32 = 0
  /// Its number among the writes that its replica group acknowledged.
  let number: UInt64
  /// When the publisher's write was acknowledged.
  let publishedAt: SimTime
  /// When a consumer was last done with it; `infinity` before.
  var processedAt = SimTime.infinity
  /// The draws of what is done with it.
  let random: RequestRandom

  init(partition: Int, number: UInt64, publishedAt: SimTime, random: RequestRandom) {
    self.partition = Int32(partition)
    self.number = number
    self.publishedAt = publishedAt
    self.random = random
  }
}

/// Messages in order, linked through themselves.
struct MessageList: BitwiseCopyable {
  private(set) var head = UInt32.max
  private(set) var tail = UInt32.max
  private(set) var count = 0

  /// The first message; nil in an empty list.
  var first: Handle<Message>? { head == .max ? nil : Handle(rawValue: head) }

  /// Adds a message at the end.
  mutating func append(_ message: Handle<Message>, in messages: inout Slab<Message>) {
    messages[message].next = .max
    if tail == .max {
      head = message.rawValue
    } else {
      messages[Handle(rawValue: tail)].next = message.rawValue
    }
    tail = message.rawValue
    count += 1
  }

  /// Takes the first message out.
  mutating func popFirst(in messages: inout Slab<Message>) -> Handle<Message>? {
    guard let first else { return nil }
    head = messages[first].next
    if head == .max { tail = .max }
    messages[first].next = .max
    count -= 1
    return first
  }

  /// Puts another list in front of this one and empties it.
  mutating func prepend(_ other: inout MessageList, in messages: inout Slab<Message>) {
    guard other.tail != .max else { return }
    messages[Handle(rawValue: other.tail)].next = head
    head = other.head
    if tail == .max { tail = other.tail }
    count += other.count
    other = MessageList()
  }

  /// Takes out the messages that a condition holds for; the others keep their order.
  mutating func take(
    in messages: inout Slab<Message>, where isTaken: (Message) -> Bool
  ) -> MessageList {
    var kept = MessageList()
    var taken = MessageList()
    while let message = popFirst(in: &messages) {
      if isTaken(messages[message]) {
        taken.append(message, in: &messages)
      } else {
        kept.append(message, in: &messages)
      }
    }
    self = kept
    return taken
  }
}
