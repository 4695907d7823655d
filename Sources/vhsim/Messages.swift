import Foundation

/// Messages to standard error; data goes to standard output.
enum Messages {
  /// Writes a line.
  static func write(_ line: String) { writePart(line + "\n") }

  /// Writes without a line break, for a line that is rewritten in place.
  static func writePart(_ text: String) {
    FileHandle.standardError.write(Data(text.utf8))
  }
}
