import Traffic

/// What users saw beside the requests of each second: sessions cut off, and the business' own
/// counters.
struct JourneyExporter {
  private var series: [[Int32]] = []

  mutating func scrape(_ world: borrowing World, into book: inout SeriesBook) {
    for journey in 0..<world.traffic.journeyCount {
      let values = Self.values(of: journey, world)
      if series.count <= journey { series.append(Array(repeating: -1, count: values.count)) }
      for (metric, entry) in values.enumerated() {
        book.put(
          entry.value, &series[journey][metric], "vhsim_\(entry.name)_total",
          [(name: "journey", value: world.traffic.name(ofJourney: journey))])
      }
    }
  }

  /// The counters of a journey, always in the same order.
  private static func values(
    of journey: Int, _ world: borrowing World
  ) -> [(name: String, value: Double)] {
    let dropped = Double(world.traffic.counters(ofJourney: journey).droppedSessions)
    let sessions =
      world.traffic.isSession(journey) ? [(name: "sessions_dropped", value: dropped)] : []
    return sessions + world.traffic.business(ofJourney: journey)
  }
}
