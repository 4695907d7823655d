import Testing

/// The member of an enumeration that a case names; a name that is none of it has failed.
func named<Value: RawRepresentable>(_ word: String, _ type: Value.Type) -> Value?
where Value.RawValue == String {
  let value = type.init(rawValue: word)
  if value == nil { Issue.record("\(word) is no \(type)") }
  return value
}

/// A word of a case, which has failed if the word is none of those known; null is none.
func known(_ word: String?, _ words: String...) -> String? {
  if let word, !words.contains(word) { Issue.record("\(word) is none of \(words)") }
  return word
}
