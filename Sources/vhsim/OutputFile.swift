import ArgumentParser
import Foundation

/// Files that the user asked for.
enum OutputFile {
  /// Writes a text; a path that can not be written is the command line's mistake.
  static func write(_ text: String, to path: String) throws(CommandFailure) {
    do {
      try Data(text.utf8).write(to: URL(fileURLWithPath: path), options: .atomic)
    } catch {
      throw CommandFailure(.usage, "\(path) can not be written: \(error.localizedDescription)")
    }
  }
}
