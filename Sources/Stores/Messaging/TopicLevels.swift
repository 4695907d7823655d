package import SimulationKernel

/// What a topic holds at a moment.
package struct TopicLevels: BitwiseCopyable, Sendable {
  /// Messages that wait to be handed out.
  package internal(set) var waiting = 0
  /// Messages that consumers work on.
  package internal(set) var underWay = 0
  /// Messages that consumers are done with and have not yet stored as done.
  package internal(set) var uncommitted = 0
  /// Members of the group.
  package internal(set) var members = 0
  /// When the oldest waiting message was published; `infinity` without one.
  package internal(set) var oldestAt = SimTime.infinity
}
