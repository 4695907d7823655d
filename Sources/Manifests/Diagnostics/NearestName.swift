/// The candidate a misspelt word most probably meant, or nil if none is near.
///
/// Near means at most one edit per three letters (one at least): an insertion, a deletion, a
/// replacement or a swap of neighbours (Damerau-Levenshtein, optimal string alignment). Case alone
/// counts as no edit; ties go to the earlier candidate.
package func nearest(_ word: String, in candidates: [String]) -> String? {
  let letters = Array(word.lowercased().utf8)
  guard !letters.isEmpty, letters.count <= 64 else { return nil }
  var limit = max(1, letters.count / 3)
  var edits = EditDistance()
  var best: String?
  for candidate in candidates {
    guard abs(candidate.utf8.count - letters.count) <= limit else { continue }
    let other = Array(candidate.lowercased().utf8)
    guard let distance = edits.between(letters, other, atMost: limit) else { continue }
    if distance == 0 { return candidate }
    best = candidate
    limit = distance - 1
  }
  return best
}

/// The least number of edits between two words, swaps of neighbours counting as one; the rows of
/// its table serve one pair of words after the other.
private struct EditDistance {
  private var beforeLast: [Int] = []
  private var last: [Int] = []
  private var current: [Int] = []

  /// The distance; nil where it is beyond a limit.
  mutating func between(_ first: [UInt8], _ second: [UInt8], atMost limit: Int) -> Int? {
    last = Array(0...second.count)
    beforeLast = last
    current = last
    for (row, letter) in first.enumerated() {
      current[0] = row + 1
      var least = row + 1
      for (column, other) in second.enumerated() {
        let replaced = last[column] + (letter == other ? 0 : 1)
        var distance = min(replaced, last[column + 1] + 1, current[column] + 1)
        if row > 0, column > 0, letter == second[column - 1], first[row - 1] == other {
          distance = min(distance, beforeLast[column - 1] + 1)
        }
        current[column + 1] = distance
        least = min(least, distance)
      }
      // A swap reaches back two rows, so that one beyond the limit may yet be made good.
      guard least <= limit + 1 else { return nil }
      swap(&beforeLast, &last)
      swap(&last, &current)
    }
    return last[second.count] <= limit ? last[second.count] : nil
  }
}
