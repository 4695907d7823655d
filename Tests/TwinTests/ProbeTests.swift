import Metrics
import SimulationKernel
import Testing
import Twin

/// The kubelet's probes against software that has something to do.
@Suite("Probes of busy pods")
struct ProbeTests {
  private let load = "executor: constant-arrival-rate, journey: customer, rate: 20"

  private func events(
    _ probe: String, settings: [String], work: String, limit: String = "2", cores: Int = 64
  ) throws -> [String] {
    let server = Server(
      container: [
        "resources: {requests: {cpu: 100m, memory: 64Mi}, limits: {cpu: \(limit)}}",
        "readinessProbe: {\(probe), periodSeconds: 5}",
        "livenessProbe: {\(probe), periodSeconds: 10}",
      ], settings: settings, steps: [work])
    let laboratory = try Laboratory(
      load: load, duration: "120s", warmUp: "0s", services: [server], cores: cores)
    return try laboratory.run(seed: 1).rows.events.map { "\($0.reason): \($0.message)" }
  }

  @Test("A pod with time to spare passes all its probes")
  func idle() throws {
    let events = try events(
      "httpGet: {path: /, port: 8080}", settings: ["workers: 8"], work: "wait: constant(50ms)")
    #expect(!events.contains { $0.hasPrefix("Unhealthy") })
  }

  @Test("A pod whose workers and queue are full answers 503 to its probes and is restarted")
  func saturated() throws {
    let events = try events(
      "httpGet: {path: /, port: 8080}", settings: ["workers: 1", "queue: 2"],
      work: #"wait: "exponential(mean: 1s)""#)
    #expect(
      events.contains("Unhealthy: Readiness probe failed: HTTP probe failed with statuscode: 503"))
    #expect(events.contains { $0.hasPrefix("Killing: Container server failed liveness probe") })
  }

  @Test("A pod with a long queue is too late for its probes' timeout")
  func queued() throws {
    let events = try events(
      "httpGet: {path: /, port: 8080}", settings: ["workers: 1"], work: "wait: constant(1s)")
    #expect(
      events.contains {
        $0.hasPrefix("Unhealthy: Liveness probe failed: Get \"http://10.244.")
          && $0.contains(":8080/\": context deadline exceeded (Client.Timeout")
      })
  }

  @Test("A connection is accepted however busy the process is")
  func connection() throws {
    let events = try events(
      "tcpSocket: {port: 8080}", settings: ["workers: 1", "queue: 2"], work: "wait: constant(1s)")
    #expect(!events.contains { $0.hasPrefix("Unhealthy") })
  }

  @Test("A pod starved of CPU is too late, whatever its workers do", arguments: ["exec", "http"])
  func starved(_ kind: String) throws {
    let probe = kind == "exec" ? "exec: {command: [ok]}" : "httpGet: {path: /, port: 8080}"
    let events = try events(
      probe, settings: ["threads: 1"], work: "cpu: constant(100ms)", limit: "100m")
    let text = kind == "exec" ? "command \"ok\" timed out" : "Get \"http://10.244."
    #expect(events.contains { $0.hasPrefix("Unhealthy: Readiness probe failed: \(text)") })
  }
}

/// Memory and CPU limits of pods under load.
@Suite("Limits of busy pods")
struct LimitTests {
  private let load = "executor: constant-arrival-rate, journey: customer, rate: 20"

  private func run(_ container: String, settings: [String], steps: [String]) throws -> RowKeeper {
    let laboratory = try Laboratory(
      load: load, duration: "240s", warmUp: "0s",
      services: [Server(container: [container], settings: settings, steps: steps)])
    return try laboratory.run(seed: 1).rows
  }

  @Test("A leak of each request ends in an OOM kill when the limit is full, and starts again")
  func leak() throws {
    // 100 MiB are left; 20 requests a second leave 1 MiB each: full after five seconds.
    let rows = try run(
      "resources: {requests: {cpu: 100m, memory: 128Mi}, limits: {memory: 128Mi}}",
      settings: ["memory: {base: 28Mi, leakPerRequest: 1Mi}"], steps: ["wait: constant(1ms)"])
    let kills = rows.events.filter { $0.reason == "OOMKilling" }.map(\.time.seconds)
    let first = try #require(kills.first)
    // 100 requests of a Poisson stream take 5 s with a standard deviation of 0.5 s.
    #expect(first > 5 - 4.5 * 0.5 && first < 5 + 4.5 * 0.5)
    #expect(kills.count >= 4)
    #expect(rows.events.contains { $0.reason == "BackOff" })
    let limit = Double(128 << 20)
    #expect(rows.samples(of: "container_memory_working_set_bytes").allSatisfy { $0 <= limit })
  }

  @Test("Memory grows with the requests in hand, and a burst of them is too much")
  func requests() throws {
    let rows = try run(
      "resources: {requests: {cpu: 100m, memory: 128Mi}, limits: {memory: 128Mi}}",
      settings: ["memory: {base: 28Mi, perRequest: 1Mi}"], steps: ["wait: constant(10s)"])
    // 20 a second for ten seconds are 200 in hand; 100 are too many.
    let first = try #require(rows.events.first { $0.reason == "OOMKilling" }).time.seconds
    #expect(first > 5 - 4.5 * 0.5 && first < 5 + 4.5 * 0.5)
  }

  @Test("A container beyond its CPU limit is throttled in every period")
  func throttling() throws {
    // 20 requests a second of 10 ms want 200m and get 100m.
    let rows = try run(
      "resources: {requests: {cpu: 100m, memory: 64Mi}, limits: {cpu: 100m}}",
      settings: ["threads: 1"], steps: ["cpu: constant(10ms)"])
    let periods = try #require(rows.samples(of: "container_cpu_cfs_periods_total").last)
    let throttled = try #require(
      rows.samples(of: "container_cpu_cfs_throttled_periods_total").last)
    let seconds = try #require(
      rows.samples(of: "container_cpu_cfs_throttled_seconds_total").last)
    // Nearly all of the ten periods a second, and nearly nine tenths of the time; a period under
    // way may have been throttled already. The run goes on for 30 s after the load.
    #expect(periods > 2_000 && throttled > 0.95 * periods && throttled <= periods + 1)
    #expect(seconds > 0.8 * periods / 10 && seconds <= 270)
  }
}
