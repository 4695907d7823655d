package import SimulationKernel

/// When Redis writes its data to disk by itself (`save`): so long after the last time, with so many
/// changes since.
package struct SavePoints: Equatable, Sendable {
  /// One rule; any of several is enough.
  package struct Point: Equatable, Sendable {
    /// Time since the last snapshot, or since the process started.
    package let after: SimDuration
    /// Changes since then.
    package let changes: UInt64
  }

  /// The rules in the order written; none where snapshots are off.
  package let points: [Point]

  /// Reads `3600 1 300 100 60 10000`; nil for what is no such text.
  ///
  /// Whole seconds from one on and changes from none on come in pairs; an empty text switches
  /// snapshots off (`config.c`, setConfigSaveOption).
  package init?(_ text: String) {
    let numbers = text.split(whereSeparator: \.isWhitespace).map { Int64($0) }
    guard numbers.count % 2 == 0 else { return nil }
    var points: [Point] = []
    for position in stride(from: 0, to: numbers.count, by: 2) {
      guard let seconds = numbers[position], let changes = numbers[position + 1], seconds >= 1,
        changes >= 0
      else { return nil }
      points.append(Point(after: .seconds(seconds), changes: UInt64(changes)))
    }
    self.points = points
  }

  private init(points: [Point]) { self.points = points }

  /// Redis' own (`config.c`).
  package static let standard = SavePoints(points: [
    Point(after: .seconds(3600), changes: 1), Point(after: .seconds(300), changes: 100),
    Point(after: .seconds(60), changes: 10_000),
  ])

  /// Those of the redis.conf that Spotahome's operator writes (`generator.go`).
  package static let operated = SavePoints(points: [
    Point(after: .seconds(900), changes: 1), Point(after: .seconds(300), changes: 10),
  ])

  /// No snapshots.
  package static let none = SavePoints(points: [])

  /// Whether a snapshot is due (`server.c`, serverCron).
  package func isDue(after time: SimDuration, changes: UInt64) -> Bool {
    points.contains { time > $0.after && changes >= $0.changes }
  }
}
