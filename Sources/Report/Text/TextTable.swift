/// Rows of cells in aligned columns.
struct TextTable {
  /// How a column's cells stand.
  enum Alignment {
    case left, right
  }

  /// A cell: its text, and how it is emphasised once it is aligned.
  struct Cell {
    let text: String
    let emphasis: Emphasis

    init(_ text: String, _ emphasis: Emphasis = .plain) {
      self.text = printable(text)
      self.emphasis = emphasis
    }
  }

  private let alignments: [Alignment]
  private var rows: [[Cell]] = []

  init(_ alignments: [Alignment]) { self.alignments = alignments }

  mutating func add(_ cells: [Cell]) {
    precondition(cells.count == alignments.count, "a row has a cell for each column")
    rows.append(cells)
  }

  /// The rows as lines, columns two spaces apart, each line indented by two.
  func lines(_ style: TextStyle) -> [String] {
    let widths = alignments.indices.map { column in
      rows.map { $0[column].text.count }.max() ?? 0
    }
    return rows.map { row in
      var line = " "
      var pending = 0
      var isFirst = true
      for (column, cell) in row.enumerated() {
        let space = widths[column] - cell.text.count
        guard widths[column] > 0 else { continue }
        pending += isFirst ? 1 : 2
        isFirst = false
        if alignments[column] == .right { pending += space }
        if !cell.text.isEmpty {
          line += String(repeating: " ", count: pending) + style(cell.emphasis, cell.text)
          pending = 0
        } else {
          pending += cell.text.count
        }
        if alignments[column] == .left { pending += space }
      }
      return line
    }
  }
}
