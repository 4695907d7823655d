import Foundation
package import Testing

/// Compares a text with the reviewed file `Goldens/<name>` beside the test.
///
/// `UPDATE_GOLDENS=1` in the environment writes the file instead; the change is reviewed like code.
/// A failure shows the first line that differs.
package func expectGolden(
  _ text: String, named name: String, filePath: String = #filePath,
  sourceLocation: SourceLocation = #_sourceLocation
) throws {
  let file = URL(filePath: filePath).deletingLastPathComponent().appending(path: "Goldens/\(name)")
  if ProcessInfo.processInfo.environment["UPDATE_GOLDENS"] == "1" {
    try FileManager.default.createDirectory(
      at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(text.utf8).write(to: file)
    return
  }
  let data = try #require(
    FileManager.default.contents(atPath: file.path()),
    "\(name) does not exist; UPDATE_GOLDENS=1 writes it", sourceLocation: sourceLocation)
  let golden = String(decoding: data, as: UTF8.self)
  let difference = firstDifference(text, golden).map { "\(name)\($0)" } ?? ""
  #expect(text == golden, "\(difference)", sourceLocation: sourceLocation)
}

private func firstDifference(_ text: String, _ golden: String) -> String? {
  let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
  let expected = golden.split(separator: "\n", omittingEmptySubsequences: false)
  for line in 0..<max(lines.count, expected.count) {
    let found = line < lines.count ? String(lines[line]) : "(end)"
    let golden = line < expected.count ? String(expected[line]) : "(end)"
    if found != golden {
      return ":\(line + 1):\n  golden: \(golden)\n  found:  \(found)\n(UPDATE_GOLDENS=1 rewrites)"
    }
  }
  return nil
}
