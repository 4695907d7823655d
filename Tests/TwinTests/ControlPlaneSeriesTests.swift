import Metrics
import SimulationKernel
import Testing

/// What shows of masters and of Services' endpoints when machines are lost.
@Suite("Series of the control plane")
struct ControlPlaneSeriesTests {
  private static let masters =
    "{name: master, count: 3, cpu: \"4\", memory: 8Gi, "
    + "labels: {node-role.kubernetes.io/control-plane: \"\"}, "
    + "taints: [{key: node-role.kubernetes.io/control-plane, effect: NoSchedule}]}"

  private static func rows(
    faults: [String], replicas: Int = 1, pools: [String] = []
  ) throws -> RowKeeper {
    try Laboratory(
      load: "executor: constant-arrival-rate, journey: customer, rate: 1", duration: "4m",
      warmUp: "0s", services: [Server(replicas: replicas, steps: [])],
      faults: "[\(faults.joined(separator: ", "))]", pools: [masters] + pools
    ).run(seed: 3).rows
  }

  /// Of one lease there is never more than one holder, and for a short time none.
  @Test("The lease of a lost master passes on, and two of three masters see etcd's leader")
  func oneLost() throws {
    let rows = try Self.rows(faults: ["{name: a, at: 1m, nodeCrash: {node: master-1}}"])
    for lease in ["kube-controller-manager", "kube-scheduler"] {
      let holders = rows.values(of: "leader_election_master_status", lease)
      #expect(holders.count == 16 && holders.allSatisfy { $0.value <= 1 }, "\(holders)")
      #expect(holders.first?.value == 1 && holders.last?.value == 1)
      let lost = rows.values(of: "leader_election_master_status", lease, "master-1")
      #expect(lost.allSatisfy { $0.time < SimTime(seconds: 60) })
    }
    let seen = rows.values(of: "etcd_server_has_leader")
    #expect(seen.first?.value == 3 && seen.last?.value == 2, "\(seen)")
  }

  @Test("With two of three masters lost the third sees no leader and holds no lease")
  func twoLost() throws {
    let rows = try Self.rows(
      faults: [
        "{name: a, at: 1m, nodeCrash: {node: master-1}}",
        "{name: b, at: 1m, nodeCrash: {node: master-2}}",
      ])
    for name in ["etcd_server_has_leader", "leader_election_master_status"] {
      #expect(rows.values(of: name, "master-3").last?.value == 0, "\(name)")
    }
    #expect(rows.values(of: "etcd_server_has_leader").last?.value == 0)
  }

  /// internal/store/endpoint.go: addresses that are ready, and those that are not.
  @Test("A Service's endpoints on a lost machine are no more available once that is known")
  func endpoints() throws {
    let rows = try Self.rows(
      faults: ["{name: a, at: 1m, nodeCrash: {node: worker-1}}"], replicas: 4,
      pools: ["{name: other, count: 1, cpu: \"64\", memory: 256Gi}"])
    let available = rows.values(of: "kube_endpoint_address_available", "server")
    let unready = rows.values(of: "kube_endpoint_address_not_ready", "server")
    #expect(available.first?.value == 4 && unready.first?.value == 0)
    // The node controller finds out after 40 s to 50 s.
    let known = zip(available, unready).filter { $0.0.time > SimTime(seconds: 115) }
    #expect(!known.isEmpty)
    for (ready, other) in known { #expect(ready.value < 4 && ready.value + other.value == 4) }
  }
}
