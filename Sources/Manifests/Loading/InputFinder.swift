import Foundation

/// Finds the files under the paths a user names.
///
/// Directories are read recursively in the order of their names' bytes; a file that several paths
/// or links lead to is read once, so links in a circle end. Names that begin with a dot are skipped
/// within directories, and so are pipes and devices. A kustomization or a Helm chart is refused
/// whole, and so are paths that hold more than a platform does.
struct InputFinder {
  private let sources: SourceMap
  private let diagnostics: DiagnosticCollector
  private let place: SourceSpan
  private var seen: Set<String> = []
  /// The most directories and files: a path that leads to a whole machine is a mistake.
  private static let most = 10_000
  private var met = 0
  private var files: [InputFile] = []

  init(_ sources: SourceMap, _ diagnostics: DiagnosticCollector, place: SourceSpan) {
    self.sources = sources
    self.diagnostics = diagnostics
    self.place = place
  }

  /// The files under some paths, each once.
  mutating func files(under paths: [String], relativeTo directory: String) -> [InputFile] {
    for path in paths {
      if path == "-" {
        guard seen.insert("-").inserted else { continue }
        files.append(InputFile(path: "<standard input>", origin: .standardInput))
      } else {
        visit(Self.joined(directory, path))
      }
    }
    guard seen.count > Self.most else { return files }
    let names = paths.joined(separator: ", ")
    diagnostics.error(
      "more than \(Self.most) directories and files lie under \(names)", at: place,
      code: "too-many-files", help: "name the directories that hold the platform")
    return []
  }

  /// A path as seen from a directory, without `./` before and `/` behind; absolute ones stay.
  static func joined(_ directory: String, _ path: String) -> String {
    var path = path
    while path.count > 1, path.hasSuffix("/") { path.removeLast() }
    while path.hasPrefix("./") { path.removeFirst(2) }
    if path.hasPrefix("/") || directory.isEmpty || directory == "." { return path }
    if path == "." { return directory }
    return directory.hasSuffix("/") ? directory + path : directory + "/" + path
  }

  /// The directory that holds a path: `.` for a bare name.
  static func directory(of path: String) -> String {
    guard let slash = path.lastIndex(of: "/") else { return "." }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }

  private mutating func visit(_ path: String) {
    switch Self.kind(of: path) {
    case nil:
      let shown = path.isEmpty ? "the empty path" : path
      diagnostics.error("\(shown) does not exist", at: place, code: "file-not-found")
    case .directory?:
      let before = met
      walk(path)
      if met == before {
        diagnostics.warning(
          "\(path) holds no .yaml, .yml or .json file", at: place, code: "no-manifests")
      }
    case .file?, .other?: add(path)
    }
  }

  private mutating func walk(_ directory: String) {
    guard seen.count <= Self.most else { return }
    guard seen.insert(Self.canonical(directory)).inserted else {
      met += 1
      return
    }
    guard let names = try? FileManager.default.contentsOfDirectory(atPath: directory) else {
      met += 1
      diagnostics.error("\(directory) can not be read", at: place, code: "unreadable-file")
      return
    }
    if let name = names.first(where: UnrenderedInput.kustomizationNames.contains) {
      met += 1
      return refuse(.kustomization, Self.joined(directory, name), directory)
    }
    if names.contains("Chart.yaml") {
      met += 1
      return refuse(.helm, Self.joined(directory, "Chart.yaml"), directory)
    }
    for name in names.sorted(by: { $0.utf8.lexicographicallyPrecedes($1.utf8) })
    where !name.hasPrefix(".") && seen.count <= Self.most {
      let path = Self.joined(directory, name)
      switch Self.kind(of: path) {
      case .directory?: walk(path)
      case .file? where Self.isManifestName(name): add(path)
      case nil where Self.isManifestName(name):
        met += 1
        reportLost(path)
      case .file?, .other?, nil: break
      }
    }
  }

  /// A directory's entry that leads to nothing is a link, or was named in bytes that are no UTF-8
  /// and can not be named here.
  private func reportLost(_ path: String) {
    var status = stat()
    if lstat(path, &status) == 0 {
      diagnostics.warning("\(path) is a link to nothing", at: place, code: "file-not-found")
    } else {
      diagnostics.error(
        "\(path) can not be read: its name is no UTF-8", at: place, code: "unreadable-file",
        help: "rename the file")
    }
  }

  private mutating func add(_ path: String) {
    met += 1
    let name = path.split(separator: "/").last.map(String.init) ?? path
    if UnrenderedInput.kustomizationNames.contains(name) {
      return refuse(.kustomization, path, Self.directory(of: path))
    }
    guard seen.insert(Self.canonical(path)).inserted else { return }
    files.append(InputFile(path: path, origin: .file))
  }

  private func refuse(_ input: UnrenderedInput, _ path: String, _ directory: String) {
    let text = (try? String(contentsOfFile: path, encoding: .utf8)) ?? ""
    let file = sources.add(path: path, text: text)
    let start = SourceSpan(file: file, line: 1, column: 1, endLine: 1, endColumn: Int32.max)
    input.refuse(directory: directory, at: start, diagnostics)
  }

  private enum Kind {
    case file
    case directory
    /// A pipe or a device, which may never end: read where it is named, not where it is found.
    case other
  }

  /// What a path leads to; nil where it leads to nothing.
  private static func kind(of path: String) -> Kind? {
    var status = stat()
    guard stat(path, &status) == 0 else { return nil }
    switch status.st_mode & S_IFMT {
    case S_IFDIR: return .directory
    case S_IFREG: return .file
    default: return .other
    }
  }

  private static func canonical(_ path: String) -> String {
    URL(fileURLWithPath: path).resolvingSymlinksInPath().path
  }

  private static func isManifestName(_ name: String) -> Bool {
    [".yaml", ".yml", ".json"].contains { name.hasSuffix($0) }
  }
}
