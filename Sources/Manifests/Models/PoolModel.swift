package import SimulationKernel

/// A bounded number of things that requests of one pod share, such as connections.
package struct PoolModel: Sendable {
  /// Its name.
  package let name: String
  /// Where the name was written.
  package let span: SourceSpan
  /// How many there are in each pod.
  package let size: Int
  /// How long a request waits for one before it fails; nil means for ever.
  package let timeout: SimDuration?
}

extension PoolModel: NamedSpec {
  static let what = "a pool"

  init?(_ name: LocatedText, _ reader: inout SpecReader) {
    self.name = name.text
    span = name.span
    timeout = reader.optional(
      "timeout", .positiveDuration, "how long a request waits for one; for ever by default")
    guard let size = reader.required("size", .count(), "how many there are in each pod") else {
      return nil
    }
    self.size = size
  }
}
