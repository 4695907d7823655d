extension ManifestSet {
  /// The container whose software is what some pods are for; the first where nothing tells.
  ///
  /// It is the one that kubectl takes by default, which an annotation names (kubernetes.io,
  /// "Well-Known Labels, Annotations and Taints"); else, beside helpers, the first behind a port of
  /// a Service, and then the first of all.
  package func mainContainer(
    of pod: PodSpec, _ metadata: ObjectMeta, in namespace: String
  ) -> Container? {
    let named = metadata.annotations["kubectl.kubernetes.io/default-container"]
    if let container = pod.containers.first(where: { $0.name == named }) { return container }
    let own = pod.containers.filter { !$0.isHelper }
    guard own.count > 1 else { return own.first ?? pod.containers.first }
    let targets = services.filter { service in
      service.metadata.home == namespace && !service.selector.isEmpty
        && service.selector.isSubset(of: metadata.labels)
    }.flatMap { $0.ports.map(\.target) }
    return own.first { targets.contains(where: $0.declares) } ?? own[0]
  }
}

extension ServicePort {
  /// The port of the pods behind it (pkg/apis/core/v1/defaults.go).
  fileprivate var target: PortReference { targetPort ?? .number(port) }
}

extension Container {
  /// Whether it says that it listens on a port.
  func declares(_ port: PortReference) -> Bool {
    ports.contains { declared in
      switch port {
      case .number(let number): declared.containerPort == number
      case .name(let name): declared.name == name
      }
    }
  }

  /// Whether its software only helps that of another container: a proxy in front of it or towards
  /// what it asks, an exporter of its metrics, a shipper of its logs, a reloader of its
  /// configuration.
  fileprivate var isHelper: Bool {
    let image = ImageName(self.image).last
    return Self.helperNames.contains(name) || Self.helperImages.contains(image)
      || image.split { "-_.".contains($0) }.contains { Self.helperWords.contains(String($0)) }
  }

  /// Names under which injectors and operators add containers, whatever their images are called.
  private static let helperNames = [
    "istio-proxy", "linkerd-proxy", "consul-dataplane", "daprd", "vault-agent", "config-reloader",
  ]

  private static let helperImages = [
    "proxyv2", "linkerd2-proxy", "consul-dataplane", "daprd", "cloud-sql-proxy", "gce-proxy",
    "alloydb-auth-proxy", "oauth2-proxy", "kube-rbac-proxy", "k8s-sidecar", "git-sync", "fluentd",
    "fluent-bit", "filebeat", "metricbeat", "vector", "promtail", "logrotate", "jaeger-agent",
    "cloudwatch-agent", "aws-xray-daemon", "opentelemetry-collector",
    "opentelemetry-collector-contrib", "aws-otel-collector",
  ]

  /// Words of the names of other such images: `redis_exporter`, `nats-server-config-reloader`.
  private static let helperWords = ["exporter", "reloader", "reload"]
}
