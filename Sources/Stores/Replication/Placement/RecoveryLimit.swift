/// The bytes a second at which an Elasticsearch node recovers shards unless it is set: 40 MiB, and
/// more on nodes for cold or frozen data only, by their memory (elastic.co, index recovery
/// settings).
package enum RecoveryLimit {
  /// The limit of a node with some roles and a memory in bytes.
  package static func bytesPerSecond(roles: [String], memory: Int64) -> Double {
    let data = roles.filter { $0.hasPrefix("data") }
    let isCold = !data.isEmpty && data.allSatisfy { $0 == "data_cold" || $0 == "data_frozen" }
    return (isCold ? mebibytes(memory: Double(memory) / 1_073_741_824) : 40) * 1_048_576
  }

  private static func mebibytes(memory gibibytes: Double) -> Double {
    switch gibibytes {
    case ...4: 40
    case ...8: 60
    case ...16: 90
    case ...32: 125
    default: 250
    }
  }
}
