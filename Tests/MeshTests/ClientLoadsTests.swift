import Mesh
import SimulationKernel
import TestSupport
import Testing

@Suite("Calls counted by client and pod")
struct ClientLoadsTests {
  @Test("are those of a plain list of the calls under way, however many pairs had some before")
  func countsAreThoseOfAList() throws {
    try withEverySeed(20) { seed in
      var random = EntityRandom(seed: seed, stream: "loads")
      var loads = ClientLoads()
      var open: [(client: UInt32, pod: UInt32)] = []
      let most = 1 + random.below(800)
      for _ in 0..<20_000 {
        if open.count < most, random.below(2) == 0 {
          // A handle has its generation in the high 8 bits.
          let pod = UInt32(random.below(3)) << 24 | UInt32(random.below(60))
          let call = (client: UInt32(random.below(60)), pod: pod)
          open.append(call)
          loads.add(1, from: call.client, to: call.pod)
        } else if !open.isEmpty {
          let call = open.remove(at: random.below(open.count))
          loads.add(-1, from: call.client, to: call.pod)
        }
      }
      for client in 0..<UInt32(60) {
        for pod in 0..<UInt32(180) {
          let handle = pod / 60 << 24 | pod % 60
          let count = open.count { $0.client == client && $0.pod == handle }
          try #require(loads.load(from: client, to: handle) == Int32(count))
        }
      }
    }
  }

  @Test("never are less than none: a call may close that a former client of the index opened")
  func formerClient() {
    var loads = ClientLoads()
    loads.add(1, from: 1, to: 2)
    loads.add(-1, from: 1, to: 2)
    loads.add(-1, from: 1, to: 2)
    let after = loads.load(from: 1, to: 2)
    loads.add(1, from: 1, to: 2)
    let next = loads.load(from: 1, to: 2)
    #expect(after == 0 && next == 1)
  }
}
