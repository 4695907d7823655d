package import Foundation

/// Reads files and directories into objects, with all of the input's rules.
///
/// Nothing stops at the first problem: every broken document is reported, and what could be read is
/// returned. Whether the input is refused is the collector's `hasErrors`.
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
  /// Relative paths start at `directory`; `place` is where the paths were written, for messages;
  /// `isWhole` says that nothing else belongs to the platform.
  package func load(
    paths: [String], relativeTo directory: String, at place: SourceSpan = .unknown,
    isWhole: Bool = true,
    standardInput: () -> Data? = { FileHandle.standardInput.wholeInput }
  ) -> [ManifestDocument] {
    joined(
      read(paths: paths, relativeTo: directory, at: place, standardInput: standardInput),
      isWhole: isWhole)
  }

  /// The objects of everything under some paths, without the rules that need all objects.
  package func read(
    paths: [String], relativeTo directory: String, at place: SourceSpan = .unknown,
    standardInput: () -> Data?
  ) -> [ManifestDocument] {
    var finder = InputFinder(sources, diagnostics, place: place)
    var documents: [ManifestDocument] = []
    for file in finder.files(under: paths, relativeTo: directory) {
      guard let bytes = file.bytes(standardInput: standardInput) else {
        diagnostics.error("\(file.path) can not be read", at: place, code: "unreadable-file")
        continue
      }
      documents += self.documents(of: bytes, path: file.path)
    }
    return documents
  }

  /// The objects of one platform, by the rules that need all of them.
  package func joined(_ documents: [ManifestDocument], isWhole: Bool) -> [ManifestDocument] {
    var set = ObjectSet(documents, diagnostics)
    set.dropControlled()
    set.mergeDuplicates()
    if isWhole { set.reportMissingNamespaces() }
    return set.documents
  }

  /// The objects of one file's bytes, without the rules that need all objects.
  package func documents(of bytes: [UInt8], path: String) -> [ManifestDocument] {
    var objects = ManifestObjects(diagnostics, path: path)
    for node in ManifestFileReader(sources, diagnostics).nodes(of: bytes, path: path) {
      objects.add(node)
    }
    return objects.documents
  }
}
