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
    let (sets, servers) = (sets(options), servers(options))
    let kinds = sets.indices.filter {
      $0 == 0 || sets[$0] != sets[$0 - 1] || servers[$0].count != servers[$0 - 1].count
    }
    var findings = zip(kinds, kinds.dropFirst() + [sets.count]).map { first, next in
      sentence(of: sets[first], count: next - first, servers: servers[first].count)
    }
    guard let pools = pools(options) else {
      let isNamed = !patterns(options).isEmpty
      return isNamed
        ? findings + [
          "its endpoints fit no erasure set of 2 to 16 drives, so that MinIO would not start: one set "
            + "with a drive of each server is taken"
        ] : findings
    }
    let parity = set(options).parity
    if pools.contains(where: {
      !ErasureSet.isValid(standard: parity, reduced: 0, drives: $0.setSize)
    }) {
      findings.append(
        "EC:\(parity), which all pools have in common, is more than half of a pool's set, so that "
          + "MinIO would not start: half of that set is taken")
    }
    return findings
  }

  private static func sentence(of set: ErasureSet, count: Int, servers: Int) -> String {
    let each = set.drivesPerServer(servers: servers)
    let reads = set.servers(for: set.readTolerance, perServer: each)
    let writes = set.servers(for: set.writeTolerance, perServer: each)
    let usable = Int((set.usableShare * 100).rounded())
    return "\(count) erasure set(s) of \(set.drives) drives with "
      + "EC:\(set.parity): reads endure \(reads) servers away, writes \(writes); \(usable) % of "
      + "the capacity is usable and a byte is written "
      + "\((set.writeAmplification * 100).rounded() / 100) times"
  }

  /// The server's arguments that name drives, each a pool of its own.
  private static func patterns(_ options: EngineOptions) -> [EndpointPattern] {
    (options.word("endpoints") ?? "").split(separator: " ")
      .compactMap { EndpointPattern(String($0)) }.filter { !$0.counts.isEmpty }
  }

  /// The pools; nil where none is named or one does not fit (`mergeDisksLayoutFromArgs`).
  private static func pools(_ options: EngineOptions) -> [ErasureLayout]? {
    let patterns = patterns(options)
    let layouts = patterns.compactMap { ErasureLayout([$0]) }
    return patterns.isEmpty || layouts.count < patterns.count ? nil : layouts
  }

  /// An erasure set of the first pool.
  private static func set(_ options: EngineOptions) -> ErasureSet {
    let size = pools(options)?.first?.setSize ?? options.members
    let parity = options.number("parity").map { Int($0) }
    let usual = ErasureSet.defaultParity(drives: size)
    let isValid = ErasureSet.isValid(standard: parity ?? usual, reduced: 0, drives: size)
    return ErasureSet(drives: size, parity: isValid ? parity : nil)
  }

  /// The erasure set of each shard: of the size that its pool's endpoints give, with the parity that
  /// is set or is the first pool's (`erasure-server-pool.go`, commonParityDrives).
  private static func sets(_ options: EngineOptions) -> [ErasureSet] {
    let first = set(options)
    guard let pools = pools(options) else { return [first] }
    return pools.flatMap { pool in
      Array(repeating: ErasureSet(drives: pool.setSize, parity: first.parity), count: pool.sets)
    }
  }

  /// The servers of each set: those of its pool, or all where the pools' servers are not the
  /// members.
  private static func servers(_ options: EngineOptions) -> [[Int]] {
    guard let pools = pools(options) else { return [Array(0..<options.members)] }
    let counts = patterns(options).map { $0.counts.first ?? 1 }
    let isPartition = pools.count > 1 && counts.reduce(0, +) == options.members
    var first = 0
    return zip(pools, counts).flatMap { pool, count in
      let servers = isPartition ? count : options.members
      defer { first += isPartition ? count : 0 }
      return (0..<pool.sets).map { set in
        ShardPlacement.servers(ofSet: set, size: pool.setSize, among: servers).map { first + $0 }
      }
    }
  }

  static func configuration(_ options: EngineOptions) -> EngineConfiguration {
    var configuration = EngineConfiguration(
      agreement: .erasure(sets(options)), shards: servers(options))
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
