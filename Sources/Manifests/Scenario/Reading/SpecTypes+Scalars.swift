import SimulationKernel

extension SpecType where Value: ManifestDecodable {
  /// A value that reads itself.
  fileprivate static func plain(_ schema: JSONValue) -> SpecType {
    SpecType(schema: { _ in schema }) { node, context in Value(from: node, context.diagnostics) }
  }
}

extension SpecType where Value == String {
  /// Text.
  static var text: SpecType { plain(["type": "string"]) }

  /// Text that names something.
  static var name: SpecType {
    text.checked("a name must not be empty", schema: [("minLength", 1)]) { !$0.isEmpty }
  }
}

extension SpecType where Value == LocatedText {
  /// Text that names something, with its place.
  static var name: SpecType {
    SpecType<String>.name.map { text, node, _ in LocatedText(text: text, span: node.span) }
  }
}

extension SpecType where Value == Bool {
  /// `true` or `false`.
  static var flag: SpecType { plain(["type": "boolean"]) }

  /// Only `true`, where the field's presence says everything.
  static var present: SpecType {
    flag.checked("only true can stand here; leave the field out instead", schema: [("const", true)])
    { $0 }
  }
}

extension SpecType where Value == Int {
  /// A whole number of at least a lowest value; counts beyond a billion are slips.
  static func count(from lowest: Int = 1, to highest: Int = 1_000_000_000) -> SpecType {
    plain(["type": "integer", "minimum": .integer(lowest), "maximum": .integer(highest)])
      .checked("must be at least \(lowest)") { $0 >= lowest }
      .checked("must be at most \(highest)") { $0 <= highest }
  }
}

extension SpecType where Value == UInt64 {
  /// Where random numbers start.
  static var seed: SpecType {
    SpecType<Int64>.plain(["type": "integer", "minimum": 0])
      .checked("must not be negative") { $0 >= 0 }.map { UInt64($0) }
  }
}

extension SpecType where Value == Double {
  /// A number of at least zero; numbers beyond a trillion are slips.
  static var amount: SpecType {
    plain(["type": "number", "minimum": 0, "maximum": 1_000_000_000_000])
      .checked("must not be negative") { $0 >= 0 }
      .checked("must be at most 1e12") { $0 <= 1e12 }
  }

  /// A number above zero.
  static var positive: SpecType {
    amount.checked("must be above 0", schema: [("exclusiveMinimum", 0)]) { $0 > 0 }
  }

  /// A probability or share from 0 to 1: `0.001` or `0.1%`.
  static var ratio: SpecType {
    SpecType(schema: { _ in
      [
        "anyOf": [
          ["type": "number", "minimum": 0, "maximum": 1],
          ["type": "string", "pattern": "^[0-9.]+%$"],
        ]
      ]
    }) { node, context in
      guard let text = node.text, let ratio = Ratio.parse(text) else {
        context.diagnostics.wrongType("a share such as 0.1% or 0.001", node)
        return nil
      }
      guard ratio >= 0, ratio <= 1 else {
        context.diagnostics.invalidValue(
          "\"\(text)\" is not between 0 and 1", node,
          help: ratio > 1 && ratio <= 100 && !text.hasSuffix("%")
            ? "did you mean \"\(text)%\"?" : nil)
        return nil
      }
      return ratio
    }
  }
}

/// The grammar of shares.
enum Ratio {
  /// The number of `0.001`, or of `0.1%`; nil where the text is none.
  static func parse(_ text: String) -> Double? {
    let isPercent = text.hasSuffix("%")
    let digits = isPercent ? text.dropLast() : text[...]
    guard let first = digits.utf8.first, first == UInt8(ascii: ".") || first < 0x3A,
      let number = Double(digits), number.isFinite
    else { return nil }
    return isPercent ? number / 100 : number
  }
}

extension SpecType where Value == SimDuration {
  /// A length of time that is not negative; lengths beyond ten years are slips.
  static var duration: SpecType {
    plain(["type": "string", "pattern": "^([0-9.]+(ns|us|µs|ms|s|m|h|d))+$|^0$"])
      .checked("must not be negative") { $0 >= .zero }
      .checked("must be at most ten years") { $0 <= .seconds(86_400 * 3_650) }
  }

  /// A length of time above zero.
  static var positiveDuration: SpecType {
    duration.checked("must be above 0") { $0 > .zero }
  }
}

extension SpecType where Value == SimTime {
  /// A time after the run's start.
  static var time: SpecType {
    SpecType<SimDuration>.duration.map { SimTime.zero + $0 }
  }
}

extension SpecType where Value == Int64 {
  /// A size in bytes, or bytes or bits per second: `64Ki`.
  static var size: SpecType {
    quantity("a size").map { $0.value }
  }

  /// A size of which a run adds up one for each request or second, of at most some Gi.
  static func size(atMost gibibytes: Int64) -> SpecType {
    size.checked("a size of each must be at most \(gibibytes)Gi") { $0 <= gibibytes << 30 }
  }

  /// CPU in thousandths of a core: `"16"` or `250m`.
  static var milliCPU: SpecType {
    quantity("an amount of CPU").map { $0.milli }
  }

  private static func quantity(_ what: String) -> SpecType<Quantity> {
    SpecType<Quantity>.plain(["type": ["string", "number"]])
      .checked("\(what) must not be negative") { $0 >= .zero }
      .checked("\(what) must be below 1Ei") { $0 < Quantity(1 << 60) }
  }
}

extension SpecType where Value == StringMap {
  /// A mapping of names to texts.
  static var labels: SpecType {
    plain(["type": "object", "additionalProperties": ["type": "string"]])
  }
}

extension SpecType where Value: RawRepresentable & CaseIterable, Value.RawValue == String {
  /// One of a few words.
  static func word(_ type: Value.Type) -> SpecType {
    let words = Value.allCases.map(\.rawValue)
    return SpecType(schema: { _ in ["enum": .array(words.map { .text($0) })] }) { node, context in
      guard let text = node.text else {
        context.diagnostics.wrongType("one of \(words.joined(separator: ", "))", node)
        return nil
      }
      guard let value = Value(rawValue: text) else {
        context.diagnostics.invalidValue(
          "\"\(text)\" is not one of \(words.joined(separator: ", "))", node,
          help: nearest(text, in: words).map { "did you mean \"\($0)\"?" })
        return nil
      }
      return value
    }
  }
}

extension SpecType {
  /// One of a few words, or several of them with commas between.
  static func words<Word>(_ type: Word.Type) -> SpecType<[Word]>
  where Word: RawRepresentable & CaseIterable, Word.RawValue == String, Value == [Word] {
    let words = Word.allCases.map(\.rawValue)
    return SpecType<[Word]>(schema: { _ in
      ["type": "string", "examples": .array(words.map { .text($0) })]
    }) { node, context in
      guard let text = node.text else {
        context.diagnostics.wrongType("some of \(words.joined(separator: ", "))", node)
        return nil
      }
      let parts = text.split(separator: ",", omittingEmptySubsequences: false).map { part in
        let end = part.lastIndex { $0 != " " }.map { part.index(after: $0) } ?? part.startIndex
        return String(part[..<end].drop { $0 == " " })
      }
      let wrong = parts.first { Word(rawValue: $0) == nil }
      if let wrong {
        context.diagnostics.invalidValue(
          "\"\(wrong)\" is not one of \(words.joined(separator: ", "))", node,
          help: nearest(wrong, in: words).map { "did you mean \"\($0)\"?" })
        return nil
      }
      return parts.compactMap { Word(rawValue: $0) }
    }
  }
}

extension SpecType where Value == ResourceList {
  /// Pieces by the names of extended resources.
  static var extendedResources: SpecType {
    plain(["type": "object", "additionalProperties": ["type": ["string", "number"]]])
      .checked("only resources with a domain, like nvidia.com/gpu, or hugepages can stand here") {
        $0.entries.allSatisfy { $0.name.contains("/") || $0.name.hasPrefix("hugepages-") }
      }
  }

  /// Amounts of what can change in a running container.
  static var resizableResources: SpecType {
    let amount: JSONValue = ["type": ["string", "number"]]
    return plain([
      "type": "object", "additionalProperties": false,
      "properties": ["cpu": amount, "memory": amount],
    ])
    .checked("only cpu and memory can change in a running container") {
      $0.entries.allSatisfy { ["cpu", "memory"].contains($0.name) }
    }
    .checked("an amount must be below 1Ei") {
      $0.entries.allSatisfy { $0.quantity < Quantity(1 << 60) }
    }
  }
}
