import SimulationKernel

/// Message brokers.
extension ImageCatalog {
  static let brokers = [
    ImageEntry(
      names: ["kafka", "cp-kafka", "kafka-native", "cp-server", "redpanda"],
      role: .broker(
        .kafka,
        message: OperationFigures(
          cpu: .guess(.lognormal(p50: 400e-6, p99: 1.5e-3)), disk: .guess(.constant(2048)))),
      ports: [9092]),
    ImageEntry(
      names: ["nats", "nats-streaming"],
      role: .broker(
        .nats,
        message: OperationFigures(
          cpu: .known(
            .lognormal(p50: 28e-6, p99: 150e-6),
            "docs.nats.io, nats bench: 35,700 synchronous messages a second"))),
      ports: [4222]),
    ImageEntry(
      names: ["rabbitmq"],
      role: .broker(
        .rabbitmq,
        message: OperationFigures(
          cpu: .known(
            .lognormal(p50: 150e-6, p99: 600e-6),
            "rabbitmq.com, blog on quorum queues: 10,000 to 30,000 confirmed messages a second"),
          disk: .guess(.constant(2048)))),
      ports: [5672]),
  ]
}
