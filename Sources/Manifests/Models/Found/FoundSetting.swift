import SimulationKernel

/// A setting of an engine as its software's own configuration writes it.
struct FoundSetting {
  /// What the text of the value means.
  enum Form {
    /// A number, or a word that stands for one.
    case number
    case flag, text, duration
    /// True where it is a word, and nothing otherwise.
    case one(String)
    /// Two times with a hyphen between them, or one.
    case range
    /// A number of some units of time.
    case units(SimDuration)
    /// The same, where a text says that there is no limit.
    case limit(SimDuration, never: String)
    /// Bytes, with or without a unit.
    case bytes
    /// A share of one, as a number or with a percent sign.
    case share
    /// MinIO's storage class: EC:N.
    case parity
    /// PostgreSQL's sizes and times, of a unit where none is written.
    case postgresSize(Int64)
    case postgresTime(SimDuration)
  }

  /// The software's key; what ends with it after a dot matches too.
  let key: String
  /// The setting's name here.
  let name: String
  let form: Form
  /// Texts with which the software takes its own value, as if nothing were written.
  let unset: [String]

  init(_ key: String, _ name: String, _ form: Form, unset: [String] = []) {
    self.key = ConfigurationKeys.normalized(key)
    self.name = name
    self.form = form
    self.unset = unset
  }

  /// Whether a key of a configuration is this one.
  func matches(_ written: String) -> Bool { written == key || written.hasSuffix("." + key) }

  /// What a text means; nil where it does not mean anything.
  func value(of text: String) -> StoreSettings.Value? {
    guard !unset.contains(text) else { return nil }
    return switch form {
    case .number: Double(text).map { .number($0) } ?? .word(text)
    case .flag: Self.flag(text).map { .flag($0) }
    case .text: .word(text)
    case .one(let word): text.lowercased() == word ? .flag(true) : nil
    case .duration: DurationText.parse(text).map { .duration($0) }
    case .range: Self.range(text)
    case .units(let unit): Self.length(text, of: unit)
    case .limit(let unit, let never):
      text == never ? .duration(StoreSettings.longest) : Self.length(text, of: unit)
    case .bytes: Self.bytes(text).map { .number($0) }
    case .postgresSize(let unit):
      PostgresUnits.bytes(text, unit: unit).map { .number($0) }
    case .postgresTime(let unit):
      PostgresUnits.duration(text, unit: unit).map { .duration($0) }
    case .share:
      text.hasSuffix("%")
        ? Double(text.dropLast()).map { .number($0 / 100) } : Double(text).map { .number($0) }
    case .parity: text.hasPrefix("EC:") ? Double(text.dropFirst(3)).map { .number($0) } : nil
    }
  }

  private static func length(_ text: String, of unit: SimDuration) -> StoreSettings.Value? {
    Double(text).flatMap { $0.isNaN ? nil : .duration(unit.scaled(by: $0)) }
  }

  private static func range(_ text: String) -> StoreSettings.Value? {
    let ends = text.split(separator: "-").compactMap { DurationText.parse(String($0)) }
    guard ends.count <= 2, let low = ends.first, let high = ends.last, low > .zero, low <= high
    else { return nil }
    return low == high ? .duration(low) : .range(low, high)
  }

  private static func flag(_ text: String) -> Bool? {
    switch text.lowercased() {
    case "true", "yes", "on", "1", "quorum": true
    case "false", "no", "off", "0": false
    default: nil
    }
  }

  /// Bytes: `1073741824`, `1GB`, `80mb`, `4GiB`; a thousand is 1024 but where the software counts
  /// otherwise (RabbitMQ's `GB` and `MB` are powers of ten).
  private static func bytes(_ text: String) -> Double? {
    let digits = text.prefix { $0.isNumber || $0 == "." }
    guard let count = Double(digits) else { return nil }
    let unit = text[digits.endIndex...].drop(while: \.isWhitespace)
    let isDecimal = unit == "GB" || unit == "MB" || unit == "kB"
    let step = isDecimal ? 1000.0 : 1024.0
    switch unit.lowercased().first {
    case nil, "b": return count
    case "k": return count * step
    case "m": return count * step * step
    case "g": return count * step * step * step
    case "t": return count * step * step * step * step
    default: return nil
    }
  }
}
