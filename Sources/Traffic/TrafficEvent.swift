/// What the users schedule for themselves.
enum TrafficEvent: UInt8 {
  /// The next arrival of a stream; the argument is the stream.
  case arrival
  /// A pause is over; the argument is the iteration.
  case thought
  /// The number of a stream's virtual users changes; the argument is the stream.
  case usersDue
  /// A stream begins; the argument is the stream.
  case begin
  /// The time of a stream of virtual users is over; the argument is the stream.
  case over
  /// The quality of voice is to be judged.
  case voiceSecond
  /// An iteration that took no time is over, and went well; the argument is the iteration.
  case ended
  /// An iteration that took no time is over, and failed; the argument is the iteration.
  case failed
  /// Users who left a stream have had the time to finish; the argument is the stream.
  case rampedDown
  /// The graceful stop of a stream is over; the argument is the stream.
  case cut
}
