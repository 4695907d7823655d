import Cluster
import Manifests
import Metrics
import SimulationKernel

/// The custom and external metrics APIs over what was scraped, as prometheus-adapter serves them
/// with its default rules.
///
/// A gauge is served as it is. A counter is served as its rate over five minutes, under its own
/// name or without `_total`, `_seconds_total` and `container_`. Values of several series of one
/// object are summed; an external metric has a value of each series.
struct MetricsAPI {
  private static let rateWindow = SimDuration.minutes(5)

  /// The name of a series that a metric may stand for, and whether it is a counter.
  private struct Reading {
    let series: String
    let isCounter: Bool

    /// What a metric may mean, the nearest first.
    static func candidates(_ metric: String) -> [Reading] {
      let isTotal = metric.hasSuffix("_total")
      return [Reading(series: metric, isCounter: isTotal)]
        + ["", "container_"].flatMap { prefix in
          [
            Reading(series: prefix + metric + "_total", isCounter: true),
            Reading(series: prefix + metric + "_seconds_total", isCounter: true),
            Reading(series: prefix + metric, isCounter: isTotal),
          ]
        }
    }
  }

  private var store: SampleStore
  /// Whether the platform has run before time zero.
  private let startsRunning: Bool

  init(_ platform: Platform) {
    let specs = platform.cluster.autoscalers + platform.updates.flatMap(\.update.autoscalers)
    let names = specs.flatMap(\.metrics).filter(\.isServedByAdapter).map(\.name)
    startsRunning = platform.cluster.start == .running
    store = SampleStore(
      keeping: names.flatMap { Reading.candidates($0).map(\.series) }, for: Self.rateWindow)
  }

  /// Takes in what was scraped.
  mutating func take(_ fresh: [SeriesDefinition], _ samples: [Sample], at time: SimTime) {
    guard !store.isIdle else { return }
    store.take(fresh, samples, at: time)
  }

  /// Says at the start which metrics of autoscalers nothing that is scraped can stand for.
  func begin(on cluster: inout Cluster) {
    for index in cluster.autoscaling.autoscalers.indices {
      let metrics = cluster.autoscaling.autoscalers[index].spec.metrics
      for (number, metric) in metrics.enumerated() where metric.isServedByAdapter {
        let candidates = Reading.candidates(metric.name)
        guard !candidates.contains(where: { SeriesFamilies.has($0.series) }) else { continue }
        cluster.autoscaling.adapter.ruleOut(autoscaler: index, metric: number)
      }
    }
  }

  /// Serves every metric that an autoscaler follows; one without any series has no values.
  func serve(to cluster: inout Cluster, at time: SimTime) {
    guard !store.isIdle else { return }
    for index in cluster.autoscaling.autoscalers.indices {
      let autoscaler = cluster.autoscaling.autoscalers[index]
      for (number, metric) in autoscaler.spec.metrics.enumerated() where metric.isServedByAdapter {
        let values = values(of: metric, index, cluster, at: time)
        cluster.autoscaling.adapter.publish(values, autoscaler: index, metric: number)
        guard !Reading.candidates(metric.name).contains(where: { store.knows($0.series) }) else {
          continue
        }
        cluster.autoscaling.adapter.ruleOut(autoscaler: index, metric: number)
      }
    }
  }

  private func values(
    of metric: AutoscalerMetric, _ autoscaler: Int,
    _ cluster: borrowing Cluster, at time: SimTime
  ) -> [MetricsAdapter.Value] {
    let namespace = cluster.autoscaling.autoscalers[autoscaler].spec.namespace
    switch metric.source {
    case .resource: return []
    case .external(let name, let selector):
      return samples(of: name, selector, at: time) { _ in true }.map {
        MetricsAdapter.Value(pod: nil, milli: Self.milli($0), time: time)
      }
    case .object(let name, let selector, let kind, let object):
      let found = samples(of: name, selector, at: time) {
        $0.isAbout(kind: kind, namespace: namespace, name: object)
      }
      guard !found.isEmpty else { return [] }
      let sum = found.reduce(0, +)
      return [MetricsAdapter.Value(pod: nil, milli: Self.milli(sum), time: time)]
    case .pods(let name, let selector):
      guard let target = cluster.target(ofAutoscaler: autoscaler) else { return [] }
      var values: [MetricsAdapter.Value] = []
      for pod in cluster.pods(of: target) {
        let podName = cluster.name(of: pod)
        let found = samples(of: name, selector, at: time) {
          $0.label("pod") == podName && $0.label("namespace") == namespace
        }
        guard !found.isEmpty else { continue }
        values.append(
          MetricsAdapter.Value(pod: pod, milli: Self.milli(found.reduce(0, +)), time: time))
      }
      return values
    }
  }

  /// The values of the series that a metric stands for, of those that a condition holds for.
  private func samples(
    of metric: String, _ selector: LabelSelector?, at time: SimTime,
    where isMeant: (SampleStore.Series) -> Bool
  ) -> [Double] {
    for reading in Reading.candidates(metric) {
      // A series without a sample of the last scrape is of something that is gone.
      let series = store.series(named: reading.series, since: time - Recorder.scrape).filter {
        isMeant($0) && $0.matches(selector)
      }
      let values = series.compactMap {
        reading.isCounter ? $0.rate(over: window(at: time), at: time) : $0.value
      }
      if !values.isEmpty { return values }
    }
    return []
  }

  /// The window of rates; what was before time zero is taken to have been like what came since.
  private func window(at time: SimTime) -> SimDuration {
    startsRunning ? min(Self.rateWindow, time - .zero) : Self.rateWindow
  }

  private static func milli(_ value: Double) -> Int64 {
    let milli = (value * 1_000).rounded(.up)
    return milli < 0x1p63 ? Int64(max(milli, -0x1p62)) : Int64.max
  }
}

extension AutoscalerMetric {
  /// Whether it is read from the custom or external metrics API.
  fileprivate var isServedByAdapter: Bool {
    if case .resource = source { false } else { true }
  }
}

extension SampleStore.Series {
  /// Whether a selector matches its labels.
  fileprivate func matches(_ selector: LabelSelector?) -> Bool {
    guard let selector else { return true }
    return selector.matches(StringMap(definition.labels.map { (key: $0.name, value: $0.value) }))
  }

  /// Whether it is about an object: the label of the object's kind names it, and the namespace's
  /// label its namespace; Istio's series name a Service as their destination.
  fileprivate func isAbout(kind: String, namespace: String, name: String) -> Bool {
    if kind == "Namespace" { return label("namespace") == name }
    if kind == "Service", label("destination_service_name") == name {
      return label("destination_service_namespace") == namespace
    }
    return label("namespace") == namespace && label(kind.lowercased()) == name
  }
}
