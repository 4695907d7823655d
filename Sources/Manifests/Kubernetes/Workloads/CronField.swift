/// One field of a cron schedule: its range of values and their names.
struct CronField {
  let range: ClosedRange<Int>
  var names: [Substring] = []

  static let second = CronField(range: 0...59)
  static let minute = CronField(range: 0...59)
  static let hour = CronField(range: 0...23)
  static let dayOfMonth = CronField(range: 1...31)
  static let month = CronField(
    range: 1...12,
    names: ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"])
  static let dayOfWeek = CronField(
    range: 0...6, names: ["sun", "mon", "tue", "wed", "thu", "fri", "sat"])

  /// The values that a field's text matches, as bits; nil where the text is wrong.
  func values(_ text: Substring) -> UInt64? {
    var set: UInt64 = 0
    for part in text.split(separator: ",") {
      guard let bits = partValues(part) else { return nil }
      set |= bits
    }
    return set
  }

  /// Whether a field leaves its day open: `*` or `?` in its list, with or without a step of 1.
  static func isStarred(_ text: Substring) -> Bool {
    text.split(separator: ",").contains { part in
      let pieces = part.split(separator: "/")
      return isOpen(pieces[0]) && (pieces.count == 1 || Int(pieces[1]) == 1)
    }
  }

  /// Whether a range stands for all values; what follows a star's hyphen does not count
  /// (robfig/cron getRange).
  private static func isOpen(_ range: Substring) -> Bool {
    let first = range.split(separator: "-", maxSplits: 1).first ?? ""
    return first == "*" || first == "?"
  }

  /// `*`, `3`, `2-5`, each with an optional step; `3/5` runs from 3 to the end.
  private func partValues(_ part: Substring) -> UInt64? {
    let pieces = part.split(separator: "/", omittingEmptySubsequences: false)
    guard pieces.count <= 2, let ends = ends(pieces[0], isOpen: pieces.count == 2) else {
      return nil
    }
    var step = 1
    if pieces.count == 2 {
      guard let number = Int(pieces[1]), number > 0 else { return nil }
      step = number
    }
    var set: UInt64 = 0
    var value = ends.lowerBound
    while value <= ends.upperBound {
      set |= 1 << UInt64(value)
      guard step <= range.upperBound else { break }
      value += step
    }
    return set
  }

  private func ends(_ text: Substring, isOpen: Bool) -> ClosedRange<Int>? {
    if Self.isOpen(text) { return range }
    let ends = text.split(separator: "-", omittingEmptySubsequences: false)
    guard ends.count <= 2, let first = value(ends[0]) else { return nil }
    guard ends.count == 2 else { return first...(isOpen ? range.upperBound : first) }
    guard let last = value(ends[1]), first <= last else { return nil }
    return first...last
  }

  private func value(_ text: Substring) -> Int? {
    if let index = names.firstIndex(of: text.lowercased()[...]) { return index + range.lowerBound }
    return Int(text).flatMap { range.contains($0) ? $0 : nil }
  }
}
