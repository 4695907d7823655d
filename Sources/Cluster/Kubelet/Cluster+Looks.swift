import SimulationKernel

/// When a kubelet looks at a pod again (pkg/kubelet/pod_workers.go, pkg/kubelet/pleg).
extension Cluster {
  /// How long it takes until the kubelet sees that a container of a pod has started or ended: until
  /// the next relist of its containers.
  func relistWait(_ pod: PodHandle, position: Int, at time: SimTime) -> SimDuration {
    Timings.plegRelist.scaled(by: unit(key(of: pod) &+ UInt64(position), .pleg, at: time))
  }

  /// How long it takes from one look at a pod that has to wait to the next.
  ///
  /// A failed sync is repeated after 10 to 15 s, and again while the wait is not over
  /// (completeWork, backOffPeriod). Since 1.35 it is repeated when the wait is over, or up to half
  /// as much later.
  func lookDelay(
    of pod: PodHandle, waiting wait: SimDuration, after looks: UInt64, at time: SimTime
  ) -> SimDuration {
    guard version.retriesWhenWaitIsOver else { return lookDelay(of: pod, after: looks, at: time) }
    return wait.scaled(by: 1 + Timings.syncJitter * unit(key(of: pod), .look, at: time))
  }

  /// How long it takes from one of the looks that follow a failed sync to the next, by their number
  /// since.
  func lookDelay(of pod: PodHandle, after looks: UInt64, at time: SimTime) -> SimDuration {
    let jitter = Timings.syncJitter * unit(key(of: pod) &+ looks, .look, at: time)
    return Timings.syncRetry.scaled(by: 1 + jitter)
  }
}
