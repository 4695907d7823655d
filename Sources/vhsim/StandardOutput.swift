import ArgumentParser
import Foundation

/// Data that a command prints, for a reader or a file.
enum StandardOutput {
  /// Writes a text; one that can not be written whole ends the command as a file's would, so that
  /// nobody takes a part for all of it.
  ///
  /// A reader who has gone, as `head` does, has read what it wanted: the command goes on to its
  /// verdict.
  static func write(_ text: String) throws(CommandFailure) {
    do {
      try FileHandle.standardOutput.write(contentsOf: Data(text.utf8))
    } catch {
      guard OutputFile.number(of: error) != EPIPE else { return }
      throw OutputFile.failure("standard output", error)
    }
  }
}
