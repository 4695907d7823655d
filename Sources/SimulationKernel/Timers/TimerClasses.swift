/// The classes of timers of a room, by number.
public struct TimerClasses: ~Copyable {
  @usableFromInline var classes = Table<TimerClass>()

  /// Makes no class.
  public init() {}

  deinit {
    for index in 0..<classes.count { classes[index].deallocate() }
  }

  /// Number of classes.
  public var count: Int { classes.count }

  /// Adds a class of timers of one length.
  public mutating func add(length: SimDuration) { classes.append(TimerClass(length: length)) }

  /// The class of a number.
  @inlinable @inline(always)
  public subscript(_ index: Int) -> TimerClass {
    _read { yield classes[index] }
    _modify { yield &classes[index] }
  }
}
