extension ClusterTrustBundleProjection {
  /// Reports certificates of no place, and a file of no path (validateProjectionSources).
  func check(_ volume: String, _ diagnostics: DiagnosticCollector) {
    if (name == nil) == (signerName == nil) {
      diagnostics.error(
        "a clusterTrustBundle of the volume \(volume) takes one of name and signerName",
        at: span.start, code: name == nil ? "missing-field" : "invalid-value")
    }
    for (field, value) in [("name", name), ("signerName", signerName), ("path", path)]
    where value?.isEmpty ?? false {
      diagnostics.error(
        "a clusterTrustBundle of the volume \(volume) needs a \(field)", at: spans[field],
        code: "missing-field")
    }
  }
}
