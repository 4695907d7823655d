/// What a system of the platform does for others without being called by them.
///
/// How much of it there is follows from what the rest of the platform does (`Observability`).
package enum Activity: Sendable {
  /// Prometheus: targets scraped.
  case scrapes
  /// Alertmanager: alerts received.
  case alerts
  /// Jaeger and the collectors: spans received.
  case spans
  /// Fluentd: lines read.
  case logLines
  /// istiod: configurations pushed to proxies.
  case configurationPushes
  /// Sidecars: calls proxied.
  case proxiedCalls
  /// CoreDNS: queries answered.
  case nameQueries
  /// cert-manager: certificates issued, renewed or examined.
  case certificateChecks
  /// Operators: resources reconciled.
  case reconciles

  /// What an image does, by a part of its name; one line a system.
  private static let images: [(part: String, activity: Activity)] = [
    ("prometheus/prometheus", .scrapes),
    ("prometheus/alertmanager", .alerts),
    ("jaegertracing/", .spans),
    ("opentelemetry-collector", .spans),
    ("fluentd", .logLines),
    ("fluent-bit", .logLines),
    ("istio/pilot", .configurationPushes),
    ("coredns", .nameQueries),
    ("cert-manager-controller", .certificateChecks),
    ("cloudnative-pg/cloudnative-pg", .reconciles),
    ("strimzi/operator", .reconciles),
    ("redis-operator", .reconciles),
    ("prometheus-operator/prometheus-operator", .reconciles),
  ]

  /// The activity of the system that an image runs, if it has one.
  package static func of(image: String) -> Activity? {
    images.first { image.contains($0.part) }?.activity
  }
}
