/// What a disk does that is out of order.
package enum DiskFault: Equatable, Sendable {
  /// Something else fills it.
  case full
  /// Everything takes so many times as long.
  case slow(Double)
  /// Nothing comes back.
  case stalled
  /// It is gone with what was on it; what replaces it is empty.
  case lost
  /// It is gone with what was on it, and nothing replaces it.
  case gone
}
