import Foundation
import Manifests

/// The files that were read for an experiment.
struct InputTexts {
  private let sources: SourceMap

  init(_ sources: SourceMap) { self.sources = sources }

  /// Path and bytes of each, in the order in which they were read.
  ///
  /// Standard input can not be read again; its lines stand for it.
  var files: [(path: String, bytes: [UInt8])] {
    var found: [(path: String, bytes: [UInt8])] = []
    for index in Int32(0)... {
      let span = SourceSpan(file: index, line: 1, column: 1, endLine: 1, endColumn: 1)
      guard let path = sources.path(of: span) else { break }
      guard path != "--set", !found.contains(where: { $0.path == path }) else { continue }
      let bytes = FileManager.default.contents(atPath: path).map { [UInt8]($0) }
      found.append((path, bytes ?? lines(of: span)))
    }
    return found
  }

  private func lines(of span: SourceSpan) -> [UInt8] {
    var bytes: [UInt8] = []
    for number in Int32(1)... {
      guard let line = sources.line(number, of: span) else { break }
      bytes += line.utf8
      bytes.append(UInt8(ascii: "\n"))
    }
    return bytes
  }
}
