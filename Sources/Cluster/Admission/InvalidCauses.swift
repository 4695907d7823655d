/// Several things that are wrong with one object, as they are printed: each once.
extension [String] {
  /// As the API server puts them into one message; nil for none (apimachinery pkg/util/errors
  /// Aggregate).
  var aggregate: String? {
    let each = withoutRepeats
    return each.count < 2 ? each.first : "[\(each.joined(separator: ", "))]"
  }

  /// As kubectl prints the causes of an invalid object after `is invalid: `, several in lines of
  /// their own; nil for none (kubectl pkg/cmd/util/helpers.go, MultilineError).
  var causes: String? {
    let each = withoutRepeats
    return each.count < 2 ? each.first : each.map { "\n* \($0)" }.joined()
  }

  private var withoutRepeats: [String] {
    indices.filter { !self[..<$0].contains(self[$0]) }.map { self[$0] }
  }
}
