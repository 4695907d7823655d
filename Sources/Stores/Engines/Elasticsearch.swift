import SimulationKernel

/// Elasticsearch: shards whose primary waits for all in-sync copies; a master promotes another.
///
/// Checks go out each second, wait 10 s and fail a node after three (discovery-settings); a
/// closed connection fails it at once. The decision takes an election round of up to 0.1 s and
/// two cluster states. Every operation is flushed on all copies (translog durability request);
/// a write waits up to a minute for a primary; repeated operations carry their sequence number.
enum Elasticsearch {
  static func configuration(_ options: EngineOptions) -> EngineConfiguration {
    let interval = options.duration("checkInterval", .seconds(1))
    let timeout = options.duration("checkTimeout", .seconds(10))
    let checks = Int64(max(1, options.number("checkRetries", 3)))
    let rule = EngineConfiguration.SessionRule(
      interval: interval, timeout: (timeout + interval) * checks, noticesClosedConnections: true,
      decision: .milliseconds(70)...(.milliseconds(130)), electorate: .members)
    var configuration = EngineConfiguration(
      agreement: .shipping(.inSync(minimum: 1), .session(rule)), shards: options.rings)
    configuration.readers = .anyCopy
    configuration.copiesFlush = true
    configuration.patience = .minutes(1)
    configuration.deduplicates = true
    return configuration
  }
}
