import SimulationKernel

/// Values of postgresql.conf: numbers with the server's own units, or of a parameter's unit
/// (guc.c, `memory_unit_conversion_table` and `time_unit_conversion_table`).
enum PostgresUnits {
  /// Bytes of a size; nil for a negative one, which stands for no limit.
  static func bytes(_ text: String, unit: Int64) -> Double? {
    guard let (number, word) = parts(text), number >= 0 else { return nil }
    switch word {
    case "": return number * Double(unit)
    case "B": return number
    case "kB": return number * 1024
    case "MB": return number * 1_048_576
    case "GB": return number * 1_073_741_824
    case "TB": return number * 1_099_511_627_776
    default: return nil
    }
  }

  /// A length of time; nil for zero and below, which switch a timer off.
  static func duration(_ text: String, unit: SimDuration) -> SimDuration? {
    guard let (number, word) = parts(text), number > 0 else { return nil }
    switch word {
    case "": return unit.scaled(by: number)
    case "us": return SimDuration.microseconds(1).scaled(by: number)
    case "ms": return SimDuration.milliseconds(1).scaled(by: number)
    case "s": return SimDuration.seconds(1).scaled(by: number)
    case "min": return SimDuration.minutes(1).scaled(by: number)
    case "h": return SimDuration.minutes(60).scaled(by: number)
    case "d": return SimDuration.minutes(60 * 24).scaled(by: number)
    default: return nil
    }
  }

  private static func parts(_ text: String) -> (Double, Substring)? {
    let trimmed = text.split(separator: " ").joined()
    let digits = trimmed.prefix { $0.isNumber || $0 == "." || $0 == "-" }
    return Double(digits).map { ($0, trimmed[digits.endIndex...]) }
  }
}
