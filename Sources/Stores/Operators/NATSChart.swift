package import SimulationKernel

/// The NATS helm chart.
package struct NATSChart: Equatable, Sendable {
  /// How long a server that is to stop sends its clients away.
  package var lameDuckDuration = SimDuration.seconds(30)
  /// How long it waits before it begins.
  package var lameDuckGrace = SimDuration.seconds(10)
  /// From SIGTERM to SIGKILL.
  package var terminationGrace = SimDuration.seconds(60)
  /// Pods that its budget lets go.
  package var maxUnavailable = 1

  /// Makes the chart's defaults.
  package init() {}
}

extension StoreOperator {
  /// The NATS helm chart.
  package static let nats: StoreOperator = {
    let chart = NATSChart()
    var value = StoreOperator("nats")
    value.grace = chart.terminationGrace
    value.preStop = chart.lameDuckGrace
    // The clients are sent away one after the other in what is left.
    value.drain = chart.lameDuckDuration - chart.lameDuckGrace
    value.batch = .fixed(chart.maxUnavailable)
    return value
  }()
}
