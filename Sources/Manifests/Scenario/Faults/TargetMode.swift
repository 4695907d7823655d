/// How many of a fault's candidates are hit (Chaos Mesh pkg/selector/generic/mode.go).
package enum TargetMode: Hashable, Sendable {
  /// One, at random.
  case one
  /// All, ready or not.
  case all
  /// A number of them, at random, or all if there are fewer.
  case fixed(Int)
  /// A percentage of them, rounded up, at random.
  case fixedPercent(Int)
  /// A percentage drawn uniformly from 0 to the value, rounded up; may hit none.
  case randomMaxPercent(Int)
}

extension TargetMode {
  /// The words of Chaos Mesh's `mode`.
  fileprivate enum Word: String, CaseIterable {
    case one, all, fixed
    case fixedPercent = "fixed-percent"
    case randomMaxPercent = "random-max-percent"
  }
}

extension SpecReader {
  /// `mode` and `value`; the mode by default where none was written, nil after an error.
  mutating func targetMode(default mode: TargetMode?) -> TargetMode? {
    let hasMode = has("mode")
    let valueSpan = span(of: "value")
    let summary = "how many are hit"
    let word =
      mode == nil
      ? required("mode", .word(TargetMode.Word.self), summary)
      : optional("mode", .word(TargetMode.Word.self), summary)
    let value = optional("value", .modeValue, "the number or percentage that the mode needs")
    guard hasMode else { return mode }
    switch word {
    case nil: return nil
    case .one?: return .one
    case .all?: return .all
    case .fixed?, .fixedPercent?, .randomMaxPercent?:
      guard let value else {
        diagnostics.error(
          "missing field \"value\", which this mode needs", at: span(of: "mode"),
          code: "missing-field")
        return nil
      }
      if word == .fixed { return .fixed(value) }
      guard value <= 100 else {
        diagnostics.error(
          "a percentage is from 1 to 100", at: valueSpan, code: "invalid-value")
        return nil
      }
      return word == .fixedPercent ? .fixedPercent(value) : .randomMaxPercent(value)
    }
  }
}

extension SpecType where Value == Int {
  /// A number of at least 1, in quotes as Chaos Mesh has it, or without.
  fileprivate static var modeValue: SpecType {
    SpecType(schema: { _ in ["type": ["string", "integer"]] }) { node, context in
      guard let text = node.text, let number = Int(text), number >= 1 else {
        context.diagnostics.wrongType("a whole number of at least 1", node)
        return nil
      }
      return number
    }
  }
}
