/// Whether a text is a point in time as RFC 3339 writes it, which Go parses: a day that there is, a
/// time of the day with or without fractions, `Z` or an offset (package time, RFC3339).
func isTimestamp(_ text: String) -> Bool {
  let bytes = Array(text.utf8)
  guard bytes.count >= 20, hasForm(bytes[..<19], of: "0000-00-00T00:00:00") else { return false }
  let number = { (range: Range<Int>) in Int(String(decoding: bytes[range], as: UTF8.self)) ?? 0 }
  let (year, month, day) = (number(0..<4), number(5..<7), number(8..<10))
  let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
  let days = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
  guard days.indices.contains(month - 1), (1...days[month - 1]).contains(day),
    number(11..<13) < 24, number(14..<16) < 60, number(17..<19) < 60
  else { return false }
  var rest = bytes[19...]
  if rest.first == UInt8(ascii: ".") || rest.first == UInt8(ascii: ",") {
    let fraction = rest.dropFirst().prefix(while: isDecimalDigit)
    guard !fraction.isEmpty else { return false }
    rest = rest[fraction.endIndex...]
  }
  if rest.elementsEqual("Z".utf8) { return true }
  guard hasForm(rest, of: "+00:00") || hasForm(rest, of: "-00:00") else { return false }
  let hour = number(rest.startIndex + 1..<rest.startIndex + 3)
  return hour <= 24 && number(rest.startIndex + 4..<rest.startIndex + 6) < 60
}

/// Whether a text is as long as a form, with digits where that has a 0 and its marks elsewhere.
private func hasForm(_ text: ArraySlice<UInt8>, of form: String) -> Bool {
  text.count == form.utf8.count
    && zip(text, form.utf8).allSatisfy { byte, mark in
      mark == UInt8(ascii: "0") ? isDecimalDigit(byte) : byte == mark
    }
}

private func isDecimalDigit(_ byte: UInt8) -> Bool {
  (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
}
