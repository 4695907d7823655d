import SimulationKernel

/// How long a controller waits before it repeats a sync that ended with an error: twice as long
/// after each one in a row, up to a greatest wait.
struct SyncRetry: Sendable {
  /// The wait after the first error.
  let first: SimDuration
  /// The greatest wait.
  let greatest: SimDuration
  /// After how many tries in a row a controller gives up until something happens; nil for never.
  let most: Int?

  /// The wait of a kind's controller: 5 ms to 1,000 s (client-go
  /// util/workqueue/default_rate_limiters.go), but 1 s to 1 min for Jobs (job_controller.go
  /// DefaultJobApiBackOff, MaxJobApiBackOff).
  ///
  /// The Deployment controller alone gives up (deployment_controller.go maxRetries). CronJobs have
  /// a controller of their own, which waits as the others do.
  init(_ kind: WorkloadKind) {
    let isJob = kind == .job
    first = isJob ? .seconds(1) : .milliseconds(5)
    greatest = isJob ? .seconds(60) : .seconds(1_000)
    most = kind == .deployment ? 15 : nil
  }

  /// The wait after an error, of which some were before in a row.
  func wait(after errors: Int) -> SimDuration {
    // 18 doublings bring each first wait beyond its greatest.
    min(first * (1 << Int64(min(errors, 18))), greatest)
  }

  /// Whether a controller gives up at an error, of which some were before in a row.
  func isOver(after errors: Int) -> Bool {
    most.map { errors >= $0 } ?? false
  }
}
