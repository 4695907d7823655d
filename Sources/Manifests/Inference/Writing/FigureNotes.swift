/// What is known about the figures of one model, as comments of its lines.
struct FigureNotes {
  /// Sentences for the model's head.
  let head: [String]
  private let figures: [InferredFigure]

  /// Takes the findings about one model.
  init(_ findings: [InferenceFinding]) {
    head = findings.map(\.text)
    figures = findings.flatMap(\.figures)
  }

  /// The comment of a line that shows all figures of a part: `startup`, `serve.cpu`.
  func comment(_ part: String) -> String? {
    let shown = figures.filter { $0.field == part || $0.field.hasPrefix(part + ".") }
    let known = shown.filter { $0.source == .catalogue }
    guard let basis = known.first?.basis else { return shown.isEmpty ? nil : "guess" }
    if known.count == shown.count { return basis }
    let name = known.first?.field.split(separator: ".").last ?? ""
    return "\(name): \(basis); the others: guess"
  }
}
