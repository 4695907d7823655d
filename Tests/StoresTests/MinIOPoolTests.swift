import Manifests
import Stores
import Testing

/// Pools whose endpoints give sets of different sizes (minio `erasure-server-pool.go`,
/// newErasureServerPools): all have the parity of the first.
@Suite("MinIO's pools")
struct MinIOPoolTests {
  private static let wide = "http://minio-{4...7}.minio/data{1...2}"
  private static let narrow = "http://minio-{0...3}.minio/data"

  private static func configuration(_ endpoints: String) -> EngineConfiguration {
    configured(.minio, members: 8, [("endpoints", .word(endpoints))]).configuration
  }

  private static func sets(_ endpoints: String) -> [ErasureSet] {
    guard case .erasure(let sets) = configuration(endpoints).agreement else { return [] }
    return sets
  }

  @Test("Each pool has sets of its own size on its own servers")
  func sizes() {
    let endpoints = "\(Self.narrow) \(Self.wide)"
    #expect(Self.configuration(endpoints).shards == [[0, 1, 2, 3], [4, 5, 6, 7]])
    #expect(
      Self.sets(endpoints) == [ErasureSet(drives: 4, parity: 2), ErasureSet(drives: 8, parity: 2)])
  }

  @Test("A set has no more parity than half of its drives")
  func bounds() {
    // Eight drives have EC:4, which MinIO would refuse for the four of the other pool.
    #expect(
      Self.sets("\(Self.wide) \(Self.narrow)") == [
        ErasureSet(drives: 8, parity: 4), ErasureSet(drives: 4, parity: 2),
      ])
  }
}
