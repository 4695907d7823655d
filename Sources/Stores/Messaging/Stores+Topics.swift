import Manifests
package import SimulationKernel

/// What is told about the topics: counters, levels and the series of the brokers' exporters.
extension Stores {
  /// A series' name and labels.
  package typealias TopicSeries = (name: String, labels: [(name: String, value: String)])

  /// Number of topics that are consumed, counting each group of consumers.
  package var topicCount: Int { consumers.count }

  /// What became of a topic's messages so far.
  package func topicCounters(_ topic: Int) -> TopicCounters { messaging.counters(ofTopic: topic) }

  /// The cluster's workload whose pods consume a topic.
  package func consumingWorkload(_ topic: Int) -> Int { consumers[topic].workload }

  /// Checks that every message is somewhere.
  package func checkMessages() {
    for topic in consumers.indices {
      precondition(
        messaging.isConserved(topic),
        "every published message waits, is under way, done, set aside or lost")
    }
  }

  /// The series of a topic: queue age and lag, then totals, then its exporter's.
  ///
  /// Names are those of rabbitmq_prometheus (per-object metrics), kafka_exporter and
  /// prometheus-nats-exporter.
  package func topicSeries(_ topic: Int, workload: String) -> [TopicSeries] {
    let consumer = consumers[topic]
    let labels = [
      (name: "system", value: groups.stores[consumer.store].name),
      (name: "topic", value: consumer.topic), (name: "workload", value: workload),
    ]
    let own = [
      "vhsim_queue_age_seconds", "vhsim_consumer_lag", "vhsim_messages_published_total",
      "vhsim_messages_processed_total", "vhsim_messages_delivered_total",
      "vhsim_messages_redelivered_total", "vhsim_messages_duplicated_total",
      "vhsim_messages_dead_lettered_total", "vhsim_messages_lost_total",
    ]
    return own.map { ($0, labels) } + exportedSeries(consumer)
  }

  private func exportedSeries(_ consumer: ConsumerBinding) -> [TopicSeries] {
    let system = systems[consumer.store]
    let namespace = (name: "namespace", value: system.namespace)
    switch system.engine {
    case .rabbitmq:
      let labels = [
        namespace, (name: "vhost", value: "/"), (name: "queue", value: consumer.topic),
      ]
      return ["ready", "unacked"].map { ("rabbitmq_queue_messages_" + $0, labels) }
        + [("rabbitmq_queue_consumers", labels)]
    case .nats:
      let labels = [
        namespace, (name: "stream_name", value: consumer.topic),
        (name: "consumer_name", value: consumer.group),
      ]
      return ["num_pending", "num_ack_pending"].map { ("jetstream_consumer_" + $0, labels) }
    case .kafka:
      let labels = [namespace, (name: "consumergroup", value: consumer.group)]
      let topic = (name: "topic", value: consumer.topic)
      let lags = groups.stores[consumer.store].shards.indices.map { number -> TopicSeries in
        (
          "kafka_consumergroup_lag",
          labels + [topic, (name: "partition", value: String(number))]
        )
      }
      return [("kafka_consumergroup_members", labels + [topic])] + lags
    default: return []
    }
  }

  /// The values of a topic's series, in the order of `topicSeries`; between scrapes only the first
  /// two.
  package func topicValues(_ topic: Int, isScrape: Bool, now: SimTime) -> [Double] {
    let levels = messaging.levels(ofTopic: topic)
    let age = levels.oldestAt < .infinity ? (now - levels.oldestAt).seconds : 0
    let behind = levels.waiting + levels.underWay
    guard isScrape else { return [age, Double(behind)] }
    let counters = messaging.counters(ofTopic: topic)
    let totals = [
      counters.published, counters.settled + UInt64(levels.uncommitted), counters.delivered,
      counters.redelivered, counters.duplicated, counters.deadLettered, counters.lost,
    ]
    return [age, Double(behind)] + totals.map { Double($0) } + exportedValues(topic, levels)
  }

  private func exportedValues(_ topic: Int, _ levels: TopicLevels) -> [Double] {
    switch systems[consumers[topic].store].engine {
    case .rabbitmq:
      return [Double(levels.waiting), Double(levels.underWay), Double(levels.members)]
    case .nats: return [Double(levels.waiting), Double(levels.underWay)]
    case .kafka: return [Double(levels.members)] + messaging.lags(ofTopic: topic).map { Double($0) }
    default: return []
    }
  }
}
