/// A stretch of an input file: where a value, a key or a whole object was written.
///
/// Lines and columns count from 1; columns count Unicode scalars; the end is exclusive.
package struct SourceSpan: Hashable, Sendable {
  /// Index of the file in the `SourceMap`; -1 where no file is known.
  package var file: Int32
  /// First line.
  package var line: Int32
  /// First column.
  package var column: Int32
  /// Last line.
  package var endLine: Int32
  /// Column after the last one.
  package var endColumn: Int32

  /// Makes a span from its two ends.
  package init(file: Int32, line: Int32, column: Int32, endLine: Int32, endColumn: Int32) {
    self.file = file
    self.line = line
    self.column = column
    self.endLine = endLine
    self.endColumn = endColumn
  }

  /// No known place.
  package static let unknown = SourceSpan(file: -1, line: 0, column: 0, endLine: 0, endColumn: 0)

  /// Whether the span lies in a known file.
  package var isKnown: Bool { file >= 0 }

  /// The span's first position alone, one column wide.
  package var start: SourceSpan {
    SourceSpan(file: file, line: line, column: column, endLine: line, endColumn: column + 1)
  }

  /// The span from this one's start to the other's end.
  package func extended(to other: SourceSpan) -> SourceSpan {
    SourceSpan(
      file: file, line: line, column: column, endLine: other.endLine, endColumn: other.endColumn)
  }

  /// Whether another span begins inside this one.
  package func contains(_ other: SourceSpan) -> Bool {
    file == other.file && (line, column) <= (other.line, other.column)
      && (other.line, other.column) < (endLine, endColumn)
  }

  /// Whether the span starts before another, by file, line and column; unknown places come last.
  package func precedes(_ other: SourceSpan) -> Bool {
    guard isKnown, other.isKnown else { return isKnown && !other.isKnown }
    return (file, line, column) < (other.file, other.line, other.column)
  }
}
