import SimulationKernel

/// A part of a topic that one replica group keeps, as one group of consumers sees it.
struct Partition: BitwiseCopyable {
  /// The topic.
  let topic: Int32
  /// The replica group that keeps its messages.
  let group: Int32
  /// The member of the store that hands its messages out; -1 while nobody leads the group.
  var broker: Int32 = -1
  /// Messages that nobody was given yet.
  var ready = MessageList()
  /// Messages that were given in vain; they go first.
  var returned = MessageList()
  /// Messages that a consumer is done with and has not yet stored as done.
  var uncommitted = MessageList()
  /// The session of the member that it belongs to, where members do not compete; 0 for nobody's.
  var owner: UInt32 = 0
  /// Messages that consumers work on.
  var underWay = 0
  /// Whether its owner works on a message.
  var isBusy: Bool { underWay > 0 }

  init(topic: Int, group: Int) {
    self.topic = Int32(topic)
    self.group = Int32(group)
  }

  /// Messages that wait to be given.
  var waiting: Int { ready.count + returned.count }
}
