import Cluster
import Metrics
import SimulationKernel
import Stores

/// The topics' series: queue age and lag each second, what exporters tell at each scrape.
struct TopicSamples {
  /// The first series of each topic.
  private var first: [Int32] = []

  /// The series of all topics, when this is first asked.
  mutating func series(_ world: borrowing World, next: inout Int32) -> [SeriesDefinition] {
    guard first.isEmpty else { return [] }
    var fresh: [SeriesDefinition] = []
    for topic in 0..<world.stores.topicCount {
      first.append(next)
      let workload = world.cluster.workloads[world.stores.consumingWorkload(topic)].qualifiedName
      for series in world.stores.topicSeries(topic, workload: workload) {
        fresh.append(SeriesDefinition(id: next, name: series.name, labels: series.labels))
        next += 1
      }
    }
    return fresh
  }

  /// The values at a time: the first two of each topic each second, all of them at a scrape.
  func samples(_ world: borrowing World, isScrape: Bool, at time: SimTime) -> [Sample] {
    var samples: [Sample] = []
    for (topic, series) in first.enumerated() {
      let values = world.stores.topicValues(topic, isScrape: isScrape, now: time)
      for (place, value) in values.enumerated() {
        samples.append(Sample(series: series + Int32(place), value: value))
      }
    }
    return samples
  }
}
