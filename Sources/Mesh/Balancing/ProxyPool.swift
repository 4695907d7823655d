/// The calls of one proxy to one upstream, which its connection pool limits.
package struct ProxyPool: BitwiseCopyable, Sendable {
  /// What the pool does with the next call.
  package enum Admission: Sendable {
    /// It goes at once.
    case goes
    /// It waits for a connection.
    case waits
    /// It is refused at once (Envoy: 503 UO).
    case overflows
  }

  /// Calls under way.
  package var active: Int32 = 0
  /// Calls that wait for a connection.
  package var waiting: Int32 = 0
  /// Retries under way or to come after a pause.
  package var retrying: Int32 = 0

  /// Makes a pool without calls.
  package init() {}

  /// Whether a call could go at once.
  package func hasRoom(under limits: PoolLimits) -> Bool { admission(under: limits) == .goes }

  /// What the pool does with the next call (Envoy, source/common/conn_pool/conn_pool_base.cc: a
  /// call without a connection counts as waiting before anything else).
  package func admission(under limits: PoolLimits) -> Admission {
    guard limits.isMultiplexed || active < limits.connections else {
      return waiting < limits.waiting ? .waits : .overflows
    }
    return active < limits.requests ? .goes : .overflows
  }

  /// Counts a retry after an attempt and returns true, unless as many retries as allowed are under
  /// way; where that attempt was a retry itself, it is replaced.
  package mutating func admitRetry(after attempt: UInt8, under limits: PoolLimits) -> Bool {
    let before: Int32 = attempt > 0 ? 1 : 0
    guard retrying &- before < limits.retries else { return false }
    retrying &+= 1 &- before
    return true
  }

  /// Counts the last retry of a call as ended.
  package mutating func endRetry() { retrying = max(0, retrying &- 1) }
}
