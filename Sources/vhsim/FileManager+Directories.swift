import Foundation

extension FileManager {
  /// Whether a directory is at a path.
  func isDirectory(atPath path: String) -> Bool {
    var isDirectory: ObjCBool = false
    return fileExists(atPath: path, isDirectory: &isDirectory) && isDirectory.boolValue
  }
}
