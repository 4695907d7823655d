/// A regular expression of a schema, as Go's regexp reads it.
struct SchemaPattern {
  private let text: String

  /// The longest text that is tried with a pattern which repeats what is repeated, in characters:
  /// where Go needs time in proportion to the text, trying all ways needs time without end.
  private static let longest = 16
  /// The longest text that is tried with any other pattern, in characters.
  private static let longestOfAll = 1_000

  init(_ text: String) { self.text = text }

  /// Whether a text is surely not matched: a pattern of forms that are not known here matches.
  func excludes(_ value: String) -> Bool {
    let longest = repeatsRepetitions ? Self.longest : Self.longestOfAll
    guard value.unicodeScalars.count <= longest, let pattern = try? Regex(text) else {
      return false
    }
    return value.firstMatch(of: pattern.matchingSemantics(.unicodeScalar)) == nil
  }

  /// Whether a group that repeats something is repeated itself.
  private var repeatsRepetitions: Bool {
    var groups = [false]
    var isEscaped = false
    var isClass = false
    var closed: Bool?
    for character in text.utf8 {
      let wasClosed = closed
      closed = nil
      if isEscaped {
        isEscaped = false
        continue
      }
      switch character {
      case UInt8(ascii: "\\"): isEscaped = true
      case UInt8(ascii: "]"): isClass = false
      case _ where isClass: break
      case UInt8(ascii: "["): isClass = true
      case UInt8(ascii: "("): groups.append(false)
      case UInt8(ascii: ")") where groups.count > 1: closed = groups.removeLast()
      case UInt8(ascii: "*"), UInt8(ascii: "+"), UInt8(ascii: "{"):
        if wasClosed ?? false { return true }
        groups[groups.count - 1] = true
      // Alternatives that match the same are as many ways to try.
      case UInt8(ascii: "|") where groups.count > 1: groups[groups.count - 1] = true
      default: break
      }
      if closed ?? false { groups[groups.count - 1] = true }
    }
    return false
  }
}
