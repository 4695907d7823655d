import Metrics
import SimulationKernel
import TestSupport
import Testing
import Twin

/// What the proxies of callers do with calls before they route them.
@Suite("Rules of callers' proxies")
struct FaultInjectionTests {
  /// A Service `back`, called by `server` once for each of its requests, both in the mesh.
  private func laboratory(
    _ rule: String, call: String = "timeout: 2s", rate: Int = 100,
    mesh: String = "{namespaces: [default]}", destinations: String = destination
  ) throws -> Laboratory {
    let virtualService = """
      apiVersion: networking.istio.io/v1
      kind: VirtualService
      metadata: {name: back, namespace: default}
      spec: {hosts: [back], http: [{\(rule)\(destinations)}]}
      """
    return try Laboratory(
      load: "executor: constant-arrival-rate, journey: customer, rate: \(rate)", warmUp: "0s",
      services: [
        Server(steps: ["call: {service: back, endpoint: serve, \(call)}"]),
        Server(name: "back", steps: ["wait: \"constant(1ms)\""]),
      ],
      documents: [virtualService], mesh: mesh)
  }

  private static let destination = ", route: [{destination: {host: back}}]"

  /// The part of the users' requests that failed, and how many there were.
  private func failures(_ summary: RunSummary) -> (share: Double, of: Double) {
    let all = Double(summary.answered + summary.failed)
    return (Double(summary.failed) / all, all)
  }

  /// Whether a share of a number of draws is within four standard deviations of a probability.
  private func isLikely(_ share: Double, _ probability: Double, of draws: Double) -> Bool {
    abs(share - probability) <= 4 * (probability * (1 - probability) / draws).squareRoot() + 1e-9
  }

  @Test(
    "A share of the calls is answered in place of the service, and the route's retries change nothing",
    arguments: [
      ("fault: {abort: {httpStatus: 503, percentage: {value: 30}}}", 0.3),
      ("fault: {abort: {httpStatus: 503, percentage: {value: 100}}}", 1),
      ("fault: {abort: {httpStatus: 404, percentage: {value: 0.5}}}", 0.005),
      ("fault: {abort: {httpStatus: 200, percentage: {value: 100}}}", 0),
      ("fault: {abort: {grpcStatus: UNAVAILABLE, percentage: {value: 100}}}", 1),
      ("fault: {abort: {httpStatus: 503}}", 0),
    ] as [(String, Double)])
  func aborts(fault: String, expected: Double) throws {
    let rule = "retries: {attempts: 5, retryOn: 5xx}, \(fault)"
    let (summary, rows) = try laboratory(rule).run(seed: 1)
    let (failed, requests) = failures(summary)
    #expect(isLikely(failed, expected, of: requests), "\(failed) of \(requests)")
    // What the callers' proxies answered never came to a pod of the service.
    let injected = rows.values(of: "istio_requests_total", "back", "FI").last?.value ?? 0
    let all = rows.values(of: "istio_requests_total", "back").last?.value ?? 0
    let isAnswered = fault.contains("100")
    #expect(isLikely(injected / all, isAnswered ? 1 : expected, of: all), "\(injected) of \(all)")
  }

  @Test("A caller that tries again comes to its proxy as a new call")
  func callersRetries() throws {
    let fault = "fault: {abort: {httpStatus: 503, percentage: {value: 40}}}"
    let (summary, _) = try laboratory(fault, call: "timeout: 2s, retries: 2").run(seed: 2)
    let (failed, requests) = failures(summary)
    #expect(isLikely(failed, 0.4 * 0.4 * 0.4, of: requests), "\(failed) of \(requests)")
  }

  @Test("A delay comes before the time of the route begins, and within the caller's own")
  func delays() throws {
    let fault = "fault: {delay: {fixedDelay: 500ms, percentage: {value: 25}}}"
    let patient = try laboratory("timeout: 300ms, \(fault)", call: "").run(seed: 3)
    #expect(patient.summary.failed == 0)
    let durations = try #require(patient.rows.durations(of: "customer"))
    let mean = durations.mean / 1e9
    // A quarter waits half a second; the rest takes some milliseconds of sidecars and work.
    let requests = Double(patient.summary.answered)
    #expect(abs(mean - 0.125) < 4 * 0.5 * (0.1875 / requests).squareRoot() + 0.03, "\(mean)")
    let impatient = try laboratory("timeout: 5s, \(fault)", call: "timeout: 300ms").run(seed: 3)
    let (failed, all) = failures(impatient.summary)
    #expect(isLikely(failed, 0.25, of: all), "\(failed) of \(all)")
  }

  @Test("Delays and errors are drawn each by itself")
  func both() throws {
    let fault =
      "fault: {delay: {fixedDelay: 200ms, percentage: {value: 50}}, "
      + "abort: {httpStatus: 500, percentage: {value: 50}}}"
    let (summary, rows) = try laboratory(fault).run(seed: 4)
    let (failed, requests) = failures(summary)
    #expect(isLikely(failed, 0.5, of: requests), "\(failed) of \(requests)")
    let mean = try #require(rows.durations(of: "customer")).mean / 1e9
    #expect(abs(mean - 0.1) < 4 * 0.2 * (0.25 / requests).squareRoot() + 0.03, "\(mean)")
  }

  @Test(
    "A proxy answers by a rule's direct response, and 404 where none of its rules holds",
    arguments: [
      ("directResponse: {status: 200}", "", 0.0, "200"),
      ("directResponse: {status: 503}", "", 1, "503"),
      ("match: [{uri: {exact: /}, headers: {a: {exact: b}}}]", destination, 1, "NR"),
      // Rules for other callers' proxies alone leave the Service's own route.
      ("match: [{sourceLabels: {app: other}}]", destination, 0, "200"),
    ])
  func answers(rule: String, destinations: String, failed: Double, label: String) throws {
    let laboratory = try laboratory(rule, destinations: destinations)
    let (summary, rows) = try laboratory.run(seed: 5)
    #expect(failures(summary).share == failed)
    let labelled = rows.values(of: "istio_requests_total", "back", label).last?.value ?? 0
    let all = rows.values(of: "istio_requests_total", "back").last?.value ?? 0
    #expect(all > 0 && labelled == all)
  }

  @Test("Without a proxy of their own callers meet no rule")
  func noProxy() throws {
    let fault = "fault: {abort: {httpStatus: 503, percentage: {value: 100}}}"
    let (summary, _) = try laboratory(fault, mesh: "{enabled: false}").run(seed: 6)
    #expect(summary.failed == 0 && summary.answered > 0)
  }
}
