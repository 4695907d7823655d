/// What a pod writes to its standard output.
package struct LogModel: Sendable {
  /// Bytes of each request.
  package let perRequestBytes: Int64
  /// Bytes of each second.
  package let perSecondBytes: Int64
}

extension LogModel: SpecObject {
  static let what = "a log"

  init?(_ reader: inout SpecReader) {
    perRequestBytes = reader.optional(
      "perRequest", .size, default: 0, "bytes that each request leaves in the log")
    perSecondBytes = reader.optional(
      "perSecond", .size, default: 0, "bytes that the pod writes in each second")
  }
}
