/// What the other brokers hear of one that hands messages out.
package enum BrokerSight: BitwiseCopyable, Sendable {
  /// It runs, and they hear of it.
  case there
  /// They hear nothing, and do not call it gone yet.
  case silent
  /// It stopped, or they have called it gone.
  case gone
}
