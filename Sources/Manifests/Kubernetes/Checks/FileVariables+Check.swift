extension PodSpec {
  /// Reports variables of files that no container can have (validateFileKeySelector,
  /// validateFileKeyRefVolumes).
  ///
  /// Where the gate is off the API server drops the source, and refuses the variable as one without
  /// a source (pkg/api/pod dropDisabledFields).
  func checkFileVariables(_ version: ClusterVersion?, _ diagnostics: DiagnosticCollector) {
    for variable in (initContainers + containers).flatMap(\.env) {
      guard let source = variable.valueFrom?.fileKeyRef else { continue }
      if let version, !version.hasFileVariables {
        guard version.knowsFileVariables else {
          diagnostics.reportMissing(
            "fileKeyRef", in: version, isKnown: false, from: "1.35", at: source.span.start)
          continue
        }
        diagnostics.warning(
          "\(version.name) refuses the variable \(variable.name) but behind the feature gate "
            + "EnvFiles, which is on from 1.35", at: source.span.start, code: "dropped-field")
      } else if !diagnostics.hasError(in: source.span) {
        source.check(volumes, diagnostics)
      }
    }
  }
}

extension FileKeySelector {
  fileprivate func check(_ volumes: [Volume], _ diagnostics: DiagnosticCollector) {
    for (field, text) in [("volumeName", volumeName), ("path", path), ("key", key)]
    where text.isEmpty {
      diagnostics.error(
        "fileKeyRef needs a \(field)", at: spans[field].start, code: "missing-field")
    }
    if path.split(separator: "/").contains("..") {
      diagnostics.error(
        "the path \"\(path)\" must be without \"..\"", at: spans["path"], code: "invalid-value")
    }
    if !key.isEmpty, !isVariableName(key) {
      diagnostics.error(
        "\"\(key)\" is no name of a variable", at: spans["key"], code: "invalid-name",
        help: "printable characters other than \"=\"")
    }
    guard !volumeName.isEmpty else { return }
    guard let volume = volumes.first(where: { $0.name == volumeName }) else {
      diagnostics.error(
        "fileKeyRef names the volume \"\(volumeName)\", which the pod does not have",
        at: spans["volumeName"], code: "unknown-volume",
        help: nearest(volumeName, in: volumes.map(\.name)).map { "did you mean \"\($0)\"?" })
      return
    }
    guard volume.emptyDir == nil, !diagnostics.hasError(in: volume.span) else { return }
    diagnostics.error(
      "variables come from files of an emptyDir, and \(volumeName) is none",
      at: spans["volumeName"], code: "invalid-value", labels: [(volume.span.start, "the volume")])
  }
}
