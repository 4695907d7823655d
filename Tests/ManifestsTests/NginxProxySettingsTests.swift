import Manifests
import SimulationKernel
import Testing

@Suite("Settings of ingress-nginx")
struct NginxProxySettingsTests {
  private func settings(
    _ controller: [(String, String)], _ annotations: [(String, String)]
  ) -> NginxProxySettings {
    NginxProxySettings(
      controller: StringMap(controller.map { (key: $0.0, value: $0.1) }),
      annotations: StringMap(
        annotations.map { (key: "nginx.ingress.kubernetes.io/" + $0.0, value: $0.1) }))
  }

  /// internal/ingress/controller/config/config.go, NewDefault.
  @Test("Without settings the controller's defaults hold")
  func defaults() {
    let settings = settings([], [])
    #expect(settings.connectTimeout == .seconds(5) && settings.readTimeout == .seconds(60))
    #expect(settings.tries == 3 && settings.nextUpstreamTimeout == .zero)
    #expect(settings.nextUpstream == ["error", "timeout"])
  }

  /// internal/ingress/annotations/proxy/main.go: an annotation that is no whole number, or that
  /// names another case, leaves what the controller has.
  @Test("An annotation comes before the ConfigMap, unless it can not be read")
  func order() {
    let settings = settings(
      [
        ("proxy-connect-timeout", "3"), ("proxy-read-timeout", "30"),
        ("proxy-next-upstream", "error timeout http_500"), ("proxy-next-upstream-tries", "2"),
      ],
      [
        ("proxy-connect-timeout", "2"), ("proxy-read-timeout", "15s"),
        ("proxy-next-upstream", "error http_418"), ("proxy-next-upstream-timeout", "9"),
      ])
    #expect(settings.connectTimeout == .seconds(2) && settings.readTimeout == .seconds(30))
    #expect(settings.tries == 2 && settings.nextUpstreamTimeout == .seconds(9))
    #expect(settings.nextUpstream == ["error", "timeout", "http_500"])
  }

  /// internal/ingress/controller/template/template.go, buildNextUpstream.
  @Test("The ConfigMap lets requests that change something be repeated, whatever an Ingress names")
  func repeats() {
    let settings = settings(
      [("retry-non-idempotent", "true")], [("proxy-next-upstream", "timeout")])
    #expect(settings.nextUpstream == ["timeout", "non_idempotent"])
  }
}
