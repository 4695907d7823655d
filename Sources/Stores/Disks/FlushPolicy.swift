package import SimulationKernel

/// When a write of which a client was told reaches the medium: what a loss of power takes.
package enum FlushPolicy: Equatable, Sendable {
  /// Before the client is told.
  case beforeAnswer
  /// At the latest so long afterwards.
  case within(SimDuration)

  /// Left to the operating system: Linux writes pages back that are about 30 s old
  /// (`vm.dirty_expire_centisecs`).
  package static var operatingSystem: FlushPolicy { .within(.seconds(30)) }

  /// Redis' `appendfsync`: always, everysec, no.
  package init?(appendfsync word: String?) {
    switch word {
    case "always": self = .beforeAnswer
    case "everysec": self = .within(.seconds(1))
    case "no": self = .operatingSystem
    default: return nil
    }
  }

  /// Kafka's `log.flush.interval.messages` and `log.flush.interval.ms`; without them the operating
  /// system decides.
  package init(flushMessages: Double?, flushInterval: SimDuration?) {
    if let count = flushMessages, count <= 1 {
      self = .beforeAnswer
    } else {
      self = flushInterval.map { .within($0) } ?? .operatingSystem
    }
  }

  /// Lets an engine's members flush so.
  func apply(to configuration: inout EngineConfiguration) {
    switch self {
    case .beforeAnswer:
      configuration.flushesWrites = true
      configuration.lazyFlush = nil
    case .within(let time):
      configuration.flushesWrites = false
      configuration.lazyFlush = time
    }
  }
}

extension EngineConfiguration {
  /// Whether copies get only what the primary's loss of power can not take, later than its answer.
  var shipsOnlyDurable: Bool { shipsAfterFlush && !flushesWrites }
}
