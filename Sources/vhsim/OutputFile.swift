import ArgumentParser
import Foundation

/// Files that the user asked for.
enum OutputFile {
  /// Writes a text; a path that can not be written is the command line's mistake.
  static func write(_ text: String, to path: String) throws(CommandFailure) {
    try check(path)
    do {
      try Data(text.utf8).write(to: URL(fileURLWithPath: path), options: .atomic)
    } catch {
      throw CommandFailure(.usage, "\(path) can not be written: \(error.localizedDescription)")
    }
  }

  /// Reports a path whose directory is missing, and one that is a directory.
  static func check(_ path: String) throws(CommandFailure) {
    var isDirectory: ObjCBool = false
    if FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory),
      isDirectory.boolValue
    {
      throw CommandFailure(.usage, "\(path) can not be written: it is a directory")
    }
    let folder = URL(fileURLWithPath: path).deletingLastPathComponent().path
    guard FileManager.default.fileExists(atPath: folder) else {
      throw CommandFailure(
        .usage, "\(path) can not be written: there is no directory \(folder)")
    }
  }
}
