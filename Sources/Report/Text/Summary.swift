package import Results

/// What the terminal shows of an experiment, in the manner of k6's end-of-test summary.
package struct Summary {
  let result: ExperimentResult
  let style: TextStyle
  /// Where the results are, `FILE#ID`.
  let location: String

  /// Describes an experiment that is stored at a place.
  package init(_ result: ExperimentResult, location: String, style: TextStyle) {
    self.result = result
    self.location = location
    self.style = style
  }

  /// The whole summary, ending with a line break.
  package var text: String {
    let sections = [
      heading, thresholds, journeys, trends, systems, bottlenecks, faults, changes, failovers,
      quorums, restores, backups, inconsistencies, events, notes, footing,
    ]
    return sections.filter { !$0.isEmpty }.map { $0.joined(separator: "\n") + "\n" }
      .joined(separator: "\n")
  }

  /// A section's title line.
  func title(_ text: String, _ remark: String = "") -> String {
    style(.bold, text) + (remark.isEmpty ? "" : style(.dim, "  " + remark))
  }

  private var heading: [String] {
    let experiment = result.experiment
    var lines = [style(.bold, printable(experiment.name)) + style(.dim, "  \(result.guesses)")]
    var facts = [result.length]
    if experiment.warmUp > 0 {
      facts.append("the first \(NumberText.seconds(experiment.warmUp)) left out of statistics")
    }
    if experiment.loadScale != 1 {
      facts.append("load times \(NumberText.plain(experiment.loadScale))")
    }
    facts.append((result.runs.count == 1 ? "" : "\(result.runs.count) runs, ") + result.seeds)
    lines.append(style(.dim, facts.joined(separator: " · ")))
    if experiment.status != "complete" {
      lines.append(style(.open, "interrupted: what follows is what was simulated until then"))
    }
    lines += result.doubts.map { style(.open, "warning: \($0)") }
    return lines
  }

  /// A count of all runs together.
  private func sum(_ count: (RunRecord) -> Int64?) -> Int64 {
    result.runs.compactMap(count).reduce(0, +)
  }

  /// How iterations ended, as k6's last line has it, and those that did not begin.
  private var iterations: [String] {
    let interrupted = sum(\.interruptedIterations)
    let dropped = sum(\.droppedIterations)
    let began = sum(\.iterations) + interrupted
    guard began + dropped > 0 else { return [] }
    let broken = "\(NumberText.count(interrupted)) interrupted"
    return [
      "  iterations  \(NumberText.count(sum(\.iterations))) complete and "
        + (interrupted > 0 ? style(.open, broken) : broken)
        + (dropped > 0 ? style(.open, "   \(NumberText.count(dropped)) dropped") : "")
    ]
  }

  private var footing: [String] {
    let sent = sum(\.sent)
    var lines: [String] = []
    if sent > 0 {
      var parts = ["\(NumberText.count(sent)) sent = \(NumberText.count(sum(\.answered))) answered"]
      parts.append("+ \(NumberText.count(sum(\.failed))) failed")
      parts.append("+ \(NumberText.count(sum(\.unfinished))) unfinished")
      lines.append("  requests    " + parts.joined(separator: " "))
    }
    lines += iterations
    let events = sum(\.events)
    let wall = result.runs.compactMap(\.wall).reduce(0, +)
    if events > 0, wall > 0 {
      let time = NumberText.milliseconds(wall * 1_000)
      let rate = NumberText.plain((Double(events) / wall / 1_000).rounded())
      lines.append(
        "  simulation  \(NumberText.count(events)) events in \(time)"
          + style(.dim, "  \(rate) k/s"))
    }
    if let digest = result.experiment.digest { lines.append("  digest      \(digest)") }
    lines.append("  results     \(printable(location))")
    return lines
  }
}
