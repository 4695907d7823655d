package import Foundation

/// One file to read: its path as messages show it.
struct InputFile {
  /// Where the bytes come from.
  enum Origin {
    case file
    case standardInput
  }

  /// Path as given, or `<standard input>`.
  var path: String
  /// Where the bytes come from.
  var origin: Origin

  /// Most bytes that a file may have: 32 MiB.
  static let largestSize = 32 << 20

  /// The file's bytes, one more than allowed at most; nil where it can not be read.
  func bytes(standardInput: () -> Data?) -> [UInt8]? {
    switch origin {
    case .standardInput: return standardInput().map { [UInt8]($0) }
    case .file:
      guard let handle = FileHandle(forReadingAtPath: path) else { return nil }
      defer { try? handle.close() }
      return handle.wholeInput.map { [UInt8]($0) }
    }
  }
}

extension FileHandle {
  /// All that is left to read, one byte more than a file may have at most; nil where it can not be
  /// read, as a directory.
  package var wholeInput: Data? {
    do {
      // Nil is the end of a file that is empty.
      return try read(upToCount: InputFile.largestSize + 1) ?? Data()
    } catch {
      return nil
    }
  }
}
