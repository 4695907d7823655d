/// A sampled journey with everything that was called on its behalf.
package struct TraceRecord: Sendable {
  /// Its number in the run.
  package let trace: Int64
  /// The journey.
  package let journey: String
  /// What it stands for: an ordinary journey, the longest, one that failed.
  package let kind: Kind
  /// Its spans, each behind the one that caused it, with the number of spans above it.
  package let spans: [(depth: Int, span: SpanRecord)]

  /// What a trace was chosen for.
  package enum Kind: String, Sendable, CaseIterable {
    case typical, longest, failed
  }
}

/// One attempt of a call, as its client saw it.
package struct SpanRecord: Sendable, Codable {
  /// Its number in the run.
  package let span: Int64
  /// The span that caused it; nil for the journey's own.
  package let parent: Int64?
  /// The service that was called.
  package let service: String
  /// Its endpoint.
  package let operation: String
  /// The pod that answered; empty where none did.
  package let pod: String
  /// When it began, in µs since time zero.
  package let start: Int64
  /// How long it took, in µs.
  package let duration: Int64
  /// Whether it failed.
  package let hasFailed: Bool

  enum CodingKeys: String, CodingKey {
    case service, operation, pod
    case span = "span_id"
    case parent = "parent_id"
    case start = "start_us"
    case duration = "duration_us"
    case hasFailed = "failed"
  }
}
