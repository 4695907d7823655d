import Foundation
import SimulationKernel
import Testing

/// A changed configuration of the cluster's DNS.
@Suite("CoreDNS' changed file")
struct NameReloadTests {
  private static let walking = NameTests.coredns(
    corefile: "autopath @kubernetes\\n cache 30\\n reload", kubernetes: "ttl 30\\n pods verified")
  private static let plain = NameTests.coredns(corefile: "cache 30\\n reload")

  /// Queries of type A for each lookup of a host outside from 165 s on, where CoreDNS has some
  /// plugin and is given files from 20 s on, a second apart.
  private func queriesPerLookup(
    _ plugin: String, _ files: [String], seed: UInt64 = 1
  ) throws -> Double {
    let directory = FileManager.default.temporaryDirectory.appendingPathComponent(
      "vhsim-corefile-\(ProcessInfo.processInfo.processIdentifier)-\(plugin)-\(files.count)-\(seed)"
    )
    try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: directory) }
    var changes = ["{at: 170s, restart: {workload: default/server}}"]
    for (number, objects) in files.enumerated() {
      let file = directory.appendingPathComponent("\(number).yaml")
      try objects.components(separatedBy: "---\n")[1].write(
        to: file, atomically: true, encoding: .utf8)
      changes.append("{at: \(20 + number)s, apply: \(file.path)}")
    }
    let step = "external: {host: api.example.com, latency: \"constant(200ms)\", timeout: 5s}"
    let (_, rows) = try Laboratory(
      load: "executor: constant-arrival-rate, journey: customer, rate: 50", duration: "200s",
      services: [Server(steps: [step])],
      journeys: ["customer": "{service: server, endpoint: serve, timeout: 100s}"],
      documents: [NameTests.coredns(corefile: "cache 30\\n \(plugin)")],
      changes: "[\(changes.joined(separator: ", "))]"
    ).run(seed: seed)
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
    let kept = try queriesPerLookup("errors", [Self.walking])
    let read = try queriesPerLookup("reload", [Self.walking])
    #expect(kept > 3.5, "\(kept)")
    #expect(read < 1.5, "\(read)")
  }

  @Test(
    "Of two changes the last one is what it reads in the end",
    arguments: 1...4 as ClosedRange<UInt64>)
  func lastOne(seed: UInt64) throws {
    let read = try queriesPerLookup("reload", [Self.walking, Self.plain], seed: seed)
    #expect(read > 3.5, "\(read)")
  }
}
