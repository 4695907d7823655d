import Cluster

/// What a container requests of a resource or is limited to, as kube-state-metrics shows it
/// (internal/store/pod.go, kube_pod_container_resource_requests and its like).
struct ContainerAmount {
  /// Name of its series.
  let series: String
  /// The labels of its series beside those of the pod.
  let labels: [SeriesLabel]
  /// Cores, bytes or pieces.
  let value: Double

  /// Describes an amount.
  ///
  /// - Parameters:
  ///   - isInit: whether it is of an init container, sidecars among them, which have series of
  ///     their own.
  ///   - kind: `requests` or `limits`.
  ///   - resource: the resource as manifests name it.
  init(container: String, isInit: Bool, kind: String, resource: String, value: Double) {
    series = "kube_pod_\(isInit ? "init_" : "")container_resource_\(kind)"
    labels = [
      (name: "container", value: container), (name: "resource", value: Self.label(of: resource)),
      (name: "unit", value: Self.unit(of: resource)),
    ]
    self.value = value
  }

  /// The name of a resource with underscores in place of what labels' names may not have
  /// (SanitizeLabelName).
  static func label(of resource: String) -> String {
    String(resource.map { $0.isLetter || $0.isNumber ? $0 : "_" })
  }

  /// What amounts of a resource count.
  static func unit(of resource: String) -> String {
    switch resource {
    case "cpu": "core"
    case "memory", "ephemeral-storage": "byte"
    default: resource.hasPrefix("hugepages-") ? "byte" : "integer"
    }
  }
}

extension ContainerSpec {
  /// All that it may request and be limited to, in places that no resize changes.
  ///
  /// Zero stands for what is not given; limits of extended resources are their requests.
  func amounts(isInit: Bool = false) -> [ContainerAmount] {
    let cpuLimit = cpuLimitMilli.map { Double($0) / 1_000 }
    let extended = requests.extended.flatMap { entry in
      ["requests", "limits"].map { ($0, entry.name, Double(entry.amount)) }
    }
    let standard = [
      ("requests", "cpu", Double(requests.cpuMilli) / 1_000),
      ("requests", "memory", Double(requests.memory)), ("limits", "cpu", cpuLimit ?? 0),
      ("limits", "memory", Double(memoryLimit ?? 0)),
      ("requests", "ephemeral-storage", Double(requests.ephemeralStorage)),
      ("limits", "ephemeral-storage", Double(ephemeralLimit ?? 0)),
    ]
    return (standard + extended).map {
      ContainerAmount(
        container: name, isInit: isInit, kind: $0.0, resource: $0.1, value: $0.2)
    }
  }
}

extension PodTemplate {
  /// What its containers may request and be limited to, app containers first.
  var amounts: [ContainerAmount] {
    containers.flatMap { $0.amounts() } + initContainers.flatMap { $0.amounts(isInit: true) }
  }
}
