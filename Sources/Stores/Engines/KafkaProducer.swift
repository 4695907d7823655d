package import SimulationKernel

/// A producer's timers (Kafka `ProducerConfig`).
package struct KafkaProducer: Equatable, Sendable {
  /// How long it collects records before it sends (`linger.ms`).
  package var linger = SimDuration.milliseconds(5)
  /// How long it waits for an answer (`request.timeout.ms`).
  package var requestTimeout = SimDuration.seconds(30)
  /// How long it tries in all (`delivery.timeout.ms`).
  package var deliveryTimeout = SimDuration.minutes(2)

  /// Makes a producer of which nothing is set.
  package init() {}

  /// Whether the timers fit: the whole covers at least one attempt.
  package var isValid: Bool { deliveryTimeout >= linger + requestTimeout }

  /// How long records are tried; a producer with timers that do not fit does not start, so its
  /// records fail at once.
  package var retryWindow: SimDuration { isValid ? deliveryTimeout : .zero }
}
