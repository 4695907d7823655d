import Cluster
import SimulationKernel
import Stores

/// The topics: queue age and lag each second, what exporters tell at each scrape.
struct TopicExporter {
  private var series: [[Int32]] = []

  mutating func collect(
    _ world: borrowing World, at time: SimTime, isScrape: Bool, into book: inout SeriesBook
  ) {
    for topic in 0..<world.stores.topicCount {
      let workload = world.cluster.workloads[world.stores.consumingWorkload(topic)].qualifiedName
      let values = world.stores.topicValues(topic, isScrape: isScrape, now: time)
      if series.count <= topic { series.append([]) }
      while series[topic].count < values.count { series[topic].append(-1) }
      for (index, value) in values.enumerated() {
        book.put(
          value, &series[topic][index],
          world.stores.topicSeries(topic, workload: workload)[index].name,
          world.stores.topicSeries(topic, workload: workload)[index].labels)
      }
    }
  }
}
