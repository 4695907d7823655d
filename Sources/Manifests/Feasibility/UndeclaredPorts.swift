/// Ports that pods open and yet do not declare: `containerPort` only informs (core/v1 Container).
extension PodMaker {
  /// Ports that well-known software opens by default for probes and metrics, by the end of its
  /// image's name; where the flag or file that sets them is left out, nothing in a manifest says
  /// so.
  ///
  /// Sources: kubernetes/ingress-nginx pkg/flags `healthz-port`; CoreDNS plugin/health,
  /// plugin/ready and plugin/metrics; istio/istio pkg/istio-agent `status-port` and Envoy's
  /// bootstrap, Istiod's `monitoringAddr`; cert-manager cmd/controller `internal-healthz` and
  /// cmd/webhook `healthz-port`; kube-state-metrics pkg/options; Kubernetes pkg/cluster/ports and
  /// cluster-autoscaler `address`; external-dns `metrics-address`; OpenTelemetry Collector
  /// healthcheckextension; Jaeger's admin ports; Fluent Bit's HTTP_Port; Keycloak's management
  /// interface; Traefik's entry point; MetalLB internal/k8s `HealthProbeBindAddress`; the probes of
  /// Kong's config/base/kong-ingress-dbless.yaml, of haproxytech's deploy/haproxy-ingress.yaml and
  /// of aws-load-balancer-controller's config/controller/controller.yaml.
  private static let portsOfImages: [(image: String, ports: [Int])] = [
    ("ingress-nginx/controller", [10_254]), ("nginx-ingress-controller", [10_254]),
    ("coredns", [8080, 8181, 9153]), ("k8s-dns-node-cache", [8080, 9253]),
    ("metrics-server", [443, 4443, 10_250]), ("kube-state-metrics", [8080, 8081]),
    ("proxyv2", [15_000, 15_020, 15_021, 15_090]), ("pilot", [8080, 15_014, 15_017]),
    ("cert-manager-controller", [9402, 9403]), ("cert-manager-webhook", [6080, 9402]),
    ("cert-manager-cainjector", [9402]), ("kube-proxy", [10_249, 10_256]),
    ("kube-controller-manager", [10_257]), ("kube-scheduler", [10_259]),
    ("kube-apiserver", [6443]), ("cluster-autoscaler", [8085]), ("external-dns", [7979]),
    ("opentelemetry-collector", [8888, 13_133]),
    ("opentelemetry-collector-contrib", [8888, 13_133]),
    ("opentelemetry-collector-k8s", [8888, 13_133]),
    ("all-in-one", [14_269]), ("jaeger-collector", [14_269]), ("jaeger-query", [16_687]),
    ("fluent-bit", [2020]), ("metallb/controller", [17_472]), ("metallb/speaker", [17_472]),
    ("keycloak", [9000]), ("traefik", [8080]), ("kong/kubernetes-ingress-controller", [10_254]),
    ("haproxytech/kubernetes-ingress", [1042]), ("aws-load-balancer-controller", [61_779]),
  ]

  /// Where managers built with kubebuilder answer probes unless a flag says otherwise
  /// (kubebuilder's scaffold of main.go, `health-probe-bind-address`).
  private static let managerPort = 8081

  /// Whether a port is known to be open by what its pods run or by their configuration.
  func opensUndeclared(_ port: Int, _ reader: ConfigurationReader) -> Bool {
    guard let spec, declaresPorts else { return false }
    for container in containers {
      let image = ImageName(container.image)
      let known = Self.portsOfImages.filter { image.isNamed($0.image) }.flatMap(\.ports)
      let isManager = container.command.contains { $0 == "/manager" || $0 == "manager" }
      if known.contains(port) || isManager && port == Self.managerPort { return true }
    }
    return reader.texts(of: spec, in: namespace).contains { names($0.text, port) }
  }

  /// Whether a text speaks of a port other than as one of another host, as `--port=10254` and
  /// `:10254` do.
  private func names(_ text: String, _ port: Int) -> Bool {
    let isDigit = { (byte: UInt8) in (0x30...0x39).contains(byte) }
    for match in text.ranges(of: String(port)) {
      let before = text.utf8[..<match.lowerBound]
      let after = text.utf8[match.upperBound...].first
      if after.map(isDigit) ?? false || before.last.map(isDigit) ?? false { continue }
      if before.last != UInt8(ascii: ":") || isOwnHost(before.dropLast()) { return true }
    }
    return false
  }

  /// Whether what stands before the colon of a port is the pod itself, or no host at all.
  private func isOwnHost(_ before: Substring.UTF8View) -> Bool {
    let host = before.reversed().prefix { byte in
      (0x30...0x39).contains(byte) || (0x61...0x7A).contains(byte | 0x20)
        || byte == UInt8(ascii: ".") || byte == UInt8(ascii: "-")
    }
    let name = String(decoding: host.reversed(), as: UTF8.self)
    return name == "localhost" || !name.contains(where: \.isLetter)
  }
}
