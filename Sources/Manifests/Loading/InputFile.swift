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
      guard let data = try? handle.read(upToCount: Self.largestSize + 1) else {
        return isEmptyFile ? [] : nil
      }
      return [UInt8](data)
    }
  }

  /// An empty file has no data to hand out, which is not the same as being unreadable.
  private var isEmptyFile: Bool {
    let attributes = try? FileManager.default.attributesOfItem(atPath: path)
    return attributes?[.size] as? Int == 0
      && attributes?[.type] as? FileAttributeType == .typeRegular
  }
}
