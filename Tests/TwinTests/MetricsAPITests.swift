import Metrics
import SimulationKernel
import TestSupport
import Testing
import Twin

/// Autoscalers that follow what is scraped.
@Suite("Custom and external metrics")
struct MetricsAPITests {
  private func replicas(_ metric: String, seed: UInt64) throws -> [Double] {
    let laboratory = try Laboratory(
      load: "executor: constant-arrival-rate, journey: customer, rate: 40", duration: "4m",
      services: [Server(replicas: 2, steps: ["cpu: \"constant(5ms)\""])],
      documents: [Server.autoscaler(upTo: 20, metric)])
    let rows = try laboratory.run(seed: seed).rows
    return rows.values(of: "kube_deployment_spec_replicas", "server").map(\.value)
  }

  @Test(
    "Replicas are the rate of a Service's requests over the target, by whatever name it is asked",
    arguments: ["istio_requests", "istio_requests_total"])
  func object(name: String) throws {
    let metric = """
      {type: Object, object: {metric: {name: \(name), selector: {matchLabels: \
      {response_code: "200"}}}, describedObject: {apiVersion: v1, kind: Service, name: server}, \
      target: {type: AverageValue, averageValue: 11}}}
      """
    // 40 requests a second, at most 11 for each pod.
    #expect(try replicas(metric, seed: 1).last == 4)
  }

  @Test("An external metric is the sum of the series that its selector matches")
  func external() throws {
    let metric = """
      {type: External, external: {metric: {name: kube_deployment_spec_replicas, selector: \
      {matchLabels: {deployment: server}}}, target: {type: AverageValue, averageValue: 250m}}}
      """
    // Each replica asks for four: it grows until the bound.
    #expect(try replicas(metric, seed: 2).last == 20)
  }

  @Test("A metric of the pods is averaged over them")
  func pods() throws {
    let metric = """
      {type: Pods, pods: {metric: {name: cpu_usage}, target: {type: AverageValue, \
      averageValue: 50m}}}
      """
    // 200 thousandths of a core, 50 for each pod; tolerance 10 %.
    let last = try #require(try replicas(metric, seed: 3).last)
    #expect((4...5).contains(last))
  }

  /// horizontal.go computeReplicasForMetrics: the controller looks each 15 s.
  @Test("A metric that nobody serves fails at the first look, and is never valid")
  func unserved() throws {
    let metric = """
      {type: External, external: {metric: {name: queue_messages_ready}, target: \
      {type: AverageValue, averageValue: 30}}}
      """
    let laboratory = try Laboratory(
      load: "executor: constant-arrival-rate, journey: customer, rate: 1", duration: "60s",
      services: [Server(replicas: 2, steps: [])], documents: [Server.autoscaler(upTo: 4, metric)])
    let events = try laboratory.run(seed: 1).rows.events
    let failed = try #require(events.first { $0.reason == "FailedGetExternalMetric" })
    #expect(failed.time < SimTime(seconds: 15))
    #expect(events.contains { $0.reason == "FailedComputeMetricsReplicas" })
  }

  @Test("Every series that is scraped is of a family that a metric may stand for")
  func families() throws {
    let laboratory = try Laboratory(
      load: "executor: constant-arrival-rate, journey: customer, rate: 5", duration: "60s",
      services: [Server(replicas: 2, steps: ["cpu: \"constant(5ms)\""])])
    let names = try laboratory.run(seed: 1).rows.seriesNames
    #expect(names.count > 20)
    #expect(names.filter { !SeriesFamilies.has($0) } == [])
    #expect(!SeriesFamilies.has("container_queue_messages_ready"))
  }

  @Test("A rate reaches to the ends of its window, but not below zero and not over a gap")
  func rate() {
    let labels = [(name: "job", value: "a")]
    var store = SampleStore(keeping: ["requests_total"], for: .seconds(60))
    store.take(
      [SeriesDefinition(id: 0, name: "requests_total", labels: labels)], [], at: .zero)
    for step in 0..<40 {
      let time = SimTime(seconds: 15 * Double(step))
      // A reset in the middle: what came before it counts.
      let value = step < 20 ? 30 * Double(step) : 30 * Double(step - 20)
      store.take([], [Sample(series: 0, value: value)], at: time)
    }
    let now = SimTime(seconds: 15 * 39)
    let series = store.series(named: "requests_total", since: now)
    #expect(series.count == 1 && series.first?.label("job") == "a")
    #expect(series.first?.rate(over: .seconds(60), at: now).map { abs($0 - 2) < 1e-9 } == true)
    // Ten minutes without a sample: nothing is known.
    #expect(series.first?.rate(over: .seconds(60), at: now + .minutes(10)) == nil)
    #expect(store.series(named: "requests_total", since: now + .seconds(1)).isEmpty)
  }
}
