package import SimulationKernel

/// How ingress-nginx waits for the pods behind an Ingress and passes a request on to another one.
///
/// An Ingress' annotations come before the controller's ConfigMap, and that before the defaults;
/// a value that the controller can not read counts as absent.
///
/// Source: kubernetes/ingress-nginx, internal/ingress/annotations/proxy/main.go and
/// internal/ingress/controller/config/config.go (NewDefault).
package struct NginxProxySettings: Hashable, Sendable {
  /// How long it waits for a connection to a pod (`proxy-connect-timeout`).
  package private(set) var connectTimeout = SimDuration.seconds(5)
  /// How long it waits between two parts of an answer (`proxy-read-timeout`).
  package private(set) var readTimeout = SimDuration.seconds(60)
  /// In which cases a request is passed on (`proxy-next-upstream`, `retry-non-idempotent`).
  package private(set) var nextUpstream = ["error", "timeout"]
  /// How many pods are asked at most; 0 for any number (`proxy-next-upstream-tries`).
  package private(set) var tries = 3
  /// After how long a request is passed on no more; zero for no limit
  /// (`proxy-next-upstream-timeout`).
  package private(set) var nextUpstreamTimeout = SimDuration.zero

  /// What an annotation's key begins with.
  private static let prefix = "nginx.ingress.kubernetes.io/"
  /// The cases that the annotation may name (validUpstreamAnnotation).
  private static let cases = [
    "error", "timeout", "invalid_header", "http_500", "http_502", "http_503", "http_504",
    "http_403", "http_404", "http_429", "non_idempotent", "off",
  ]

  /// The cases that no answer of a simulated pod comes under: its errors are a 500, or a 503 where
  /// it has no room.
  package static let unansweredCases = [
    "invalid_header", "http_502", "http_504", "http_403", "http_404", "http_429",
  ]

  /// Reads what a controller's ConfigMap says, and over it an Ingress' annotations.
  package init(controller: StringMap, annotations: StringMap) {
    read { controller[$0] }
    read { annotations[Self.prefix + $0] }
    // To whatever cases are named (controller/template/template.go buildNextUpstream).
    if controller["retry-non-idempotent"] == "true", !nextUpstream.contains("non_idempotent") {
      nextUpstream.append("non_idempotent")
    }
  }

  private mutating func read(_ value: (String) -> String?) {
    func whole(_ key: String, from least: Int) -> Int? {
      value(key).flatMap { Int($0) }.flatMap { $0 >= least ? $0 : nil }
    }
    func seconds(_ key: String, from least: Int) -> SimDuration? {
      whole(key, from: least).map { .seconds(Int64(min($0, Self.mostSeconds))) }
    }
    connectTimeout = seconds("proxy-connect-timeout", from: 1) ?? connectTimeout
    readTimeout = seconds("proxy-read-timeout", from: 1) ?? readTimeout
    tries = whole("proxy-next-upstream-tries", from: 0) ?? tries
    nextUpstreamTimeout =
      seconds("proxy-next-upstream-timeout", from: 0) ?? nextUpstreamTimeout
    let named = value("proxy-next-upstream")?.split { $0.isWhitespace }.map(String.init) ?? []
    if !named.isEmpty, named.allSatisfy(Self.cases.contains) { nextUpstream = named }
  }

  /// A year, beyond which no run lasts.
  private static let mostSeconds = 365 * 86_400
}
