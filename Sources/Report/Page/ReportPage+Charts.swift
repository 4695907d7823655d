import Results

extension ReportPage {
  /// Faults of the first run as bands; those that are repaired at once get a narrow one.
  private var bands: [TimeChart.Band] {
    result.faults.filter { $0.run == 1 }.map { fault in
      TimeChart.Band(
        name: fault.fault, start: fault.injectedAt, end: fault.repairedAt ?? fault.injectedAt)
    }
  }

  private var span: (start: Double, end: Double) {
    let end = result.runs.compactMap(\.simEnd).max() ?? timeline.seconds.last?.time ?? 0
    return (0, max(1, min(end, result.experiment.duration)))
  }

  /// A chart with its legend in a section of its own.
  private func chart(
    _ heading: String, _ remark: String, _ lines: [TimeChart.Line], isLogarithmic: Bool = false,
    isWhole: Bool = false, label: @escaping (Double) -> String
  ) -> String {
    let drawn = lines.map { line in
      var shown = line
      shown.points.removeAll { $0.time > span.end }
      return shown
    }.filter { !$0.points.isEmpty }
    guard !drawn.isEmpty else { return "" }
    let chart = TimeChart(
      description: "\(heading) over simulated time: "
        + drawn.map(\.name).joined(separator: ", "),
      lines: drawn, bands: bands, span: span, warmUp: result.experiment.warmUp,
      isLogarithmic: isLogarithmic, isWhole: isWhole, label: label)
    var legend = drawn.map { line in
      "<li><i class=\"c\(line.color)\"></i>\(HTML.escaped(line.name))</li>"
    }
    if !bands.isEmpty {
      legend.append("<li class=\"fault\"><i class=\"bad-line\"></i>fault</li>")
    }
    return HTML.section(
      heading, remark, "<ul class=\"legend\">\(legend.joined())</ul>\n\(chart.svg)")
  }

  /// Values over every second of the run, zero where nothing was stored.
  private func perSecond(_ value: (Timeline.Second) -> Double) -> [(time: Double, value: Double)] {
    guard let last = timeline.seconds.last else { return [] }
    var points = (1...max(1, Int(last.time))).map { (time: Double($0), value: 0.0) }
    for second in timeline.seconds where second.time >= 1 {
      points[Int(second.time) - 1].value = value(second)
    }
    return points
  }

  private var averaging: String {
    result.runs.count > 1 ? "the mean of \(result.runs.count) runs" : ""
  }

  var rates: String {
    chart(
      "Requests per second", averaging,
      [
        TimeChart.Line(
          name: "ended", color: 0, points: perSecond { $0.requests }, isFilled: true),
        TimeChart.Line(name: "failed", color: 1, points: perSecond { $0.errors }),
      ], label: NumberText.plain)
  }

  /// The least duration in ms that a logarithmic axis has room for: what is refused at once takes
  /// no time at all.
  private static let leastDuration = 1e-3

  var latencies: String {
    func line(_ name: String, _ color: Int, _ value: (Timeline.Window) -> Double)
      -> TimeChart.Line
    {
      let points = timeline.windows.map { ($0.time, max(value($0), Self.leastDuration)) }
      return TimeChart.Line(name: name, color: color, points: points)
    }
    let lowest = max(timeline.windows.map(\.p50).min() ?? 0, Self.leastDuration)
    let highest = timeline.windows.map(\.p99).max() ?? 0
    let isWide = highest / lowest > 30
    return chart(
      "Response time", "all journeys" + (isWide ? ", logarithmic scale" : ""),
      [line("p99", 3, \.p99), line("p95", 4, \.p95), line("median", 0, \.p50)],
      isLogarithmic: isWide, label: NumberText.axisMilliseconds)
  }

  var errors: String {
    guard timeline.seconds.contains(where: { $0.errors > 0 }) else { return "" }
    let points = perSecond { $0.requests > 0 ? $0.errors / $0.requests * 100 : 0 }
    return chart(
      "Failed requests", "share of the requests that ended in the second",
      [TimeChart.Line(name: "failed", color: 1, points: points, isFilled: true)],
      label: { NumberText.plain($0) + "%" })
  }

  var replicas: String {
    let lines = timeline.replicas.enumerated().map { index, line in
      TimeChart.Line(name: line.name, color: index, points: line.points, isStepped: true)
    }
    return chart(
      "Ready replicas",
      "workloads whose number changed"
        + (result.runs.count > 1 ? ", first run" : ""), lines, isWhole: true,
      label: NumberText.plain)
  }
}
