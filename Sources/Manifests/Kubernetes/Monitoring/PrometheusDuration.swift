import SimulationKernel

/// A duration as Prometheus writes it: whole numbers of years, weeks, days, hours, minutes, seconds
/// and milliseconds, in this order, each at most once (prometheus/common model.ParseDuration).
struct PrometheusDuration: ManifestDecodable {
  /// Units from the longest, in milliseconds.
  private static let units: [(name: String, length: Int64)] = [
    ("y", 31_536_000_000), ("w", 604_800_000), ("d", 86_400_000), ("h", 3_600_000),
    ("m", 60_000), ("s", 1_000), ("ms", 1),
  ]

  let length: SimDuration

  init?(from node: YAMLNode, _ diagnostics: DiagnosticCollector) {
    guard let text = node.text else {
      diagnostics.wrongType("a duration such as 30s", node)
      return nil
    }
    guard let length = Self.parse(text) else {
      diagnostics.invalidValue(
        "\"\(text)\" is no duration", node, help: "write it like 30s, 5m, 1h30m or 2w")
      return nil
    }
    self.length = length
  }

  /// The length of a duration; nil where the text is none.
  static func parse(_ text: String) -> SimDuration? {
    if text == "0" { return .zero }
    var rest = Substring(text)
    var units = Self.units[...]
    var total: Int64 = 0
    while !rest.isEmpty {
      let digits = rest.prefix { $0.isASCII && $0.isNumber }
      let name = rest[digits.endIndex...].prefix { $0.isLetter }
      guard let count = Int64(digits), let index = units.firstIndex(where: { $0.name == name })
      else { return nil }
      let (part, isTooLong) = count.multipliedReportingOverflow(by: units[index].length)
      let (sum, isBeyond) = total.addingReportingOverflow(part)
      guard !isTooLong, !isBeyond, sum <= Int64.max / 1_000_000 else { return nil }
      total = sum
      units = units[(index + 1)...]
      rest = rest[name.endIndex...]
    }
    return text.isEmpty ? nil : .milliseconds(total)
  }
}

extension ObjectReader {
  /// Reads a duration of Prometheus; an absent one leaves the value alone.
  mutating func read(prometheus key: String, into value: inout SimDuration) {
    var written: PrometheusDuration?
    read(key, into: &written)
    if let written { value = written.length }
  }

  /// Reads a duration of Prometheus that may be absent.
  mutating func read(prometheus key: String, into value: inout SimDuration?) {
    var written: PrometheusDuration?
    read(key, into: &written)
    value = written?.length ?? value
  }
}
