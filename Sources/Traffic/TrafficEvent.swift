/// The events that the room `Traffic` schedules for itself.
enum TrafficEvent: UInt8 {
  /// The next arrival of a stream; the argument is the stream.
  case arrival
  /// A pause is over; the argument is the iteration.
  case thought
  /// The number of a closed stream's virtual users changes; the argument is the stream.
  case usersDue
  /// A stream begins; the argument is the stream.
  case begin
  /// The time of a stream of virtual users is over; the argument is the stream.
  case over
  /// The quality of all open voice sessions is judged, once a second.
  case voiceSecond
  /// An iteration that was made to last for `Traffic.shortestRound` ends without a failure; the
  /// argument is the iteration.
  case ended
  /// An iteration that was made to last for `Traffic.shortestRound` ends as failed; the argument is
  /// the iteration.
  case failed
  /// Users who left a stream have had the time to finish; the argument is the stream.
  case rampedDown
  /// The graceful stop of a stream is over; the argument is the stream.
  case cut
}
