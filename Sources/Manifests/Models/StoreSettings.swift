package import SimulationKernel

/// The engine settings that a store model writes; the engines know what the others default to.
package struct StoreSettings: Sendable {
  /// A setting's value.
  package enum Value: Hashable, Sendable {
    /// A length of time: `15s`.
    case duration(SimDuration)
    /// A length drawn uniformly between two: `1s..1.9s`.
    case range(SimDuration, SimDuration)
    /// A plain number, or bytes for a size such as `1Mi`.
    case number(Double)
    /// Yes or no.
    case flag(Bool)
    /// One of the words that the setting has.
    case word(String)
  }

  /// One setting.
  package struct Entry: Sendable {
    /// Its name, one of those that the engine has.
    package let name: String
    /// Its value.
    package let value: Value
    /// Where its value was written.
    package let span: SourceSpan

    /// Makes a setting.
    package init(name: String, value: Value, span: SourceSpan) {
      self.name = name
      self.value = value
      self.span = span
    }
  }

  /// The settings in the order written.
  package let entries: [Entry]

  /// Makes settings.
  package init(entries: [Entry]) { self.entries = entries }

  /// These settings, and those of others that these do not write.
  package func over(_ others: StoreSettings) -> StoreSettings {
    let own = entries.map(\.name)
    return StoreSettings(entries: entries + others.entries.filter { !own.contains($0.name) })
  }

  /// A length of time that was set.
  package func duration(_ name: String) -> SimDuration? {
    if case .duration(let length)? = value(name) { return length }
    return nil
  }

  /// The ends between which a length of time is drawn; both the same for a single length.
  package func range(_ name: String) -> (low: SimDuration, high: SimDuration)? {
    switch value(name) {
    case .range(let low, let high)?: (low, high)
    case .duration(let length)?: (length, length)
    default: nil
    }
  }

  /// A number that was set.
  package func number(_ name: String) -> Double? {
    if case .number(let number)? = value(name) { return number }
    return nil
  }

  /// A choice that was set.
  package func flag(_ name: String) -> Bool? {
    if case .flag(let flag)? = value(name) { return flag }
    return nil
  }

  /// A word that was set.
  package func word(_ name: String) -> String? {
    if case .word(let word)? = value(name) { return word }
    return nil
  }

  /// Where a setting was written; nil where it was not.
  func span(_ name: String) -> SourceSpan? { entries.first { $0.name == name }?.span }

  /// The longest time that a setting holds: beyond any run, and sums of it stay within bounds.
  package static let longest = SimDuration.seconds(86_400 * 3_650)
  /// The greatest number that a setting holds: beyond any disk.
  package static let greatest = 1e15

  /// The value, or the nearest that a setting holds.
  static func bounded(_ value: Value) -> Value {
    switch value {
    case .duration(let length): .duration(min(length, longest))
    case .range(let low, let high): .range(min(low, longest), min(high, longest))
    case .number(let number): .number(max(-greatest, min(number, greatest)))
    case .flag, .word: value
    }
  }

  private func value(_ name: String) -> Value? {
    entries.first { $0.name == name }?.value
  }
}
