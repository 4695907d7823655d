/// Cuts Swift source into tokens and comments.
///
/// It knows what the rules need: nested block comments, raw and multi-line strings, code inside
/// string interpolations, regular-expression literals, numbers with exponents.
struct Lexer {
  let bytes: [UInt8]
  var place = 0
  var line = 1
  private(set) var tokens: [Token] = []
  private(set) var comments: [SourceComment] = []
  var texts: [MultilineString] = []
  private var followsSpace = true
  private var isDocumented = false

  init(_ bytes: [UInt8]) {
    self.bytes = bytes
    scan(insideInterpolation: false)
  }

  func byte(_ offset: Int) -> UInt8 {
    place + offset < bytes.count ? bytes[place + offset] : 0
  }

  mutating func scan(insideInterpolation: Bool) {
    var depth = 0
    while place < bytes.count {
      switch byte(0) {
      case UInt8(ascii: "\n"):
        line += 1
        skipSpace()
      case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\r"): skipSpace()
      case UInt8(ascii: "/") where byte(1) == UInt8(ascii: "/"): scanLineComment()
      case UInt8(ascii: "/") where byte(1) == UInt8(ascii: "*"): scanBlockComment()
      case UInt8(ascii: "/") where startsRegularExpression: scanRegularExpression()
      case UInt8(ascii: "\""), UInt8(ascii: "#"): scanStringOrHash()
      case let byte where byte.startsIdentifier: scanIdentifier()
      case let byte where byte.isDigit: scanNumber()
      case let byte:
        emit(.symbol, String(UnicodeScalar(byte)))
        place += 1
        guard insideInterpolation else { continue }
        if byte == UInt8(ascii: "(") { depth += 1 }
        if byte == UInt8(ascii: ")") { depth -= 1 }
        if depth == 0 { return }
      }
    }
  }

  mutating func emit(_ kind: Token.Kind, _ text: String, isQuoted: Bool = false) {
    tokens.append(
      Token(
        kind: kind, text: text, line: line, followsSpace: followsSpace,
        isDocumented: isDocumented, isQuoted: isQuoted))
    followsSpace = false
    isDocumented = false
  }

  private mutating func skipSpace() {
    place += 1
    followsSpace = true
  }

  func text(_ range: Range<Int>) -> String { String(decoding: bytes[range], as: UTF8.self) }

  private mutating func scanLineComment() {
    let start = place
    while place < bytes.count, byte(0) != UInt8(ascii: "\n") { place += 1 }
    let isDocumentation = start + 2 < place && bytes[start + 2] == UInt8(ascii: "/")
    addComment(start + (isDocumentation ? 3 : 2)..<place, at: line, isDocumentation)
  }

  private mutating func scanBlockComment() {
    let start = place
    let firstLine = line
    var depth = 0
    repeat {
      if byte(0) == UInt8(ascii: "/"), byte(1) == UInt8(ascii: "*") {
        depth += 1
        place += 2
      } else if byte(0) == UInt8(ascii: "*"), byte(1) == UInt8(ascii: "/") {
        depth -= 1
        place += 2
      } else {
        if byte(0) == UInt8(ascii: "\n") { line += 1 }
        place += 1
      }
    } while depth > 0 && place < bytes.count
    let isDocumentation = start + 4 < place && bytes[start + 2] == UInt8(ascii: "*")
    addComment(start + 2..<max(start + 2, place - 2), at: firstLine, isDocumentation)
  }

  private mutating func addComment(_ range: Range<Int>, at line: Int, _ isDocumentation: Bool) {
    comments.append(
      SourceComment(text: text(range), line: line, isDocumentation: isDocumentation))
    isDocumented = isDocumented || isDocumentation
    followsSpace = true
  }

  private mutating func scanIdentifier() {
    let isQuoted = byte(0) == UInt8(ascii: "`")
    if isQuoted { place += 1 }
    let start = place
    if isQuoted {
      while place < bytes.count, byte(0) != UInt8(ascii: "`") { place += 1 }
    } else {
      while place < bytes.count, byte(0).continuesIdentifier { place += 1 }
    }
    emit(.identifier, text(start..<place), isQuoted: isQuoted)
    if isQuoted { place += 1 }
  }

  private mutating func scanNumber() {
    let start = place
    let isHexadecimal = byte(0) == UInt8(ascii: "0") && byte(1) == UInt8(ascii: "x")
    let exponent = isHexadecimal ? UInt8(ascii: "p") : UInt8(ascii: "e")
    while place < bytes.count {
      let isFraction = byte(0) == UInt8(ascii: ".") && byte(1).isDigit
      let isSign =
        (byte(0) == UInt8(ascii: "-") || byte(0) == UInt8(ascii: "+"))
        && bytes[place - 1] | 0x20 == exponent
      guard byte(0).continuesIdentifier || isFraction || isSign else { break }
      place += 1
    }
    emit(.number, text(start..<place))
  }
}

extension UInt8 {
  var isDigit: Bool { self >= UInt8(ascii: "0") && self <= UInt8(ascii: "9") }

  fileprivate var isLetter: Bool {
    self | 0x20 >= UInt8(ascii: "a") && self | 0x20 <= UInt8(ascii: "z")
  }

  fileprivate var startsIdentifier: Bool {
    isLetter || self == UInt8(ascii: "_") || self == UInt8(ascii: "`") || self >= 0x80
      || self == UInt8(ascii: "$")
  }

  fileprivate var continuesIdentifier: Bool {
    isLetter || isDigit || self == UInt8(ascii: "_") || self >= 0x80 || self == UInt8(ascii: "$")
  }
}
