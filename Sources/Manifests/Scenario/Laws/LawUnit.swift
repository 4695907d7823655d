import SimulationKernel

/// What a law's values are measured in.
enum LawUnit {
  /// Time, kept in seconds.
  case time
  /// Bytes.
  case size
  /// Plain numbers.
  case number

  /// A value of the unit as users write it, or why it is none.
  func value(_ text: String) -> Result<Double, LawValueError> {
    let isNumber = DurationText.isNumber(text)
    let length = DurationText.parse(text)
    switch self {
    case .time:
      if let length { return .success(length.seconds) }
      return .failure(
        isNumber
          ? LawValueError("a time needs a unit", help: "write \"\(text)ms\" or \"\(text)s\"")
          : LawValueError("\"\(text)\" is no time", help: "write it like 250us, 8ms or 1.5s"))
    case .size:
      let isTime = length != nil && !isNumber
      if !isTime, let bytes = Quantity(parsing: text) { return .success(bytes.approximate) }
      return .failure(
        LawValueError("\"\(text)\" is no size", help: "write bytes like 512, 4Ki or 1Mi"))
    case .number:
      if isNumber, let number = Double(text), number.isFinite { return .success(number) }
      return .failure(
        length != nil
          ? LawValueError("a plain number stands here, not a time", help: nil)
          : LawValueError("\"\(text)\" is no number", help: nil))
    }
  }

  /// The greatest mean of a law: three years, or as much as a draw's billionths fit 64 bits.
  private var greatestMean: Double { self == .time ? 1e8 : 8_589_934_592 }

  /// Why a law can not be simulated, as its values or its heavy tail go too far; nil where it can.
  func excess(of law: Distribution) -> String? {
    guard law.mean <= greatestMean else {
      return "the law's mean is beyond \(self == .time ? "three years" : "8Gi")"
    }
    // The rarest cell of a sampler's table has a probability of 2^-26.
    guard self == .time, law.cumulative(4e9) < 1 - 0x1p-27 else { return nil }
    return "the law's tail reaches beyond a century"
  }

  /// What a constant of the unit looks like.
  var example: String {
    switch self {
    case .time: "5ms"
    case .size: "4Ki"
    case .number: "3"
    }
  }
}

/// Why a text is no value of a unit.
struct LawValueError: Error {
  let message: String
  let help: String?

  init(_ message: String, help: String?) {
    self.message = message
    self.help = help
  }
}
