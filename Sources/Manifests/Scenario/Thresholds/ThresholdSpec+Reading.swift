import SimulationKernel

extension SpecType where Value == [ThresholdSpec] {
  /// Conditions by metric.
  static var thresholds: SpecType {
    SpecType(
      schema: { definitions in
        let long = definitions.reference("Threshold") {
          SpecReader.describe(AssertionFields.what, definitions) { AssertionFields(&$0) }
        }
        let assertion: JSONValue = [
          "anyOf": [["type": "string", "examples": ["p(95)<1200", "rate<0.01"]], long]
        ]
        let metrics = ThresholdMetric.allCases.map(\.rawValue).joined(separator: "|")
        return [
          "type": "object",
          "patternProperties": [
            "^(\(metrics))\\s*(\\{.*\\})?$": ["type": "array", "items": assertion]
          ],
          "additionalProperties": false,
        ]
      },
      read: { node, context in
        guard let pairs = node.pairs else {
          context.diagnostics.wrongType("a mapping from metrics to conditions", node)
          return nil
        }
        return pairs.compactMap { threshold($0, $1, context) }
      })
  }

  private static func threshold(
    _ key: YAMLNode, _ value: YAMLNode, _ context: DocumentContext
  ) -> ThresholdSpec? {
    guard let text = PositionedText(key) else { return nil }
    guard let subject = ThresholdKey.subject(of: text, context.diagnostics) else { return nil }
    let conditions = SpecType<[YAMLNode]>.list(
      SpecType<YAMLNode>(schema: { _ in [:] }, read: { node, _ in node }))
    guard let nodes = conditions.read(value, context) else { return nil }
    if nodes.isEmpty {
      context.diagnostics.invalidValue("needs at least one condition", value)
    }
    return ThresholdSpec(
      key: key.text ?? "", span: key.span, subject: subject,
      assertions: nodes.compactMap { ThresholdAssertion($0, on: subject, context) })
  }
}

/// A condition in its long form.
private struct AssertionFields: SpecObject {
  static let what = "a threshold"
  let condition: YAMLNode
  let window: SimDuration?
  let during: LocatedText?
  let abortOnFail: Bool
  let delayAbortEval: SimDuration

  init?(_ reader: inout SpecReader) {
    let text = SpecType<YAMLNode>(schema: { _ in ["type": "string"] }, read: { node, _ in node })
    let condition = reader.required("threshold", text, "the condition, like p(95)<1200")
    window = reader.optional(
      "window", .positiveDuration, "length of the windows judged one by one; the run by default")
    during = reader.optional(
      "during", .name as SpecType<LocatedText>, "the fault while which it is judged")
    abortOnFail = reader.optional(
      "abortOnFail", .flag, default: false, "whether the run ends when it is broken")
    delayAbortEval = reader.optional(
      "delayAbortEval", .duration, default: .zero,
      "how long after the start it may first end the run")
    guard let condition else { return nil }
    self.condition = condition
  }
}

extension ThresholdAssertion {
  /// Reads a condition in its short or its long form.
  fileprivate init?(
    _ node: YAMLNode, on subject: ThresholdSubject, _ context: DocumentContext
  ) {
    var fields: AssertionFields?
    if node.pairs != nil {
      fields = SpecType<AssertionFields>.object(AssertionFields.self).read(node, context)
      if fields == nil { return nil }
    }
    let condition = fields?.condition ?? node
    guard let text = PositionedText(condition) else {
      context.diagnostics.wrongType("a condition like p(95)<1200", condition)
      return nil
    }
    guard let expression = ThresholdExpression(text, on: subject, context.diagnostics) else {
      return nil
    }
    self.init(
      text: text.text(0..<text.characters.count), span: condition.span,
      aggregation: expression.aggregation, comparison: expression.comparison,
      limit: expression.limit, window: fields?.window, during: fields?.during?.text,
      duringSpan: fields?.during?.span ?? condition.span,
      abortOnFail: fields?.abortOnFail ?? false, delayAbortEval: fields?.delayAbortEval ?? .zero)
  }
}
