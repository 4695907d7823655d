import Foundation
import Manifests

/// Prints messages about the input in a form.
struct DiagnosticPrinter {
  let sources: SourceMap
  let colored: Bool

  /// The messages, ending with a line break where there are any.
  func text(of diagnostics: Diagnostics, as format: DiagnosticFormat) throws -> String {
    switch format {
    case .text: diagnostics.rendered(sources: sources, color: colored)
    case .json: try json(items(of: diagnostics))
    case .sarif: try json(SarifLog(items(of: diagnostics)))
    case .github: items(of: diagnostics).map { $0.workflowCommand + "\n" }.joined()
    }
  }

  private func items(of diagnostics: Diagnostics) -> [PlacedMessage] {
    diagnostics.items.map { PlacedMessage($0, sources: sources) }
  }

  private func json(_ value: some Encodable) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    return String(decoding: try encoder.encode(value), as: UTF8.self) + "\n"
  }
}
