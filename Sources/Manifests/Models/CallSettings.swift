package import SimulationKernel

/// What a caller decides about a call.
package struct CallSettings: Sendable {
  /// How long the caller waits for an attempt; nil means the callee's default, then for ever.
  package let timeout: SimDuration?
  /// Attempts beyond the first; nil means the callee's default, then none.
  package let retries: Int?

  /// No decision at all.
  package static let unset = CallSettings(timeout: nil, retries: nil)
}

extension CallSettings: SpecObject {
  static let what = "call settings"

  init?(_ reader: inout SpecReader) {
    self.init(fields: &reader)
  }

  /// Reads the settings among other fields.
  init(fields reader: inout SpecReader) {
    timeout = reader.optional(
      "timeout", .positiveDuration, "how long the caller waits for an attempt")
    retries = reader.optional("retries", .count(from: 0), "attempts beyond the first")
  }
}
