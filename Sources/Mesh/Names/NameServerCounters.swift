/// What one CoreDNS pod did since the run began, by the names of its metrics.
package struct NameServerCounters: BitwiseCopyable, Sendable {
  /// Queries of type A that were answered.
  package var addressQueries: UInt64 = 0
  /// Queries of type AAAA that were answered.
  package var longAddressQueries: UInt64 = 0
  /// Answers that a name exists.
  package var found: UInt64 = 0
  /// Answers that a name does not exist (NXDOMAIN).
  package var absent: UInt64 = 0
  /// Answers of a server that could not tell (SERVFAIL).
  package var failed: UInt64 = 0
  /// Answers from the cache that a name exists.
  package var successHits: UInt64 = 0
  /// Answers from the cache that a name does not exist.
  package var denialHits: UInt64 = 0
  /// Queries that the cache could not answer.
  package var misses: UInt64 = 0
  /// Answers that were fetched anew before they were asked for.
  package var prefetches: UInt64 = 0
  /// Answers from the cache that were too old (`serve_stale`).
  package var staleHits: UInt64 = 0
}
