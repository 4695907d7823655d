/// A future-event list: hands events back by time, first in first out among equal times.
public protocol EventList: ~Copyable {
  /// Makes an empty list.
  init()
  /// Number of events waiting.
  var count: Int { get }
  /// Adds an event that does not lie before the last one taken.
  mutating func push(_ notice: Notice)
  /// Takes the first event if it lies at or before a time.
  mutating func pop(through end: SimTime) -> Notice?
}
