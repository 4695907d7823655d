extension Container {
  /// Reports what the API server refuses in a container.
  ///
  /// Source: Kubernetes pkg/apis/core/validation/validation.go validateContainers.
  func check(volumes: [String], _ diagnostics: DiagnosticCollector) {
    if let problem = NameRule.label.problem(with: name) {
      diagnostics.error(
        "the container name \"\(name)\" \(problem)", at: nameSpan, code: "invalid-name")
    }
    if image.isEmpty {
      diagnostics.error(
        "missing field \"image\" in the container \(name)", at: span.start, code: "missing-field")
    }
    if image.first?.isWhitespace ?? false || image.last?.isWhitespace ?? false {
      diagnostics.error(
        "the image of the container \(name) has white space around it", at: imageSpan,
        code: "invalid-value")
    }
    for mount in volumeMounts where !volumes.contains(mount.name) {
      diagnostics.error(
        "the container \(name) mounts the volume \"\(mount.name)\", which the pod does not have",
        at: mount.span.start, code: "unknown-volume",
        help: nearest(mount.name, in: volumes).map { "did you mean \"\($0)\"?" })
    }
    for device in volumeDevices where !volumes.contains(device.name) {
      diagnostics.error(
        "the container \(name) takes the device \"\(device.name)\", a volume that the pod does "
          + "not have", at: device.span.start, code: "unknown-volume",
        help: nearest(device.name, in: volumes).map { "did you mean \"\($0)\"?" })
    }
    checkMounts(diagnostics)
    checkPorts(diagnostics)
    resources.check(diagnostics)
    securityContext?.check(diagnostics)
    livenessProbe?.check("livenessProbe", mustSucceedOnce: true, diagnostics)
    startupProbe?.check("startupProbe", mustSucceedOnce: true, diagnostics)
    readinessProbe?.check("readinessProbe", mustSucceedOnce: false, diagnostics)
    for variable in env { variable.check(diagnostics) }
    for source in envFrom { source.check(of: self, diagnostics) }
  }

  private func checkMounts(_ diagnostics: DiagnosticCollector) {
    for (index, mount) in volumeMounts.enumerated() {
      mount.checkSharing(isPrivileged: securityContext?.privileged ?? false, diagnostics)
      if mount.mountPath.isEmpty {
        diagnostics.error(
          "the volume \(mount.name) needs a mountPath", at: mount.mountPathSpan,
          code: "missing-field")
      }
      let first = volumeMounts[..<index].first { $0.mountPath == mount.mountPath }
      if let first {
        diagnostics.error(
          "two volumes are mounted at \(mount.mountPath)", at: mount.mountPathSpan,
          code: "duplicate-name", labels: [(first.mountPathSpan, "the first is here")])
      }
      if let path = mount.subPath, let other = mount.subPathExpr, !path.isEmpty, !other.isEmpty {
        diagnostics.error(
          "subPath and subPathExpr exclude each other", at: mount.subPathSpan,
          code: "invalid-value")
      }
      for (field, path) in [("subPath", mount.subPath), ("subPathExpr", mount.subPathExpr)] {
        guard let path, path.hasPrefix("/") || path.split(separator: "/").contains("..") else {
          continue
        }
        diagnostics.error(
          "the \(field) \"\(path)\" must be relative and without \"..\"",
          at: mount.spans[field], code: "invalid-value")
      }
    }
  }

  private func checkPorts(_ diagnostics: DiagnosticCollector) {
    for (index, port) in ports.enumerated() {
      port.checkNumbers(diagnostics)
      let first = ports[..<index].first { $0.name != nil && $0.name == port.name }
      if let first, let name = port.name {
        diagnostics.error(
          "two ports are named \"\(name)\"", at: port.span.start, code: "duplicate-name",
          labels: [(first.span.start, "the first is here")])
      }
      if let name = port.name, let problem = portNameProblem(name) {
        diagnostics.error(
          "the port name \"\(name)\" \(problem)", at: port.nameSpan, code: "invalid-name")
      }
      let sameHost = ports[..<index].first {
        $0.hostPort != nil && $0.hostPort == port.hostPort && $0.protocol == port.protocol
          && $0.hostIP == port.hostIP
      }
      if let sameHost, let number = port.hostPort {
        diagnostics.error(
          "two ports want the node's port \(number)", at: port.hostPortSpan,
          code: "duplicate-name", labels: [(sameHost.hostPortSpan, "the first is here")])
      }
    }
  }

  /// On the node's network a container port is the node's port.
  func checkHostPorts(_ diagnostics: DiagnosticCollector) {
    for port in ports {
      guard let hostPort = port.hostPort, hostPort != port.containerPort else { continue }
      diagnostics.error(
        "with hostNetwork the host port must be the container port \(port.containerPort)",
        at: port.hostPortSpan, code: "invalid-value")
    }
  }

  /// Init containers run to their end, so only sidecars may have probes and hooks.
  func checkAsInitContainer(_ diagnostics: DiagnosticCollector) {
    guard restartPolicy != .always else { return }
    let probe = readinessProbe ?? livenessProbe ?? startupProbe
    if let probe {
      diagnostics.error(
        "the init container \(name) may have no probes", at: probe.span.start,
        code: "invalid-value", help: "restartPolicy: Always makes it a sidecar, which may")
    }
    if lifecycle != nil {
      diagnostics.error(
        "the init container \(name) may have no lifecycle hooks", at: span.start,
        code: "invalid-value", help: "restartPolicy: Always makes it a sidecar, which may")
    }
  }
}

extension SecurityContext {
  /// Reports privileges that contradict each other.
  fileprivate func check(_ diagnostics: DiagnosticCollector) {
    seccompProfile?.checkSeccomp(diagnostics)
    appArmorProfile?.checkAppArmor(diagnostics)
    // Only this spelling is looked for, which no runtime knows.
    let addsAdmin = capabilities?.add.contains("CAP_SYS_ADMIN")
    if allowPrivilegeEscalation == false, privileged || addsAdmin ?? false {
      diagnostics.error(
        "allowPrivilegeEscalation can not be false in a privileged container",
        at: allowPrivilegeEscalationSpan, code: "invalid-value")
    }
  }
}

extension ResourceRequirements {
  static let standard = ["cpu", "memory", "ephemeral-storage"]

  /// Whether a resource is none of Kubernetes' own, which may be promised several times
  /// (pkg/apis/core/helper IsExtendedResourceName, IsOvercommitAllowed).
  private static func isDevice(_ name: String) -> Bool {
    name.contains("/") && !name.contains("kubernetes.io/")
  }

  /// What is not native has a limit and comes in whole pieces (ValidateResourceRequirements).
  private func checkDevices(
    _ requests: [ResourceList.Entry], _ diagnostics: DiagnosticCollector
  ) {
    for entry in requests + limits.entries
    where Self.isDevice(entry.name) && entry.quantity != Quantity(entry.quantity.value) {
      diagnostics.error(
        "\(entry.name) comes in whole numbers", at: entry.span, code: "invalid-value")
    }
    for request in requests
    where (Self.isDevice(request.name) || request.name.hasPrefix("hugepages-"))
      && limits[request.name] == nil
    {
      diagnostics.error(
        "the request of \(request.name) needs a limit of the same amount", at: request.span,
        code: "missing-field")
    }
  }

  /// Huge pages go with CPU or memory (ValidateContainerResourceRequirements).
  private func checkPages(_ requests: [ResourceList.Entry], _ diagnostics: DiagnosticCollector) {
    let all = requests + limits.entries
    for entry in all where entry.name.hasPrefix("hugepages-") {
      guard let size = Quantity(parsing: String(entry.name.dropFirst(10))), size > .zero else {
        diagnostics.error(
          "\"\(entry.name)\" names no size of pages", at: entry.span, code: "invalid-value",
          help: "as hugepages-2Mi")
        continue
      }
      guard entry.quantity.nanos % size.nanos != 0 else { continue }
      diagnostics.error(
        "\(entry.name) comes in whole pages", at: entry.span, code: "invalid-value")
    }
    guard let pages = all.first(where: { $0.name.hasPrefix("hugepages-") }),
      !all.contains(where: { $0.name == "cpu" || $0.name == "memory" })
    else { return }
    diagnostics.error(
      "huge pages need cpu or memory beside them", at: pages.span, code: "missing-field")
  }

  /// Reports unknown resources, requests beyond their limits and shared devices.
  func check(_ diagnostics: DiagnosticCollector) {
    // Requests that are taken from the limits stand where those do.
    let own = requests.entries.filter { entry in !limits.entries.contains { $0.span == entry.span }
    }
    for entry in own + limits.entries where !isContainerResource(entry.name) {
      diagnostics.error(
        "\"\(entry.name)\" is no resource of a container", at: entry.span, code: "invalid-value",
        help: nearest(entry.name, in: Self.standard).map { "did you mean \"\($0)\"?" }
          ?? "devices have names like vendor.example/device")
    }
    checkDevices(own, diagnostics)
    checkPages(own, diagnostics)
    for limit in limits.entries {
      guard let request = requests.entries.first(where: { $0.name == limit.name }) else { continue }
      if Self.isDevice(limit.name), request.quantity != limit.quantity {
        diagnostics.error(
          "the request of \(limit.name) must equal its limit: devices are not shared",
          at: request.span, code: "request-beyond-limit", labels: [(limit.span, "the limit")])
      } else if request.quantity > limit.quantity {
        diagnostics.error(
          "the request of \(limit.name) is greater than its limit", at: request.span,
          code: "request-beyond-limit", labels: [(limit.span, "the limit")])
      }
    }
  }
}

/// Whether a container may ask for a resource (pkg/apis/core/validation
/// validateContainerResourceName).
func isContainerResource(_ name: String) -> Bool {
  ResourceRequirements.standard.contains(name) || name.hasPrefix("hugepages-")
    || name.contains("/") && isQualifiedName(name)
      && (name.contains("kubernetes.io/") || !name.hasPrefix("requests."))
}

extension ContainerPort {
  /// Reports numbers that are no ports (validateContainerPorts), and an address that the API server
  /// takes and no node has.
  fileprivate func checkNumbers(_ diagnostics: DiagnosticCollector) {
    for (field, number) in [("containerPort", containerPort), ("hostPort", hostPort ?? 1)]
    where !isPort(number) {
      diagnostics.error(
        "the port \(number) is not within 1 to 65535", at: spans[field], code: "out-of-range")
    }
    if let hostIP, !hostIP.isEmpty, !isAddress(hostIP) {
      diagnostics.warning(
        "\"\(hostIP)\" is no address: no node opens the port there", at: spans["hostIP"],
        code: "invalid-value")
    }
  }
}

/// Whether a number is a port.
func isPort(_ number: Int) -> Bool { (1...65_535).contains(number) }
