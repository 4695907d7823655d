/// What a pod writes to its log: its standard output, or a file in an emptyDir.
package struct LogModel: Sendable {
  /// Bytes of each request.
  package let perRequestBytes: Int64
  /// Bytes of each second.
  package let perSecondBytes: Int64
  /// The emptyDir volume that has the log's file, which nobody puts aside; nil for the standard
  /// output.
  package let volume: String?
  /// Where the volume was written.
  package let volumeSpan: SourceSpan
}

extension LogModel: SpecObject {
  static let what = "a log"

  init?(_ reader: inout SpecReader) {
    perRequestBytes = reader.optional(
      "perRequest", .size(atMost: 1), default: 0, "bytes that each request leaves in the log")
    perSecondBytes = reader.optional(
      "perSecond", .size(atMost: 64), default: 0, "bytes that the pod writes in each second")
    volume = reader.optional(
      "volume", .name, "the emptyDir volume with the log's file; the standard output by default")
    volumeSpan = reader.span(of: "volume")
  }
}
