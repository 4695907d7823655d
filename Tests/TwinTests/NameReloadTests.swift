import Foundation
import SimulationKernel
import Testing

/// A changed configuration of the cluster's DNS.
@Suite("CoreDNS' changed file")
struct NameReloadTests {
  /// Queries of type A for each lookup of a host outside from 165 s on, where the file lets CoreDNS
  /// try the search domains itself from 20 s on.
  private func queriesPerLookup(_ plugin: String) throws -> Double {
    let name = "vhsim-corefile-\(ProcessInfo.processInfo.processIdentifier)-\(plugin).yaml"
    let file = FileManager.default.temporaryDirectory.appendingPathComponent(name)
    defer { try? FileManager.default.removeItem(at: file) }
    let objects = NameTests.coredns(
      corefile: "autopath @kubernetes\\n cache 30", kubernetes: "ttl 30\\n pods verified"
    ).components(separatedBy: "---\n")
    try objects[1].write(to: file, atomically: true, encoding: .utf8)
    let step = "external: {host: api.example.com, latency: \"constant(200ms)\", timeout: 5s}"
    let (_, rows) = try Laboratory(
      load: "executor: constant-arrival-rate, journey: customer, rate: 50", duration: "200s",
      services: [Server(steps: [step])],
      journeys: ["customer": "{service: server, endpoint: serve, timeout: 100s}"],
      documents: [NameTests.coredns(corefile: "cache 30\\n \(plugin)")],
      changes: "[{at: 20s, apply: \(file.path)}, {at: 170s, restart: {workload: default/server}}]"
    ).run(seed: 1)
    func growth(_ name: String, _ labels: [String]) throws -> Double {
      let values =
        labels.isEmpty ? rows.values(of: name) : rows.values(of: name, labels[0])
      let before = try #require(values.last { $0.time <= SimTime(seconds: 165) })
      let after = try #require(values.last)
      return after.value - before.value
    }
    let lookups = try growth("vhsim_dns_lookups_total", [])
    #expect(lookups >= 10)
    return try growth("coredns_dns_requests_total", ["A"]) / lookups
  }

  /// That is from 60 to 135 s after the change; one name is asked then instead of four.
  @Test("It is read when the kubelets have brought it, where CoreDNS looks for changes")
  func reloaded() throws {
    let (kept, read) = (try queriesPerLookup("errors"), try queriesPerLookup("reload"))
    #expect(kept > 3.5, "\(kept)")
    #expect(read < 1.5, "\(read)")
  }
}
