extension Lexer {
  /// A string, a raw string, an extended regular expression, or the `#` of a macro or directive.
  mutating func scanStringOrHash() {
    var hashes = 0
    while byte(hashes) == UInt8(ascii: "#") { hashes += 1 }
    switch byte(hashes) {
    case UInt8(ascii: "\""):
      place += hashes
      scanString(hashes: hashes)
    case UInt8(ascii: "/") where hashes > 0: scanExtendedExpression(hashes: hashes)
    default:
      emit(.symbol, "#")
      place += 1
    }
  }

  private mutating func scanString(hashes: Int) {
    let isMultiline = byte(1) == UInt8(ascii: "\"") && byte(2) == UInt8(ascii: "\"")
    let quotes = isMultiline ? 3 : 1
    let firstLine = line
    emit(.string, "")
    place += quotes
    while place < bytes.count, !atEnd(of: UInt8(ascii: "\""), count: quotes, hashes: hashes) {
      switch byte(0) {
      case UInt8(ascii: "\\") where hasHashes(hashes, at: 1):
        place += 1 + hashes
        if byte(0) == UInt8(ascii: "(") {
          scan(insideInterpolation: true)
        } else {
          if byte(0) == UInt8(ascii: "\n") { line += 1 }
          place += 1
        }
      case UInt8(ascii: "\n"):
        line += 1
        place += 1
      default: place += 1
      }
    }
    place += quotes + hashes
    if isMultiline { texts.append(MultilineString(firstLine: firstLine, lastLine: line)) }
  }

  private func atEnd(of mark: UInt8, count: Int, hashes: Int) -> Bool {
    for offset in 0..<count where byte(offset) != mark { return false }
    return hasHashes(hashes, at: count)
  }

  private func hasHashes(_ count: Int, at offset: Int) -> Bool {
    for index in 0..<count where byte(offset + index) != UInt8(ascii: "#") { return false }
    return true
  }

  private mutating func scanExtendedExpression(hashes: Int) {
    emit(.string, "")
    place += hashes + 1
    while place < bytes.count, !atEnd(of: UInt8(ascii: "/"), count: 1, hashes: hashes) {
      if byte(0) == UInt8(ascii: "\n") { line += 1 }
      place += 1
    }
    place += 1 + hashes
  }

  /// Whether a slash begins a regular expression: no operand lies before it, no space after it,
  /// and the line has a closing slash.
  var startsRegularExpression: Bool {
    if let last = tokens.last {
      let closes = last.isSymbol(")") || last.isSymbol("]") || last.isSymbol("}")
      let isOperand = last.kind != .symbol || closes || last.isSymbol("!") || last.isSymbol("?")
      guard !isOperand else { return false }
    }
    let refused: [UInt8] = [" ", ")", ",", "\n", "="].map { UInt8(ascii: $0) }
    guard !refused.contains(byte(1)) else { return false }
    var offset = 1
    while byte(offset) != UInt8(ascii: "\n"), place + offset < bytes.count {
      if byte(offset) == UInt8(ascii: "/") { return true }
      offset += byte(offset) == UInt8(ascii: "\\") ? 2 : 1
    }
    return false
  }

  mutating func scanRegularExpression() {
    emit(.string, "")
    place += 1
    while place < bytes.count, byte(0) != UInt8(ascii: "/") {
      place += byte(0) == UInt8(ascii: "\\") ? 2 : 1
    }
    place += 1
  }
}
