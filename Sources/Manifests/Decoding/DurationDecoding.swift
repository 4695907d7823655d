package import SimulationKernel

extension SimDuration: ManifestDecodable {
  /// Reads a duration such as `30s`, `1h30m` or `250ms`; a bare number other than 0 needs a unit.
  package init?(from node: YAMLNode, _ diagnostics: DiagnosticCollector) {
    guard let text = node.text else {
      diagnostics.wrongType("a duration such as 30s", node)
      return nil
    }
    guard let length = DurationText.parse(text) else {
      diagnostics.invalidValue(
        "\"\(text)\" is no duration", node,
        help: DurationText.isNumber(text)
          ? "add a unit: \"\(text)s\" or \"\(text)ms\"" : "write it like 250ms, 30s or 1h30m")
      return nil
    }
    self = length
  }
}
