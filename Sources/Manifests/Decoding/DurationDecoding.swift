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

/// A duration as k6 reads it: text with units, or a bare number of milliseconds.
package struct K6Duration: Hashable, Sendable, ManifestDecodable {
  /// The length.
  package var length: SimDuration

  /// Reads `30s`, `1m30s`, `1d` or a number of milliseconds.
  package init?(from node: YAMLNode, _ diagnostics: DiagnosticCollector) {
    switch node.scalar {
    case .integer(let value)? where value.magnitude < 9_000_000_000_000:
      length = .milliseconds(Int64(value))
    case .float(let value)? where value.isFinite: length = SimDuration(seconds: value / 1000)
    default:
      guard let length = SimDuration(from: node, diagnostics) else { return nil }
      self.length = length
    }
  }
}
