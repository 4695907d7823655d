/// A level of the Pod Security Standards.
package enum PodSecurityLevel: String, Sendable, CaseIterable {
  case privileged, baseline, restricted
}

/// A version of the Pod Security Standards as a namespace's label names it: `latest`, or that of a
/// minor version of Kubernetes (pod-security-admission api/helpers.go ParseVersion).
package struct PodSecurityVersion: Hashable, Sendable {
  /// The minor version; nil for the latest.
  package let minor: Int?

  /// Reads a label's value; nil for what is none.
  package init?(_ text: String) {
    guard text != "latest" else {
      minor = nil
      return
    }
    let digits = text.dropFirst("v1.".count)
    let isNumber = !digits.isEmpty && digits.allSatisfy { $0.isASCII && $0.isNumber }
    guard text.hasPrefix("v1."), isNumber, digits == "0" || !digits.hasPrefix("0"),
      let number = Int(digits)
    else { return nil }
    minor = number
  }
}

extension Namespace {
  /// Reports labels of Pod Security that admission does not understand, for which the API server
  /// refuses the namespace (pod-security-admission admission.go ValidateNamespace).
  package func check(_ diagnostics: DiagnosticCollector) {
    let prefix = "pod-security.kubernetes.io/"
    for mode in ["enforce", "audit", "warn"] {
      let levels = PodSecurityLevel.allCases.map(\.rawValue)
      if let level = metadata.labels[prefix + mode], !levels.contains(level) {
        diagnostics.error(
          "\"\(level)\" is no level of the Pod Security Standards",
          at: labelSpans[prefix + mode], code: "invalid-value",
          help: nearest(level, in: levels).map { "did you mean \"\($0)\"?" }
            ?? "one of \(levels.joined(separator: ", "))")
      }
      let key = prefix + mode + "-version"
      if let version = metadata.labels[key], PodSecurityVersion(version) == nil {
        diagnostics.error(
          "\"\(version)\" is no version of the Pod Security Standards", at: labelSpans[key],
          code: "invalid-value", help: "write latest, or as v1.30")
      }
    }
  }
}
