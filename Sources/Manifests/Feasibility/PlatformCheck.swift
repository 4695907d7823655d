/// A rule about what the API server accepts and what yet can not work: one rule, one file.
package protocol PlatformCheck {
  /// Reports every place where the rule is broken.
  static func report(on platform: CheckedPlatform, _ diagnostics: DiagnosticCollector)
}
