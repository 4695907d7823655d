/// A chart of some lines over simulated time, as an SVG picture without scripts.
///
/// Colours come from the page's style sheet, so that it follows the reader's light or dark mode.
struct TimeChart {
  /// One line, with a place in the colour scheme.
  struct Line {
    var name: String
    var color: Int
    var points: [(time: Double, value: Double)]
    /// Whether the space under it is filled.
    var isFilled = false
    /// Whether values stay until the next point, as counts of replicas do.
    var isStepped = false
  }

  /// A stretch of time during which something was broken.
  struct Band {
    var name: String
    var start: Double
    var end: Double
  }

  /// What the picture shows, in a sentence, for those who can not see it.
  var description: String
  var lines: [Line]
  /// In the order of their starts.
  var bands: [Band]
  /// First and last time shown, in seconds.
  var span: (start: Double, end: Double)
  /// End of the warm-up, in seconds; zero without one.
  var warmUp = 0.0
  var isLogarithmic = false
  /// Whether only whole numbers occur, so that the axis marks no others.
  var isWhole = false
  /// How a value is written at its axis.
  var label: (Double) -> String

  private static let size = (width: 960.0, height: 260.0)
  private static let margin = (left: 64.0, right: 16.0, top: 22.0, bottom: 28.0)
  /// Points beyond which neighbours are put together.
  private static let mostPoints = 480
  /// About the mean width of a letter of a band's name.
  private static let letterWidth = 7.0

  /// The picture.
  var svg: String {
    let values = lines.flatMap { $0.points.map(\.value) }.filter(\.isFinite)
    let scale = ValueScale(values, isLogarithmic: isLogarithmic, isWhole: isWhole)
    var parts = [
      "<svg class=\"chart\" viewBox=\"0 0 \(Int(Self.size.width)) \(Int(Self.size.height))\" "
        + "role=\"img\" aria-label=\"\(HTML.escaped(description))\">"
    ]
    parts += zip(bands, labelPlaces).map(band)
    parts += grid(scale)
    parts += lines.filter(\.isFilled).map { area($0, scale) }
    parts += lines.map { path($0, scale) }
    parts.append("</svg>")
    return parts.joined(separator: "\n")
  }

  private func x(_ time: Double) -> Double {
    let width = Self.size.width - Self.margin.left - Self.margin.right
    let share = (time - span.start) / max(1e-9, span.end - span.start)
    return Self.margin.left + min(1, max(0, share)) * width
  }

  private func y(_ value: Double, _ scale: ValueScale) -> Double {
    let height = Self.size.height - Self.margin.top - Self.margin.bottom
    return Self.margin.top + (1 - scale.share(of: value)) * height
  }

  private func number(_ value: Double) -> String { NumberText.trimmed(value, digits: 1) }

  /// Where the names of the bands begin: beside their bands, or after the name before; nil where
  /// that would be beyond the next band or the picture's edge.
  private var labelPlaces: [Double?] {
    var free = 0.0
    return bands.map { band in
      let length = Double(band.name.count) * Self.letterWidth
      let next = bands.first { $0.start > band.start }.map { x($0.start) } ?? .infinity
      let start = min(x(band.start) + 4, Self.size.width - length)
      let place = max(start, free)
      guard place + length <= Self.size.width, place < max(next, start + 1) else { return nil }
      free = place + length + 8
      return place
    }
  }

  private func band(_ band: Band, _ place: Double?) -> String {
    let left = x(band.start)
    let width = max(2, x(band.end) - left)
    let bottom = Self.size.height - Self.margin.bottom
    return """
      <g class="band"><title>\(HTML.escaped(band.name)), \(NumberText.seconds(band.start)) to \
      \(NumberText.seconds(band.end))</title><rect x="\(number(left))" y="\(Self.margin.top)" \
      width="\(number(width))" height="\(number(bottom - Self.margin.top))"/>\
      \(place.map { name(of: band, at: $0) } ?? "")</g>
      """
  }

  private func name(of band: Band, at place: Double) -> String {
    "<text x=\"\(number(place))\" y=\"\(Self.margin.top - 7)\">\(HTML.escaped(band.name))</text>"
  }

  private func grid(_ scale: ValueScale) -> [String] {
    let bottom = Self.size.height - Self.margin.bottom
    let right = Self.size.width - Self.margin.right
    var parts = scale.ticks.map { tick in
      let height = number(y(tick, scale))
      return """
        <path class="grid" d="M\(Self.margin.left) \(height)H\(right)"/>\
        <text class="tick value" x="\(Self.margin.left - 8)" y="\(height)">\
        \(HTML.escaped(label(tick)))</text>
        """
    }
    parts += Ticks.times(from: span.start, to: span.end).map { time in
      """
      <path class="mark" d="M\(number(x(time))) \(bottom)v4"/>\
      <text class="tick time" x="\(number(x(time)))" y="\(bottom + 18)">\
      \(NumberText.seconds(time))</text>
      """
    }
    if warmUp > span.start { parts.append(warmUpEnd(bottom)) }
    return parts
  }

  /// The line at the warm-up's end, with its name where there is room beside the scale.
  private func warmUpEnd(_ bottom: Double) -> String {
    let name = "warm-up"
    let edge = x(warmUp)
    let isRoomy = edge - Self.margin.left > Double(name.count) * Self.letterWidth + 10
    return """
      <path class="warm-up" d="M\(number(edge)) \(Self.margin.top)V\(bottom)"/>\
      <text class="tick" x="\(number(edge + (isRoomy ? -5 : 5)))" y="\(Self.margin.top + 10)" \
      text-anchor="\(isRoomy ? "end" : "start")">\(name)</text>
      """
  }

  /// The points of a line, put together where there are more than can be seen.
  private func thinned(_ line: Line) -> [(time: Double, value: Double)] {
    let points = line.points.filter { $0.value.isFinite }
    guard points.count > Self.mostPoints, !line.isStepped else { return points }
    let size = (points.count + Self.mostPoints - 1) / Self.mostPoints
    return stride(from: 0, to: points.count, by: size).map { first in
      let group = points[first..<min(first + size, points.count)]
      let count = Double(group.count)
      return (
        group.reduce(0) { $0 + $1.time } / count, group.reduce(0) { $0 + $1.value } / count
      )
    }
  }

  private func commands(_ line: Line, _ scale: ValueScale) -> String {
    var text = ""
    for (index, point) in thinned(line).enumerated() {
      let (left, height) = (number(x(point.time)), number(y(point.value, scale)))
      if index == 0 {
        text += "M\(left) \(height)"
      } else {
        text += line.isStepped ? "H\(left)V\(height)" : "L\(left) \(height)"
      }
    }
    return text
  }

  private func path(_ line: Line, _ scale: ValueScale) -> String {
    "<path class=\"line c\(line.color)\" d=\"\(commands(line, scale))\">"
      + "<title>\(HTML.escaped(line.name))</title></path>"
  }

  private func area(_ line: Line, _ scale: ValueScale) -> String {
    let points = thinned(line)
    guard let first = points.first, let last = points.last else { return "" }
    let bottom = number(Self.size.height - Self.margin.bottom)
    return "<path class=\"area c\(line.color)\" d=\"\(commands(line, scale))"
      + "L\(number(x(last.time))) \(bottom)L\(number(x(first.time))) \(bottom)Z\"/>"
  }
}
