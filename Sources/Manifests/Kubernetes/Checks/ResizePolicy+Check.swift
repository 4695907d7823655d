extension PodSpec {
  /// Reports what can not be said of resources that change in place (validateResizePolicy).
  ///
  /// Before 1.33 the API server drops the policies (pkg/api/pod dropDisabledFields).
  func checkResizing(_ version: ClusterVersion?, _ diagnostics: DiagnosticCollector) {
    for container in initContainers + containers {
      guard let first = container.resizePolicy.first else { continue }
      if let version, !version.hasResizing {
        diagnostics.reportMissing(
          "resizePolicy", in: version, isKnown: true, from: "1.33", at: first.span.start)
        continue
      }
      for (index, policy) in container.resizePolicy.enumerated() {
        policy.check(after: container.resizePolicy[..<index], in: self, diagnostics)
      }
    }
    for container in initContainers where container.restartPolicy != .always {
      for policy in container.resizePolicy {
        policy.checkRestart(of: container, version, diagnostics)
      }
    }
  }
}

extension ResizePolicy {
  private static let resources = ["cpu", "memory"]
  private static let policies = ["NotRequired", "RestartContainer"]

  fileprivate func check(
    after others: ArraySlice<ResizePolicy>, in pod: PodSpec, _ diagnostics: DiagnosticCollector
  ) {
    // A field that could not be read was reported where it stands.
    guard !diagnostics.hasError(in: span) else { return }
    checkWord(resourceName, "resourceName", of: Self.resources, diagnostics)
    checkWord(restartPolicy, "restartPolicy", of: Self.policies, diagnostics)
    if let first = others.first(where: { $0.resourceName == resourceName }) {
      diagnostics.error(
        "two resize policies are about \(resourceName)", at: spans["resourceName"],
        code: "duplicate-name", labels: [(first.spans["resourceName"], "the first is here")])
    }
    if pod.restartPolicy == .never, restartPolicy == "RestartContainer" {
      diagnostics.error(
        "in a pod with the restartPolicy Never a change of \(resourceName) starts no container "
          + "anew", at: spans["restartPolicy"], code: "conflicting-fields",
        help: "write NotRequired", labels: [(pod.restartPolicySpan, "the pod's policy")])
    }
  }

  /// An init container that is no sidecar can not be resized, so that nothing starts it anew
  /// (validateInitContainers since 1.36, pull request 137458).
  fileprivate func checkRestart(
    of container: Container, _ version: ClusterVersion?, _ diagnostics: DiagnosticCollector
  ) {
    guard restartPolicy == "RestartContainer", version?.refusesRestartOfInit ?? true else { return }
    let what = "the init container \(container.name) is no sidecar, so that no change of its "
    guard version != nil else {
      diagnostics.warning(
        what + "\(resourceName) starts it anew; Kubernetes refuses this from 1.36 on",
        at: spans["restartPolicy"], code: "invalid-value", help: "write NotRequired")
      return
    }
    diagnostics.error(
      what + "\(resourceName) starts it anew", at: spans["restartPolicy"], code: "invalid-value",
      help: "write NotRequired")
  }

  private func checkWord(
    _ text: String, _ field: String, of words: [String], _ diagnostics: DiagnosticCollector
  ) {
    if text.isEmpty {
      diagnostics.error(
        "a resize policy needs a \(field)", at: spans[field].start, code: "missing-field",
        help: words.joined(separator: " or "))
    } else {
      diagnostics.checkWord(text, field, of: words, at: spans[field])
    }
  }
}
