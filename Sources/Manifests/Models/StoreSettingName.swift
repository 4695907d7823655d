import Foundation
import SimulationKernel

/// A setting that an engine has, and how its value is written.
struct StoreSettingName {
  /// How a setting's value is written.
  enum Kind {
    case duration, range, number, size, flag
    /// A number of things, of at least so many.
    case count(from: Int)
    /// One of some words, or any text where none are given.
    case word([String])
  }

  let name: String
  let kind: Kind

  init(_ name: String, _ kind: Kind) {
    self.name = name
    self.kind = kind
  }
}

extension StoreSettingName {
  /// How the setting's value is read.
  var type: SpecType<StoreSettings.Value> {
    switch kind {
    case .duration: SpecType<SimDuration>.positiveDuration.map { .duration($0) }
    case .number: SpecType<Double>.amount.map { .number($0) }
    case .count(let lowest): SpecType<Int>.count(from: lowest).map { .number(Double($0)) }
    case .size: SpecType<Int64>.size.map { .number(Double($0)) }
    case .flag: SpecType<Bool>.flag.map { .flag($0) }
    case .range: Self.range
    case .word(let words): Self.word(of: words)
    }
  }

  /// Why the software does not start with a number that its configuration writes; nil where it
  /// does.
  func refusal(of value: StoreSettings.Value) -> String? {
    guard case .count(let lowest) = kind, case .number(let number) = value else { return nil }
    guard Int(exactly: number) != nil else { return "must be a whole number" }
    return number < Double(lowest) ? "must be at least \(lowest)" : nil
  }

  private static func word(of words: [String]) -> SpecType<StoreSettings.Value> {
    let schema: JSONValue =
      words.isEmpty
      ? ["type": "string"] : ["enum": .array(words.map { .text($0) })]
    return SpecType(schema: { _ in schema }) { node, context in
      guard let text = node.text, words.isEmpty || words.contains(text) else {
        context.diagnostics.invalidValue(
          "\"\(node.text ?? "")\" is not one of the setting's words", node,
          help: "write one of " + words.joined(separator: ", "))
        return nil
      }
      return .word(text)
    }
  }

  /// `1s..1.9s`, or one length for both ends.
  private static var range: SpecType<StoreSettings.Value> {
    SpecType<String>.text.map { text, node, context in
      let dots = text.range(of: "..")
      let ends = dots.map { [text[..<$0.lowerBound], text[$0.upperBound...]] } ?? [text[...]]
      let lengths = ends.compactMap { DurationText.parse(String($0)) }
      guard lengths.count == ends.count, let low = lengths.first, let high = lengths.last,
        low > .zero, low <= high
      else {
        context.diagnostics.invalidValue(
          "\"\(text)\" is no range of times", node, help: "write it like 1s..1.9s")
        return nil
      }
      return low == high ? .duration(low) : .range(low, high)
    }
  }
}
