import Manifests

/// What the API server does not let a resize change (pkg/apis/core/validation ValidatePodResize).
struct ResizeCheck {
  let before: PodTemplate
  let after: PodTemplate
  let version: ClusterVersion

  /// Why it is no valid object, in the words of the API; empty where it is.
  func problems() -> [String] {
    if let problem = unsupported() { return [problem] }
    let others = [
      qualityProblem(),
      containerProblem(before.initContainers, after.initContainers, in: "initContainers"),
      containerProblem(before.containers, after.containers, in: "containers"), initProblem(),
    ]
    return after.requestsAboveLimits + others.compactMap(\.self)
  }

  /// What is said of pods that no resize changes, before anything else.
  private func unsupported() -> String? {
    if before.whole != nil, !version.resizesInWholes {
      return "Forbidden: pods with pod-level resources cannot be resized"
    }
    if before.isStatic { return "Forbidden: static pods cannot be resized" }
    if before.operatingSystem == "windows" { return "Forbidden: windows pods cannot be resized" }
    return nil
  }

  private func qualityProblem() -> String? {
    let quality = QualityOfService.of(before)
    guard QualityOfService.of(after) != quality else { return nil }
    return "spec: Invalid value: \"\(quality.rawValue)\": Pod QOS Class may not change as a result "
      + "of resizing"
  }

  /// A memory limit does not become less, nor comes to a container that had none, while the
  /// container goes on, before a version can do that (validateContainerResize).
  private func containerProblem(
    _ old: [ContainerSpec], _ new: [ContainerSpec], in field: String
  ) -> String? {
    guard !version.shrinksMemory else { return nil }
    for (index, (old, new)) in zip(old, new).enumerated()
    where field == "containers" || new.isSidecar {
      guard !new.restartsForMemory, let limit = new.memoryLimit, limit < old.memoryLimit ?? .max
      else { continue }
      return "spec.\(field)[\(index)].resources.limits[memory]: Forbidden: memory limits cannot be "
        + "\(old.memoryLimit == nil ? "added" : "decreased") unless resizePolicy is "
        + "RestartContainer"
    }
    return nil
  }

  private func initProblem() -> String? {
    let isChanged = zip(before.initContainers, after.initContainers).contains { old, new in
      !old.isSidecar && (new.differsInCPU(from: old) || new.differsInMemory(from: old))
    }
    return isChanged
      ? "spec: Forbidden: resources for non-sidecar init containers are immutable" : nil
  }
}
