extension CustomResourceVersion {
  /// Reports columns and paths that the API server refuses (apiextensions-apiserver
  /// pkg/apis/apiextensions/validation ValidateCustomResourceColumnDefinition,
  /// ValidateCustomResourceDefinitionSubresources).
  func checkParts(_ diagnostics: DiagnosticCollector) {
    for column in additionalPrinterColumns { column.check(diagnostics) }
    scale?.check(diagnostics)
  }
}

extension PrinterColumn {
  private static let types = ["integer", "number", "string", "boolean", "date"]
  private static let formats = [
    "int32", "int64", "float", "double", "byte", "date", "date-time", "password",
  ]

  fileprivate func check(_ diagnostics: DiagnosticCollector) {
    for (field, text) in [("name", name), ("type", type), ("jsonPath", jsonPath)]
    where text.isEmpty && !diagnostics.hasError(in: spans[field]) {
      diagnostics.error(
        "a column needs a \(field)", at: spans[field].start, code: "missing-field")
    }
    for (field, text, known) in [("type", type, Self.types), ("format", format, Self.formats)]
    where !text.isEmpty && !known.contains(text) {
      diagnostics.error(
        "\"\(text)\" is no \(field) of a column", at: spans[field], code: "invalid-value",
        help: nearest(text, in: known).map { "did you mean \"\($0)\"?" }
          ?? "one of \(known.joined(separator: ", "))")
    }
    guard !jsonPath.isEmpty, !jsonPath.hasPrefix(".") else { return }
    diagnostics.error(
      "a path begins with a dot", at: spans["jsonPath"], code: "invalid-value",
      help: "as .status.phase")
  }
}

extension ScaleSubresource {
  fileprivate func check(_ diagnostics: DiagnosticCollector) {
    let paths = [
      ("specReplicasPath", specReplicasPath, [".spec."]),
      ("statusReplicasPath", statusReplicasPath, [".status."]),
      ("labelSelectorPath", labelSelectorPath, [".spec.", ".status."]),
    ]
    for (field, path, places) in paths where !diagnostics.hasError(in: spans[field]) {
      if path.isEmpty {
        guard field != "labelSelectorPath" else { continue }
        diagnostics.error(
          "a scale subresource needs a \(field)", at: spans[field].start, code: "missing-field")
      } else if !places.contains(where: path.hasPrefix) {
        diagnostics.error(
          "\(field) lies below \(places.map { $0.dropLast() }.joined(separator: " or "))",
          at: spans[field], code: "invalid-value")
      }
    }
  }
}
