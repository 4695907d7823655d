import Foundation

/// Messages to standard error; data goes to standard output.
enum Messages {
  /// Writes a line.
  static func write(_ line: String) { writePart(line + "\n") }

  /// Writes without a line break, for a line that is rewritten in place.
  ///
  /// Where nobody reads them any more, what they tell of goes on.
  static func writePart(_ text: String) {
    try? FileHandle.standardError.write(contentsOf: Data(text.utf8))
  }
}
