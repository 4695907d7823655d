import SimulationKernel

/// Turns the syntax of a law into the law, reporting what is wrong at its place in the text.
struct LawReader {
  private let text: PositionedText
  private let unit: LawUnit
  private let context: DocumentContext

  private static let composed = ["empirical", "mixture", "discrete"]

  /// The law that a scalar is written as; nil after an error was reported.
  static func law(_ node: YAMLNode, _ unit: LawUnit, _ context: DocumentContext) -> Distribution? {
    guard let text = PositionedText(node) else {
      context.diagnostics.wrongType(
        "a law such as \(unit.example) or exponential(mean: \(unit.example))", node)
      return nil
    }
    var parser = LawParser(text)
    do throws(LawSyntaxError) {
      let expression = try parser.parse()
      let reader = LawReader(text: text, unit: unit, context: context)
      return reader.law(expression).flatMap { reader.bounded($0, expression.range) }
    } catch {
      context.diagnostics.error(error.message, at: text.span(error.range), code: "invalid-law")
      return nil
    }
  }

  private func law(_ expression: LawExpression) -> Distribution? {
    switch expression {
    case .word(let word): return value(word, unit).map { .constant($0) }
    case .form(let name, let arguments):
      switch name.text {
      case "empirical": return empirical(name, arguments)
      case "mixture": return mixture(name, arguments)
      case "discrete": return discrete(name, arguments)
      default: return simple(name, arguments)
      }
    }
  }

  /// A law that can be simulated.
  private func bounded(_ law: Distribution, _ range: Range<Int>) -> Distribution? {
    if let excess = unit.excess(of: law) { return fail(excess, range) }
    return law
  }

  /// A form whose arguments are single numbers.
  private func simple(_ name: LawWord, _ arguments: [LawArgument]) -> Distribution? {
    let forms = LawForm.all.filter { $0.name == name.text }
    guard !forms.isEmpty else {
      let names = LawForm.all.map(\.name) + Self.composed
      return fail(
        "\"\(name.text)\" is no law", name.range,
        help: nearest(name.text, in: names).map { "did you mean \"\($0)\"?" }
          ?? "one of constant, exponential, uniform, normal, lognormal, gamma, weibull, pareto, "
          + "zipf, empirical, mixture, discrete")
    }
    if name.text == "zipf", unit == .time {
      return fail("zipf draws ranks, which are no times", name.range)
    }
    guard let form = form(name, arguments, among: forms) else { return nil }
    var values: [Double] = []
    for (index, parameter) in form.parameters.enumerated() {
      let argument = arguments.first { $0.label?.text == parameter.name } ?? arguments[index]
      guard let value = number(argument.value, parameter.unit == .own ? unit : .number) else {
        return nil
      }
      guard value > 0 || parameter.mayBeZero else {
        return fail("\(parameter.name) must be above 0", argument.value.range)
      }
      values.append(value)
    }
    switch form.make(values) {
    case .success(let law): return law
    case .failure(let error):
      return fail(error.message, LawExpression.form(name, arguments).range, help: error.help)
    }
  }

  /// The way of calling a form that the arguments' names mean.
  private func form(
    _ name: LawWord, _ arguments: [LawArgument], among forms: [LawForm]
  ) -> LawForm? {
    let usage = "write \(forms.map(\.usage).joined(separator: " or "))"
    let labels = arguments.compactMap(\.label)
    if labels.isEmpty, let form = forms.first(where: \.isPositional) {
      if form.parameters.count == arguments.count { return form }
      return fail(
        "\(name.text) takes \(form.parameters.count) values, not \(arguments.count)", name.range,
        help: usage)
    }
    if let argument = arguments.first(where: { $0.label == nil }) {
      return fail("this argument needs its name", argument.value.range, help: usage)
    }
    let known = forms.flatMap(\.parameters).map(\.name)
    for (index, label) in labels.enumerated() {
      guard known.contains(label.text) else {
        return fail(
          "\(name.text) has no argument \"\(label.text)\"", label.range,
          help: nearest(label.text, in: known).map { "did you mean \"\($0)\"?" } ?? usage)
      }
      if labels[..<index].contains(where: { $0.text == label.text }) {
        return fail("\"\(label.text)\" is given twice", label.range)
      }
    }
    let fitting = forms.first { form in
      form.parameters.count == labels.count
        && form.parameters.allSatisfy { parameter in labels.contains { $0.text == parameter.name } }
    }
    if let fitting { return fitting }
    return fail(
      "\(name.text) can not be made of \(labels.map(\.text).joined(separator: " and "))"
        + (labels.isEmpty ? "nothing" : ""), name.range, help: usage)
  }

  private func empirical(_ name: LawWord, _ arguments: [LawArgument]) -> Distribution? {
    var values: [Double] = []
    if arguments.count == 1, let label = arguments[0].label, label.text == "file" {
      guard case .word(let path) = arguments[0].value else {
        return fail("a file's path stands here", arguments[0].value.range)
      }
      guard let read = SampleFile.values(path.text, unit, context, at: text.span(path.range)) else {
        return nil
      }
      values = read
    } else {
      for argument in arguments {
        if let label = argument.label {
          return fail("empirical has no argument \"\(label.text)\"", label.range)
        }
        guard let value = number(argument.value, unit) else { return nil }
        values.append(value)
      }
    }
    guard let first = values.first else {
      return fail("empirical needs at least one value", name.range)
    }
    values.sort()
    return values.count == 1 ? .constant(first) : .empirical(values)
  }

  private func mixture(_ name: LawWord, _ arguments: [LawArgument]) -> Distribution? {
    var parts: [Distribution.WeightedLaw] = []
    for argument in arguments {
      guard let label = argument.label else {
        return fail(
          "a part of a mixture needs its weight", argument.value.range,
          help: "write mixture(0.9: \(unit.example), 0.1: exponential(mean: \(unit.example)))")
      }
      guard let weight = weight(label), let law = law(argument.value) else { return nil }
      parts.append(Distribution.WeightedLaw(weight: weight, law: law))
    }
    guard !parts.isEmpty else { return fail("a mixture needs at least one part", name.range) }
    return .mixture(parts)
  }

  private func discrete(_ name: LawWord, _ arguments: [LawArgument]) -> Distribution? {
    var values: [Distribution.WeightedValue] = []
    for argument in arguments {
      guard let label = argument.label else {
        return fail(
          "a value needs its weight", argument.value.range,
          help: "write discrete(\(unit.example): 70%, ...)")
      }
      guard case .word(let word) = argument.value else {
        return fail("a weight stands here", argument.value.range)
      }
      guard let value = value(label, unit), let weight = weight(word) else { return nil }
      values.append(Distribution.WeightedValue(weight: weight, value: value))
    }
    guard !values.isEmpty else { return fail("discrete needs at least one value", name.range) }
    return .discrete(values)
  }

  private func weight(_ word: LawWord) -> Double? {
    guard let weight = Ratio.parse(word.text), weight > 0, weight <= 1e9 else {
      return fail("\"\(word.text)\" is no weight", word.range, help: "write it like 0.9 or 90%")
    }
    return weight
  }

  private func number(_ expression: LawExpression, _ unit: LawUnit) -> Double? {
    guard case .word(let word) = expression else {
      return fail("a single value stands here, not a law", expression.range)
    }
    return value(word, unit)
  }

  private func value(_ word: LawWord, _ unit: LawUnit) -> Double? {
    switch unit.value(word.text) {
    case .success(let value) where value < 0:
      return fail("must not be negative", word.range)
    case .success(let value) where value > 1e15:
      return fail("must be at most 1e15", word.range)
    case .success(let value): return value
    case .failure(let error): return fail(error.message, word.range, help: error.help)
    }
  }

  private func fail<Value>(_ message: String, _ range: Range<Int>, help: String? = nil) -> Value? {
    context.diagnostics.error(message, at: text.span(range), code: "invalid-law", help: help)
    return nil
  }
}

extension SpecType where Value == Distribution {
  /// A law of times, sizes or plain numbers.
  static func law(_ unit: LawUnit) -> SpecType {
    SpecType(schema: { _ in
      [
        "type": ["string", "number"],
        "examples": [.text(unit.example), .text("exponential(mean: \(unit.example))")],
      ]
    }) { node, context in LawReader.law(node, unit, context) }
  }
}
