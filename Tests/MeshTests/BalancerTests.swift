import Mesh
import SimulationKernel
import TestSupport
import Testing

/// kube-proxy decides about connections, not about calls.
@Suite("Keep-alive connections")
struct ConnectionTests {
  private static let pods: [UInt32] = [200, 201, 202, 203]

  private func balancer() -> Balancer {
    var balancer = Balancer()
    balancer.addUpstream(.kubeProxy)
    for pod in 0..<210 { balancer.startCounting(pod) }
    balancer.setMembers(Self.pods, of: 0)
    return balancer
  }

  @Test("A client that calls one at a time stays with its pod until the connection is closed")
  func sequentialCalls() throws {
    var balancer = balancer()
    var random = EntityRandom(seed: 1, stream: "calls")
    var changes = 0
    var last: UInt32?
    let calls = 200_000
    for _ in 0..<calls {
      let chosen = balancer.pick(0, client: 1, bits: random.next())
      let pod = try #require(chosen)
      balancer.count(1, of: 0, client: 1, pod: pod)
      balancer.count(-1, of: 0, client: 1, pod: pod)
      changes += last.map { $0 == pod } ?? true ? 0 : 1
      last = pod
    }
    // Every 1,024th call connects anew, to another pod in three of four cases.
    let expected = Double(calls) / 1_024 * 3 / 4
    #expect(abs(Double(changes) - expected) < 4 * expected.squareRoot(), "\(changes) changes")
  }

  @Test("First connections of many clients lie evenly on the pods")
  func manyClients() throws {
    var balancer = balancer()
    var random = EntityRandom(seed: 2, stream: "calls")
    var counts = [0, 0, 0, 0]
    for _ in 0..<40 {
      for pod in 0..<200 { balancer.startCounting(pod) }
      for client in 0..<UInt32(200) {
        let chosen = balancer.pick(0, client: client, bits: random.next())
        let pod = try #require(chosen)
        counts[Int(pod) - 200] += 1
      }
    }
    let expected = 40.0 * 200 / 4
    let distance = counts.reduce(0) { $0 + (Double($1) - expected) * (Double($1) - expected) }
    // The 99.9 % quantile of chi-squared with three degrees of freedom.
    #expect(distance / expected < 16.27, "\(counts)")
  }

  @Test("A busy connection is not shared: calls at once are on connections of their own")
  func concurrentCalls() throws {
    var balancer = balancer()
    var random = EntityRandom(seed: 3, stream: "calls")
    var pods: [UInt32] = []
    for _ in 0..<64 {
      let chosen = balancer.pick(0, client: 1, bits: random.next())
      let pod = try #require(chosen)
      balancer.count(1, of: 0, client: 1, pod: pod)
      pods.append(pod)
    }
    for pod in Self.pods { #expect(pods.contains(pod)) }
  }
}
