extension StoreEngine {
  /// The setting that a value makes; nil after an error where the software does not start with it.
  ///
  /// What it takes otherwise than it is written, or the twin can not hold, is a warning.
  ///
  /// - Parameter written: how the configuration says it.
  func entry(
    _ name: String, _ value: StoreSettings.Value, at span: SourceSpan, as written: String,
    _ diagnostics: DiagnosticCollector
  ) -> StoreSettings.Entry? {
    let setting = settings.first { $0.name == name }
    if let refusal = setting?.refusal(of: value) {
      diagnostics.error("\(rawValue) \(written): it \(refusal)", at: span, code: "out-of-range")
      return nil
    }
    guard let (corrected, why) = setting?.correction(of: value) else {
      return StoreSettings.Entry(name: name, value: value, span: span)
    }
    diagnostics.warning("\(rawValue) \(written): it \(why)", at: span, code: "out-of-range")
    return StoreSettings.Entry(name: name, value: corrected, span: span)
  }
}
