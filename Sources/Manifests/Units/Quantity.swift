/// An amount of a resource as Kubernetes writes it: `250m` of CPU, `512Mi` of memory.
///
/// Kept exactly, in whole billionths (Int128). Grammar and rounding are those of apimachinery
/// pkg/api/resource/quantity.go: what is finer than 1n is rounded away from zero, a binary amount
/// (`Ki`...`Ei`) is capped at 2^63-1. Amounts beyond 1.7e29 units saturate here.
package struct Quantity: Hashable, Comparable, Sendable {
  /// The amount in billionths of its unit.
  package let nanos: Int128

  /// Makes an amount of billionths.
  package init(nanos: Int128) { self.nanos = nanos }

  /// Makes a whole amount: cores, bytes, pods.
  package init(_ value: Int64) { nanos = Int128(value) * 1_000_000_000 }

  /// Makes an amount of thousandths: millicores.
  package init(milli: Int64) { nanos = Int128(milli) * 1_000_000 }

  /// Nothing.
  package static let zero = Quantity(nanos: 0)

  /// The amount in thousandths, rounded away from zero as `Quantity.MilliValue`; saturates.
  package var milli: Int64 { roundedUp(per: 1_000_000) }

  /// The amount in whole units, rounded away from zero as `Quantity.Value`; saturates.
  package var value: Int64 { roundedUp(per: 1_000_000_000) }

  /// The amount as a real number, for statistics and display.
  package var approximate: Double { Double(nanos) / 1e9 }

  /// Whether one quantity is less than another.
  package static func < (left: Quantity, right: Quantity) -> Bool { left.nanos < right.nanos }

  /// The sum of two amounts; saturates.
  package static func + (left: Quantity, right: Quantity) -> Quantity {
    let (sum, overflow) = left.nanos.addingReportingOverflow(right.nanos)
    return Quantity(nanos: overflow ? (left.nanos > 0 ? Int128.max : Int128.min) : sum)
  }

  private func roundedUp(per unit: Int128) -> Int64 {
    let (quotient, remainder) = nanos.quotientAndRemainder(dividingBy: unit)
    return Int64(clamping: quotient + remainder.signum())
  }
}

extension Quantity: ManifestDecodable {
  /// Reads text such as `500Mi`, or a number.
  ///
  /// White space around it is allowed, as in JSON input.
  package init?(from node: YAMLNode, _ diagnostics: DiagnosticCollector) {
    switch node.scalar {
    case .integer(let count)?:
      let (nanos, overflow) = count.multipliedReportingOverflow(by: 1_000_000_000)
      self.init(nanos: overflow ? (count > 0 ? Int128.max : Int128.min) : nanos)
    case .string?, .float?:
      let text = node.text ?? ""
      guard let quantity = Quantity(parsing: Self.trimmed(text)) else {
        diagnostics.invalidValue(
          "\"\(text)\" is no quantity", node, help: QuantityGrammar.advice(for: text))
        return nil
      }
      self = quantity
    case .bool?, nil:
      diagnostics.wrongType("a quantity such as 250m or 512Mi", node)
      return nil
    }
  }

  private static func trimmed(_ text: String) -> String {
    var rest = Substring(text)
    while rest.first?.isWhitespace ?? false { rest.removeFirst() }
    while rest.last?.isWhitespace ?? false { rest.removeLast() }
    return String(rest)
  }
}
