package import SimulationKernel

/// When a Kafka broker that was refused registers.
///
/// Each process of a broker has an incarnation id of its own. The controller refuses one while the
/// session of another with the same broker id is valid (`DUPLICATE_BROKER_REGISTRATION`,
/// ClusterControlManager.registerBroker), unless that was fenced, as the last answer of a
/// controlled shutdown does. The refused one asks again after 0.1 s, and after twice as long each
/// time, up to the session's length (BrokerLifecycleManager.resendExponentialBackoff; its jitter of
/// 2 % is left out).
package enum BrokerRegistration {
  /// The first attempt that is not before a time of a process that started at another.
  package static func attempt(
    from start: SimTime, notBefore end: SimTime, longestPause: SimDuration
  ) -> SimTime {
    var attempt = start
    var pause = SimDuration.milliseconds(100)
    while attempt < end {
      attempt = attempt + min(pause, longestPause)
      pause = pause * 2
    }
    return attempt
  }
}
