/// Why a document could not be read as YAML.
struct YAMLProblem: Error {
  /// The rule's name: `invalid-yaml`, `too-deep`, `too-many-aliases`.
  var code = "invalid-yaml"
  /// The sentence.
  var message: String
  /// The place.
  var span: SourceSpan
  /// Where the construct that failed began.
  var labels: [(span: SourceSpan, text: String)] = []
  /// What to write instead.
  var help: String?

  /// A value nested deeper than the composer goes.
  static func tooDeep(_ span: SourceSpan) -> YAMLProblem {
    YAMLProblem(
      code: "too-deep", message: "nested deeper than \(YAMLComposer.deepestLevel) levels",
      span: span.start)
  }
}
