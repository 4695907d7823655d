/// An element that can wait in a class of timers: its deadline is its timer's, or infinity.
public protocol TimedElement: SlabElement {
  /// When the timer expires.
  var deadline: SimTime { get set }
}

/// An element that can wait in a wheel of timers: it carries its place in a slot's list.
public protocol WheelElement: TimedElement {
  /// The element armed before, as a raw handle.
  var timerPrevious: UInt32 { get set }
  /// The element armed after, as a raw handle.
  var timerNext: UInt32 { get set }
}

extension WheelElement {
  /// Takes the last place of a slot's list.
  mutating func waitInSlot(until deadline: SimTime, behind last: UInt32) {
    self.deadline = deadline
    timerPrevious = last
    timerNext = UInt32.max
  }
}
