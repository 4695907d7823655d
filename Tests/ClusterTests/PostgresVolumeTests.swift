import Cluster
import Testing

/// The claims of a CloudNativePG cluster's instances.
@Suite("Volumes of CloudNativePG")
struct PostgresVolumeTests {
  /// Names: pkg/specs/volumes.go PvcNameForTablespace of cloudnative-pg, `-wal` of its docs.
  @Test("data, log and each tablespace have a claim of their own")
  func tablespaces() throws {
    let spec = try ClusterSpec.of(
      """
      apiVersion: postgresql.cnpg.io/v1
      kind: Cluster
      metadata: {name: db}
      spec:
        instances: 2
        storage: {size: 8Gi}
        walStorage: {size: 2Gi}
        tablespaces:
          - {name: _Old$Space, storage: {size: 1Gi, storageClass: slow}}
          - {name: hot_space, storage: {size: 4Gi}}
      """)
    let claims = try #require(spec.workloads.first).claimTemplates
    #expect(claims.map(\.name) == ["", "-wal", "-tbs-1old-space", "-tbs-hot-space"])
    #expect(claims.map { $0.bytes >> 30 } == [8, 2, 1, 4])
    #expect(claims.map { $0.storageClass == "slow" } == [false, false, true, false])
  }
}
