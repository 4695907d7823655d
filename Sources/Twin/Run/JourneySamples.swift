import Metrics
import Traffic

/// The journeys' series at each scrape: sessions cut off, and the business' own counters.
struct JourneySamples {
  private var first: Int32?

  /// The series of all journeys, when this is first asked.
  mutating func series(
    _ world: borrowing World, _ names: [String], next: inout Int32
  ) -> [SeriesDefinition] {
    guard first == nil else { return [] }
    first = next
    var fresh: [SeriesDefinition] = []
    for (journey, name) in names.enumerated() {
      for (metric, _) in Self.values(of: journey, world) {
        fresh.append(
          SeriesDefinition(id: next, name: metric, labels: [(name: "journey", value: name)]))
        next += 1
      }
    }
    return fresh
  }

  /// Their values now.
  func samples(_ world: borrowing World) -> [Sample] {
    guard let first else { return [] }
    var samples: [Sample] = []
    for journey in 0..<world.traffic.journeyCount {
      for (_, value) in Self.values(of: journey, world) {
        samples.append(Sample(series: first + Int32(samples.count), value: value))
      }
    }
    return samples
  }

  private static func values(
    of journey: Int, _ world: borrowing World
  ) -> [(name: String, value: Double)] {
    let dropped = Double(world.traffic.counters(ofJourney: journey).droppedSessions)
    let sessions =
      world.traffic.isSession(journey)
      ? [(name: "vhsim_sessions_dropped_total", value: dropped)] : []
    return sessions
      + world.traffic.business(ofJourney: journey).map {
        (name: "vhsim_\($0.name)_total", value: $0.value)
      }
  }
}
