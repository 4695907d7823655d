import Cluster
import Mesh
import SimulationKernel

/// Calls to services as Istio's proxies count them on the clients' side.
///
/// An attempt that ends in an error counts as 503, one that its client gave up on as 504; the flags
/// are Envoy's (UH: no healthy host, UT: upstream request timeout, UF: upstream failure, UO:
/// upstream overflow, FI: fault injected, NR: no route).
struct ServiceExporter {
  private enum Metric: Int, CaseIterable {
    case good, unhealthy, timeout, failed, ejections, count, sum
  }

  private var series = SeriesTable(width: Metric.allCases.count)
  private var answers = SeriesTable(width: 1)

  mutating func scrape(_ world: borrowing World, into book: inout SeriesBook) {
    for service in world.cluster.services.indices {
      let counters = world.mesh.counters(of: service)
      guard counters.requests > 0 else { continue }
      series.open(row: service)
      let (all, failed) = Self.answered(by: world.mesh.answersOfProxies, for: service)
      let others = counters.errors - counters.withoutEndpoint - counters.timeouts - failed
      for (metric, code, flags, count) in [
        (Metric.good, "200", "-", counters.requests - counters.errors - (all - failed)),
        (.unhealthy, "503", "UH", counters.withoutEndpoint),
        (.timeout, "504", "UT", counters.timeouts), (.failed, "503", "UF", others),
      ] where count > 0 || series[service, metric.rawValue] >= 0 {
        book.put(
          Double(count), &series[service, metric.rawValue], "istio_requests_total",
          Self.labels(service, world) + [
            (name: "response_code", value: code), (name: "response_flags", value: flags),
          ])
      }
      if counters.ejections > 0 {
        book.put(
          Double(counters.ejections), &series[service, Metric.ejections.rawValue],
          "envoy_cluster_outlier_detection_ejections_enforced_total",
          Self.labels(service, world))
      }
      book.put(
        Double(counters.requests), &series[service, Metric.count.rawValue],
        "istio_request_duration_milliseconds_count", Self.labels(service, world))
      book.put(
        counters.durationSum.seconds * 1_000, &series[service, Metric.sum.rawValue],
        "istio_request_duration_milliseconds_sum", Self.labels(service, world))
    }
    scrapeAnswers(world, into: &book)
  }

  /// What the callers' proxies answered by themselves.
  private mutating func scrapeAnswers(_ world: borrowing World, into book: inout SeriesBook) {
    for (row, answer) in world.mesh.answersOfProxies.enumerated()
    where !answer.answer.isOrdinary {
      answers.open(row: row)
      book.put(
        Double(answer.count), &answers[row, 0], "istio_requests_total",
        Self.labels(answer.service, world) + [
          (name: "response_code", value: "\(answer.answer.status)"),
          (name: "response_flags", value: answer.answer.flag),
        ])
    }
  }

  /// The calls to a service that proxies answered by themselves in ways of their own, and those of
  /// them that failed.
  private static func answered(
    by answers: [ProxyAnswerCount], for service: Int
  ) -> (all: UInt64, failed: UInt64) {
    var (all, failed) = (UInt64(0), UInt64(0))
    for answer in answers where answer.service == service && !answer.answer.isOrdinary {
      all += answer.count
      failed += answer.answer.isFailure ? answer.count : 0
    }
    return (all, failed)
  }

  private static func labels(_ service: Int, _ world: borrowing World) -> [SeriesLabel] {
    let state = world.cluster.services[service]
    return [
      (name: "reporter", value: "source"),
      (
        name: "destination_service",
        value: "\(state.name).\(state.namespace).svc.cluster.local"
      ),
      (name: "destination_service_name", value: state.name),
      (name: "destination_service_namespace", value: state.namespace),
    ]
  }
}

extension ProxyAnswer {
  /// Whether it looks like the answer of a pod.
  fileprivate var isOrdinary: Bool { reason == .directResponse && status == 200 }

  /// Envoy's response flag for it.
  fileprivate var flag: String {
    switch reason {
    case .faultInjected: "FI"
    case .directResponse: "-"
    case .noRoute: "NR"
    case .overflow: "UO"
    }
  }
}
