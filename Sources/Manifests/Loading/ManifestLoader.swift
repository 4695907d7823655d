package import Foundation

/// Reads files and directories into objects, with all of the input's rules.
package struct ManifestLoader {
  private let sources: SourceMap
  private let diagnostics: DiagnosticCollector

  /// Makes a loader that keeps texts in `sources` and reports to `diagnostics`.
  package init(sources: SourceMap, diagnostics: DiagnosticCollector) {
    self.sources = sources
    self.diagnostics = diagnostics
  }

  /// Reads everything under some paths, in the order given; `-` is standard input.
  ///
  /// Relative paths start at `directory`; `place` is where the paths were written, for messages.
  package func load(
    paths: [String], relativeTo directory: String, at place: SourceSpan = .unknown,
    standardInput: () -> Data = { FileHandle.standardInput.readDataToEndOfFile() }
  ) -> [ManifestDocument] {
    []
  }
}
