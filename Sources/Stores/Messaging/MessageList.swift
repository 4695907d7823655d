import SimulationKernel

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
