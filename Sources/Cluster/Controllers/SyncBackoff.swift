import SimulationKernel

/// What a controller's work queue knows of an object whose syncs ended with errors (client-go
/// util/workqueue).
struct SyncBackoff: Sendable {
  /// Errors in a row.
  var errors = 0
  /// When the object is tried again, whatever happens before; `infinity` while no try waits.
  ///
  /// A sync that something else starts leaves it, also one without an error
  /// (delaying_queue.go waitingLoop).
  var retryAt = SimTime.infinity

  /// Takes the try that is due; returns whether one is.
  mutating func take(at now: SimTime) -> Bool {
    guard retryAt == now else { return false }
    retryAt = .infinity
    return true
  }

  /// Counts an error; of two tries that wait the earlier one stays (delaying_queue.go insert).
  ///
  /// Returns whether the new one is it.
  mutating func fail(_ retry: SyncRetry, at time: SimTime) -> Bool {
    let next = time + retry.wait(after: errors)
    errors += 1
    guard next < retryAt else { return false }
    retryAt = next
    return true
  }
}
