import SimulationKernel

/// Web servers, proxies and gateways.
extension ImageCatalog {
  static let webServers = [
    ImageEntry(
      names: ["ingress-nginx/controller", "nginx-ingress-controller", "nginx-ingress"],
      role: .edge, figures: nginxFigures(start: .lognormal(p50: 3, p99: 8), memory: 150 << 20)),
    ImageEntry(
      names: ["istio/proxyv2", "envoyproxy/gateway", "contour", "ambassador", "emissary"],
      role: .edge, figures: envoyFigures),
    ImageEntry(
      names: ["traefik", "kong", "kubernetes-ingress", "haproxy-ingress", "apisix"], role: .edge,
      figures: lightFigures(cpu: .guess(.lognormal(p50: 300e-6, p99: 1e-3)), memory: 80 << 20)),
    ImageEntry(
      names: ["nginx", "nginx-unprivileged", "openresty"], role: .proxy,
      figures: nginxFigures(start: .lognormal(p50: 0.3, p99: 1), memory: 16 << 20)),
    ImageEntry(
      names: ["haproxy"], role: .proxy,
      figures: lightFigures(
        cpu: .known(
          .lognormal(p50: 32e-6, p99: 150e-6),
          "haproxy.com, 2021: 2 million requests a second on 64 vCPU"), memory: 40 << 20)),
    ImageEntry(names: ["envoy"], role: .proxy, figures: envoyFigures),
    ImageEntry(
      names: ["httpd", "apache", "caddy", "varnish", "lighttpd"], role: .proxy,
      figures: lightFigures(cpu: .guess(.lognormal(p50: 100e-6, p99: 500e-6)), memory: 32 << 20)),
  ]

  private static func lightFigures(
    cpu: KnownFigure<Distribution>, memory: Int64
  ) -> ServiceFigures {
    ServiceFigures(
      startupTime: .guess(.lognormal(p50: 0.3, p99: 1)), startupCPU: .guess(.milliseconds(100)),
      memory: .guess(memory), memoryPerRequest: .guess(32 << 10), cpu: cpu)
  }

  private static func nginxFigures(start: Distribution, memory: Int64) -> ServiceFigures {
    ServiceFigures(
      startupTime: .guess(start), startupCPU: .guess(.milliseconds(100)),
      memory: .guess(memory), memoryPerRequest: .guess(32 << 10),
      cpu: .known(
        .lognormal(p50: 25e-6, p99: 120e-6),
        "nginx.com, Testing the Performance of NGINX: 40,207 HTTPS requests a second and core"))
  }

  private static let envoyFigures = ServiceFigures(
    startupTime: .guess(.lognormal(p50: 2, p99: 5)), startupCPU: .guess(.milliseconds(500)),
    memory: .guess(64 << 20), memoryPerRequest: .guess(64 << 10),
    cpu: .known(
      .lognormal(p50: 200e-6, p99: 800e-6),
      "istio.io 1.24, performance: 0.20 vCPU for 1,000 requests a second and proxy"))
}
