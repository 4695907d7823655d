extension Canary {
  /// The Services that Flagger makes: one that users call, one of the primary and one of the
  /// canary (pkg/router/kubernetes_default.go).
  ///
  /// Flagger copies the target, and sends users to the copy while nothing changes. Here the target
  /// serves by itself, so that all three lead to its pods.
  func services(in set: ManifestSet) -> [ManifestDocument] {
    guard let target = target(in: set), let label = Self.label(of: target.selector) else {
      return []
    }
    let (name, value) = label
    let apex = service.name ?? targetRef.name
    var objects = OperatedObjects(
      of: metadata, ["apiVersion": "flagger.app/v1beta1", "kind": "Canary"], DiagnosticCollector())
    for made in [apex, "\(apex)-primary", "\(apex)-canary"] {
      objects.add(
        "v1", "Service", made, labels: StringMap([(name, made)]),
        [
          (
            "spec",
            [
              "type": "ClusterIP", "selector": YAMLNode(StringMap([(name, value)])),
              "ports": YAMLNode(.sequence(ports(of: target.template))),
            ]
          )
        ])
    }
    return objects.nodes.map { ManifestDocument(written: $0.placed(at: metadata.nameSpan)) }
  }

  /// The workload's selector and pods.
  private func target(
    in set: ManifestSet
  ) -> (selector: LabelSelector, template: PodTemplateSpec)? {
    func isTarget(_ object: ObjectMeta) -> Bool {
      object.name == targetRef.name && object.home == metadata.home
    }
    if targetRef.kind == "DaemonSet" {
      return set.daemonSets.first { isTarget($0.metadata) }.map { ($0.selector, $0.template) }
    }
    return set.deployments.first { isTarget($0.metadata) }.map { ($0.selector, $0.template) }
  }

  /// The label by which the Services select: the first of those that Flagger is told to look for
  /// (`-selector-labels`, by default these).
  private static func label(of selector: LabelSelector) -> (String, String)? {
    for key in ["app", "name", "app.kubernetes.io/name"] {
      if let value = selector.matchLabels[key] { return (key, value) }
    }
    return nil
  }

  /// The port that users call, and with `portDiscovery` those of the containers.
  private func ports(of template: PodTemplateSpec) -> [YAMLNode] {
    let target: YAMLNode =
      switch service.targetPort {
      case .number(let number)?: YAMLNode(number)
      case .name(let name)?: YAMLNode(stringLiteral: name)
      case nil: YAMLNode(service.port)
      }
    let called: [YAMLNode] = [
      [
        "name": YAMLNode(stringLiteral: service.portName), "port": YAMLNode(service.port),
        "targetPort": target,
      ]
    ]
    guard service.portDiscovery else { return called }
    return called
      + discovered(in: template.spec.containers).map { name, port in
        [
          "name": YAMLNode(stringLiteral: name), "port": YAMLNode(port),
          "targetPort": YAMLNode(port),
        ]
      }
  }

  /// The ports of containers, but for those that users call and those of a mesh's proxy; of several
  /// with one name the last (pkg/canary/util.go getPorts).
  private func discovered(in containers: [Container]) -> [(name: String, port: Int)] {
    var ports: [(name: String, port: Int)] = []
    for container in containers where !["istio-proxy", "envoy"].contains(container.name) {
      for (index, port) in container.ports.enumerated() {
        let isTarget =
          service.targetPort == .number(port.containerPort)
          || port.name.map { service.targetPort == .name($0) } ?? false
        guard !isTarget, port.containerPort != service.port else { continue }
        let name = port.name ?? "tcp-\(container.name)-\(index)"
        ports.removeAll { $0.name == name }
        ports.append((name, port.containerPort))
      }
    }
    return ports
  }
}
