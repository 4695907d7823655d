import SimulationKernel

/// MinIO: erasure-coded objects over the drives of all servers, one drive a server, no leader.
///
/// Parity by minio `storage-class.go` unless set; a server that fell silent costs its callers the
/// drive timeout (30 s, minio `drive.go`) before it is skipped.
enum MinIO {
  static func configuration(_ options: EngineOptions) -> EngineConfiguration {
    let parity = options.number("parity").map { Int($0) }
    let set = ErasureSet(drives: options.members, parity: parity)
    var configuration = EngineConfiguration(
      agreement: .erasure(set), shards: [Array(0..<options.members)])
    configuration.readers = .anyCopy
    configuration.silenceTolerance = options.duration("driveTimeout", .seconds(30))
    configuration.patience = configuration.silenceTolerance
    return configuration
  }
}
