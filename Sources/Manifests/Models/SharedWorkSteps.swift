package import SimulationKernel

/// An answer that comes token by token, as a language model's.
package struct StreamStep: Sendable {
  /// Seconds to the first byte.
  package let first: Distribution
  /// Number of tokens.
  package let tokens: Distribution
  /// Seconds from one token to the next.
  package let perToken: Distribution
  /// CPU seconds of each token; nothing where none was written.
  package let cpuPerToken: Distribution
}

/// Work shared with other requests of the same pod (dynamic batching).
package struct BatchStep: Sendable {
  /// Most requests in a batch.
  package let size: Int
  /// How long the first request of a batch waits for others.
  package let window: SimDuration
  /// CPU seconds of a batch.
  package let cpu: Distribution
  /// CPU seconds more for each request in it; nothing where none was written.
  package let perItem: Distribution
  /// Threads that compute a batch together, each an equal part of it; 1 where none was written.
  package let threads: Int
}

extension StreamStep: SpecObject {
  static let what = "a stream"

  init?(_ reader: inout SpecReader) {
    let first = reader.required("first", .law(.time), "time to the first byte")
    let tokens = reader.required("tokens", .law(.number), "number of tokens")
    let perToken = reader.required("perToken", .law(.time), "time from one token to the next")
    cpuPerToken = reader.optional(
      "cpuPerToken", .law(.time), default: .constant(0), "CPU time of each token")
    guard let first, let tokens, let perToken else { return nil }
    self.first = first
    self.tokens = tokens
    self.perToken = perToken
  }
}

extension BatchStep: SpecObject {
  static let what = "a batch"

  init?(_ reader: inout SpecReader) {
    let size = reader.required("size", .count(), "most requests in a batch")
    let window = reader.required(
      "window", .duration, "how long the first request of a batch waits for others")
    let cpu = reader.required("cpu", .law(.time), "CPU time of a batch")
    perItem = reader.optional(
      "perItem", .law(.time), default: .constant(0), "CPU time more for each request in it")
    threads = reader.optional(
      "threads", .count(), default: 1, "threads that compute a batch together")
    guard let size, let window, let cpu else { return nil }
    self.size = size
    self.window = window
    self.cpu = cpu
  }
}
