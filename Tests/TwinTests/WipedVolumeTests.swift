import Metrics
import SimulationKernel
import Testing
import Twin

/// Stores whose claims users delete.
@Suite("Deleted claims of stores")
struct WipedVolumeTests {
  private static let database = """
    apiVersion: postgresql.cnpg.io/v1
    kind: Cluster
    metadata: {name: db, namespace: default}
    spec:
      imageName: ghcr.io/cloudnative-pg/postgresql:16.6
      instances: 3
      affinity: {podAntiAffinityType: preferred, topologyKey: kubernetes.io/hostname}
      storage: {size: 10Gi}
    ---
    apiVersion: vhsim.dev/v1alpha1
    kind: StoreModel
    metadata: {name: db, namespace: default}
    spec:
      engine: postgresql
      workload: cluster.postgresql.cnpg.io/db
      services: {write: db-rw, read: db-ro}
      settings: {dataSize: 1Gi}
      operations:
        put: {kind: write, cpu: 20us}
      client: {timeout: 1s}
    """

  @Test("A member whose claim was deleted starts with a new disk once its pod is replaced")
  func claim() throws {
    let member = "namespace: default, name: db-2"
    let rows = try Laboratory(
      load: "executor: constant-arrival-rate, journey: customer, rate: 5", duration: "120s",
      services: [Server(steps: ["write: db/put"])], documents: [Self.database],
      changes: """
        [{at: 20s, delete: {kind: PersistentVolumeClaim, \(member)}}, \
        {at: 40s, delete: {kind: Pod, \(member)}}]
        """
    ).run(seed: 1).rows
    let began = try #require(rows.events.first { $0.reason == "NewDisk" })
    #expect(began.time >= SimTime(seconds: 40))
    #expect(rows.events.contains { $0.reason == "NewDiskFilled" })
  }
}
