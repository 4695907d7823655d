import Foundation

/// The package as it lies on the disk.
struct House {
  let root: String
  /// All Swift files below `Sources`, by path.
  let sources: [SourceFile]
  /// All Swift files below `Tests`, by path.
  let tests: [SourceFile]

  var swiftFiles: [SourceFile] { sources + tests }

  /// The package that this test belongs to, read once.
  static let present = House(
    root: URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../..")
      .standardizedFileURL.resolvingSymlinksInPath().path())

  private init(root: String) {
    self.root = root
    func read(_ folder: String) -> [SourceFile] {
      House.files(below: folder, in: root).filter { $0.hasSuffix(".swift") }.map {
        SourceFile(path: $0, bytes: House.bytes(of: $0, in: root))
      }
    }
    sources = read("Sources")
    tests = read("Tests")
  }

  /// Every file that belongs to the package: hidden folders other than `.ci` and what a build
  /// writes are left out.
  func allFiles() -> [String] {
    ["Sources", "Tests", "scenarios", ".ci", "Package.swift", "README.md"].flatMap {
      House.files(below: $0, in: root)
    }
  }

  func bytes(of path: String) -> [UInt8] { House.bytes(of: path, in: root) }

  /// Names in the root folder that are not hidden.
  func topLevelNames() throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: root).filter { !$0.hasPrefix(".") }
  }

  private static func bytes(of path: String, in root: String) -> [UInt8] {
    FileManager.default.contents(atPath: root + "/" + path).map { Array($0) } ?? []
  }

  private static func files(below folder: String, in root: String) -> [String] {
    var isFolder: ObjCBool = false
    let base = URL(filePath: root + "/" + folder).resolvingSymlinksInPath().path()
    guard FileManager.default.fileExists(atPath: base, isDirectory: &isFolder) else { return [] }
    guard isFolder.boolValue else { return [folder] }
    let names = FileManager.default.enumerator(atPath: base)?.compactMap { $0 as? String } ?? []
    return names.map { folder + "/" + $0 }.sorted().filter { path in
      FileManager.default.fileExists(atPath: root + "/" + path, isDirectory: &isFolder)
        && !isFolder.boolValue
    }
  }
}
