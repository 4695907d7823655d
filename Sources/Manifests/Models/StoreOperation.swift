package import SimulationKernel

/// One thing a store can be asked.
package struct StoreOperation: Sendable {
  /// Whether an operation changes the data.
  package enum Kind: String, Sendable, CaseIterable {
    case read, write
  }

  /// Its name.
  package let name: String
  /// Where the name was written.
  package let span: SourceSpan
  /// Whether it changes the data.
  package let kind: Kind
  /// CPU seconds on the pod that serves it.
  package let cpu: Distribution
  /// Bytes read from or written to the disk; nothing where none was written.
  package let disk: Distribution
  /// Bytes on the wire, of the answer of a read and the request of a write; 1 KiB where none was
  /// written.
  package let bytes: Distribution
  /// The one key that it is about, which may have a hash tag; nil spreads it over all keys.
  package let key: String?
  /// Probability that it fails for a reason of its own; 0 where none was written.
  package let failure: Double
}

extension StoreOperation: NamedSpec {
  static let what = "an operation of a store"

  init?(_ name: LocatedText, _ reader: inout SpecReader) {
    self.name = name.text
    span = name.span
    let kind = reader.required("kind", .word(Kind.self), "whether it changes the data")
    cpu = reader.optional(
      "cpu", .law(.time), default: .constant(0), "CPU time on the pod that serves it")
    disk = reader.optional(
      "disk", .law(.size), default: .constant(0), "bytes read from or written to the disk")
    bytes = reader.optional(
      "bytes", .law(.size), default: .constant(1024), "bytes on the wire; 1Ki by default")
    key = reader.optional(
      "key", .name as SpecType<String>, "the one key that it is about; any by default")
    failure = reader.optional(
      "failure", .ratio, default: 0, "probability that it fails for a reason of its own")
    guard let kind else { return nil }
    self.kind = kind
  }
}
