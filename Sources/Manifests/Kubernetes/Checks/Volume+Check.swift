extension Volume {
  /// Reports a volume of several kinds (pkg/apis/core/validation validateVolumeSource).
  func check(_ diagnostics: DiagnosticCollector) {
    guard sourceCount > 1 else { return }
    diagnostics.error(
      "the volume \(name) has \(sourceCount) sources, and can have one", at: span.start,
      code: "invalid-value")
  }
}
