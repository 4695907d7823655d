/// Names an experiment: `[FILE][#ID|#latest]`, by default the latest of `vhsim.sqlite`.
package struct ExperimentSelector: Sendable, CustomStringConvertible {
  /// The results file.
  package let path: String
  /// ID in the file; nil for the latest.
  package let id: Int64?

  /// The file that is used where none is named.
  package static let defaultPath = "vhsim.sqlite"

  /// Selects an experiment by its ID.
  package init(path: String, id: Int64) {
    self.path = path
    self.id = id
  }

  /// Reads a selector; nil where what follows `#` is neither a number nor `latest`.
  package init?(_ text: String) {
    guard let mark = text.lastIndex(of: "#") else {
      path = text.isEmpty ? Self.defaultPath : text
      id = nil
      return
    }
    let file = text[..<mark]
    let name = text[text.index(after: mark)...]
    path = file.isEmpty ? Self.defaultPath : String(file)
    if name == "latest" {
      id = nil
    } else if let number = Int64(name), number > 0 {
      id = number
    } else {
      return nil
    }
  }

  /// The selector as it is written.
  package var description: String { path + (id.map { "#\($0)" } ?? "") }
}
