import Foundation

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
  func bytes(standardInput: () -> Data) -> [UInt8]? {
    switch origin {
    case .standardInput: return [UInt8](standardInput())
    case .file:
      guard let handle = FileHandle(forReadingAtPath: path) else { return nil }
      defer { try? handle.close() }
      do {
        // Nil is the end of a file that is empty.
        return [UInt8](try handle.read(upToCount: Self.largestSize + 1) ?? Data())
      } catch {
        return nil
      }
    }
  }
}
