import SimulationKernel

/// What watches a platform, and its name service.
extension ImageCatalog {
  static let monitoring = [
    ImageEntry(
      names: ["prometheus", "victoria-metrics", "thanos", "mimir"], role: .telemetry,
      figures: ServiceFigures(
        startupTime: .guess(.lognormal(p50: 10, p99: 40)), startupCPU: .guess(.seconds(5)),
        memory: .guess(400 << 20), memoryPerRequest: .guess(8 << 20),
        cpu: .guess(.lognormal(p50: 30e-3, p99: 200e-3)))),
    ImageEntry(names: ["alertmanager"], role: .telemetry, figures: agentFigures(memory: 40 << 20)),
    ImageEntry(
      names: ["jaeger", "all-in-one", "jaeger-collector", "jaeger-query", "zipkin", "tempo"],
      role: .telemetry, figures: agentFigures(memory: 200 << 20)),
    ImageEntry(
      names: [
        "opentelemetry-collector", "opentelemetry-collector-contrib", "opentelemetry-collector-k8s",
        "fluentd", "fluentd-kubernetes-daemonset", "fluent-bit", "vector", "filebeat", "logstash",
        "loki", "promtail", "statsd-exporter", "node-exporter", "kube-state-metrics", "agent",
        "redis_exporter", "postgres-exporter", "mysqld-exporter", "pushgateway",
      ],
      role: .telemetry, figures: agentFigures(memory: 80 << 20)),
    ImageEntry(
      names: ["grafana", "grafana-oss", "grafana-enterprise", "kibana"], role: .application,
      figures: ServiceFigures(
        startupTime: .guess(.lognormal(p50: 8, p99: 20)), startupCPU: .guess(.seconds(4)),
        memory: .guess(120 << 20), memoryPerRequest: .guess(512 << 10),
        cpu: .guess(.lognormal(p50: 10e-3, p99: 35e-3)))),
    ImageEntry(
      names: ["coredns", "k8s-dns-node-cache"], role: .application,
      figures: ServiceFigures(
        startupTime: .guess(.lognormal(p50: 1, p99: 3)), startupCPU: .guess(.milliseconds(200)),
        memory: .guess(40 << 20), memoryPerRequest: .guess(16 << 10),
        cpu: .known(
          .lognormal(p50: 100e-6, p99: 300e-6),
          "kubernetes/perf-tests, dns: 17,000 to 34,000 answers a second on 2 to 4 cores"))),
  ]

  private static func agentFigures(memory: Int64) -> ServiceFigures {
    ServiceFigures(
      startupTime: .guess(.lognormal(p50: 1, p99: 4)), startupCPU: .guess(.milliseconds(300)),
      memory: .guess(memory), memoryPerRequest: .guess(64 << 10),
      cpu: .guess(.lognormal(p50: 1e-3, p99: 5e-3)))
  }
}
