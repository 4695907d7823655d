import Foundation
import SimulationKernel

/// A setting that an engine has, and how its value is written.
struct StoreSettingName {
  /// How a setting's value is written.
  enum Kind {
    case range, number, size, flag
    /// A length of time, of at least so much.
    case length(from: SimDuration)
    /// A number of things, of at least so many, or a word.
    case count(from: Int, or: String? = nil)
    /// One of some words, or any text where none are given.
    case word([String])
    /// Redis' save points.
    case savePoints
    /// etcd's retention: hours or revisions, or a length of time.
    case retention
    /// Roles of an Elasticsearch node.
    case roles
    /// A version of the software.
    case version

    /// A length of time; what software counts in milliseconds is one of them at least.
    static var duration: Kind { .length(from: .milliseconds(1)) }
  }

  let name: String
  let kind: Kind
  /// The least that the software takes, where it raises what is less by itself.
  let raised: SimDuration?

  init(_ name: String, _ kind: Kind, raisedTo raised: SimDuration? = nil) {
    self.name = name
    self.kind = kind
    self.raised = raised
  }
}

extension StoreSettingName {
  /// How the setting's value is read.
  var type: SpecType<StoreSettings.Value> {
    switch kind {
    case .length: limited(SpecType<SimDuration>.duration.map { .duration($0) })
    case .number: SpecType<Double>.amount.map { .number($0) }
    case .count(let lowest, nil): SpecType<Int>.count(from: lowest).map { .number(Double($0)) }
    case .count(let lowest, let word?): Self.count(from: lowest, or: word)
    case .size: limited(SpecType<Int64>.size.map { .number(Double($0)) })
    case .flag: SpecType<Bool>.flag.map { .flag($0) }
    case .range: limited(Self.range)
    case .word(let words): Self.word(of: words)
    case .savePoints: limited(SpecType<String>.text.map { .word($0) })
    case .retention, .roles, .version: limited(Self.word(of: []))
    }
  }

  /// Why the software does not start with a value, or the twin can not hold it; nil where neither
  /// is so.
  func refusal(of value: StoreSettings.Value) -> String? {
    switch (kind, value) {
    case (.count(let lowest, _), .number(let number)):
      guard number == number.rounded() else { return "must be a whole number" }
      return number < Double(lowest) ? "must be at least \(lowest)" : nil
    case (.count(_, let word?), .word(let text)) where text != word:
      return "must be a whole number or \(word)"
    case (.length(let least), .duration(let length)) where length < least:
      return "must be at least " + DurationText.write(least)
    case (.range, .duration(let length)), (.range, .range(let length, _)):
      return length < .milliseconds(1) ? "must be at least 1ms" : nil
    case (.savePoints, .word(let text)) where SavePoints(text) == nil:
      return "must be pairs of seconds and changes"
    case (_, .word(let text)): return kind.refusal(of: text)
    case (_, .number(let number)) where number.isNaN || number < 0:
      return "must not be negative"
    default: return nil
    }
  }

  /// What becomes of a value that the software takes otherwise than it is written, or that is more
  /// than the twin holds; nil where it stays as it is.
  func correction(of value: StoreSettings.Value) -> (value: StoreSettings.Value, why: String)? {
    let bounded = StoreSettings.bounded(value)
    if bounded != value { return (bounded, "is more than is held here: the most is taken") }
    guard let raised, case .duration(let length) = value, length < raised else { return nil }
    return (.duration(raised), "is raised to \(DurationText.write(raised)) by the software")
  }

  /// A type of whose values some are refused and others corrected.
  private func limited(_ type: SpecType<StoreSettings.Value>) -> SpecType<StoreSettings.Value> {
    type.map { value, node, context in
      if let refusal = refusal(of: value) {
        context.diagnostics.invalidValue(refusal, node)
        return nil
      }
      guard let (corrected, why) = correction(of: value) else { return value }
      context.diagnostics.warning("\(name) \(why)", at: node.span, code: "out-of-range")
      return corrected
    }
  }

  private static func count(from lowest: Int, or word: String) -> SpecType<StoreSettings.Value> {
    let number = SpecType<Int>.count(from: lowest)
    return SpecType(schema: { ["anyOf": [["const": .text(word)], number.schema($0)]] }) {
      node, context in
      node.text == word ? .word(word) : number.read(node, context).map { .number(Double($0)) }
    }
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
