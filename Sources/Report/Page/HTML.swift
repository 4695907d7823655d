/// Pieces of HTML.
enum HTML {
  /// A text as the content of an element or a quoted attribute.
  static func escaped(_ text: String) -> String {
    var escaped = ""
    for character in text.unicodeScalars {
      switch character {
      case "&": escaped += "&amp;"
      case "<": escaped += "&lt;"
      case ">": escaped += "&gt;"
      case "\"": escaped += "&quot;"
      default: escaped.unicodeScalars.append(character)
      }
    }
    return escaped
  }

  /// A column of a table: its heading, and whether it holds numbers.
  struct Column {
    let name: String
    let isNumber: Bool

    static func text(_ name: String) -> Column { Column(name: name, isNumber: false) }
    static func number(_ name: String) -> Column { Column(name: name, isNumber: true) }
  }

  /// A cell: escaped content, and a class of the style sheet.
  struct Cell {
    let content: String
    let style: String

    init(_ text: String, _ style: String = "") {
      content = HTML.escaped(text)
      self.style = style
    }

    /// A cell with content that is HTML already.
    init(html: String) {
      content = html
      style = ""
    }
  }

  /// A table; the first cell of a row heads it.
  static func table(_ columns: [Column], _ rows: [[Cell]]) -> String {
    let heads = columns.map { column in
      "<th scope=\"col\"\(column.isNumber ? " class=\"number\"" : "")>\(escaped(column.name))</th>"
    }
    let body = rows.map { row in
      let cells = zip(columns, row).enumerated().map { index, pair in
        let names = [pair.0.isNumber ? "number" : "", pair.1.style].filter { !$0.isEmpty }
        let style = names.isEmpty ? "" : " class=\"\(names.joined(separator: " "))\""
        return index == 0
          ? "<th scope=\"row\"\(style)>\(pair.1.content)</th>"
          : "<td\(style)>\(pair.1.content)</td>"
      }
      return "<tr>\(cells.joined())</tr>"
    }
    return """
      <div class="scroll"><table><thead><tr>\(heads.joined())</tr></thead>
      <tbody>\(body.joined(separator: "\n"))</tbody></table></div>
      """
  }

  /// Stretches of a bar, each with its colour, where it starts and how long it is, as shares.
  static func bar(_ stretches: [(color: Int, start: Double, length: Double)]) -> String {
    let rectangles = stretches.map { color, start, length in
      let left = min(1, max(0, start)) * 100
      let width = max(0.4, min(1 - left / 100, length) * 100)
      return "<rect class=\"c\(color)\" x=\"\(NumberText.trimmed(left, digits: 2))\" width=\""
        + "\(NumberText.trimmed(width, digits: 2))\" height=\"8\" fill=\"currentColor\"/>"
    }
    return "<svg class=\"bar\" viewBox=\"0 0 100 8\" preserveAspectRatio=\"none\" "
      + "aria-hidden=\"true\">\(rectangles.joined())</svg>"
  }

  /// A part of the page with a heading, and a sentence under it.
  static func section(_ heading: String, _ remark: String = "", _ content: String) -> String {
    let sentence = remark.isEmpty ? "" : "<p class=\"remark\">\(escaped(remark))</p>"
    return "<section><h2>\(escaped(heading))</h2>\(sentence)\n\(content)</section>"
  }

  /// A part that the reader opens.
  static func folded(_ heading: String, count: Int, _ content: String) -> String {
    """
    <details><summary><h2>\(escaped(heading))</h2> \
    <span class="count">\(NumberText.count(count))</span></summary>
    \(content)</details>
    """
  }
}
