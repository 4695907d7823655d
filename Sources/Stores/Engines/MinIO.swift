import SimulationKernel

/// MinIO: erasure-coded objects over the drives of all servers, no leader.
///
/// Sets by minio `endpoint-ellipses.go` from the endpoints of the server's arguments, one drive a
/// server where there are none; parity by `storage-class.go` unless set; an object is locked on a
/// majority of the servers while it is written (`dsync`). A server that fell silent costs its
/// callers the drive timeout (30 s, `drive.go`) before it is skipped. What a drive lacks is healed
/// 15 s after it is back (`erasure-sets.go`, the monitor of drives), from as many others as an
/// object has data shards.
enum MinIO {
  /// What the layout endures and costs.
  static func findings(_ options: EngineOptions) -> [String] {
    let (set, sets) = layout(options)
    let each = set.drivesPerServer(servers: options.members)
    let reads = set.servers(for: set.readTolerance, perServer: each)
    let writes = set.servers(for: set.writeTolerance, perServer: each)
    let usable = Int((set.usableShare * 100).rounded())
    return [
      "\(sets) erasure set(s) of \(set.drives) drives with EC:\(set.parity): reads endure "
        + "\(reads) servers away, writes \(writes); \(usable) % of the capacity is usable and a "
        + "byte is written \((set.writeAmplification * 100).rounded() / 100) times"
    ]
  }

  private static func layout(_ options: EngineOptions) -> (set: ErasureSet, sets: Int) {
    let patterns = (options.word("endpoints") ?? "").split(separator: " ")
      .compactMap { EndpointPattern(String($0)) }.filter { $0.count > 1 }
    let servers = options.members
    let layout = ErasureLayout(patterns)
    let size = layout.map(\.setSize) ?? servers
    let sets = layout.map(\.sets) ?? 1
    let parity = options.number("parity").map { Int($0) }
    let usual = ErasureSet.defaultParity(drives: size)
    let isValid = ErasureSet.isValid(standard: parity ?? usual, reduced: 0, drives: size)
    return (ErasureSet(drives: size, parity: isValid ? parity : nil), sets)
  }

  static func configuration(_ options: EngineOptions) -> EngineConfiguration {
    let (set, sets) = layout(options)
    let servers = options.members
    var configuration = EngineConfiguration(
      agreement: .erasure(set),
      shards: (0..<sets).map { ShardPlacement.servers(ofSet: $0, size: set.drives, among: servers) }
    )
    configuration.readers = .anyCopy
    configuration.savesCapacity = options.word("optimize") == "capacity"
    configuration.silenceTolerance = options.duration("driveTimeout", .seconds(30))
    configuration.patience = configuration.silenceTolerance
    configuration.recovery = ShardRecovery.Rule(
      delay: .seconds(15), bytesPerSecond: options.number("healRate", 100 * 1_048_576),
      concurrent: 1, movesCopies: false)
    return configuration
  }
}
