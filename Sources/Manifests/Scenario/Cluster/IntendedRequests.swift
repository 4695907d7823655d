/// What a platform's pods were meant to request together, which `plan` shows beside what they do.
package struct IntendedRequests: Sendable {
  /// CPU in thousandths of a core; nil where nothing was meant.
  package let milliCPU: Int64?
  /// Memory in bytes.
  package let memoryBytes: Int64?
  /// Storage in bytes.
  package let storageBytes: Int64?
}

extension IntendedRequests: SpecObject {
  static let what = "intended requests"

  init?(_ reader: inout SpecReader) {
    milliCPU = reader.optional("cpu", .milliCPU, "CPU of all pods, like \"50\"")
    memoryBytes = reader.optional("memory", .size, "memory of all pods, like 128G")
    storageBytes = reader.optional("storage", .size, "all volumes, like 2T")
  }
}
