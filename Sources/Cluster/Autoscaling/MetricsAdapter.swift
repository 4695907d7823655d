package import SimulationKernel

/// The custom and external metrics APIs: what an adapter (prometheus-adapter, KEDA) answers.
///
/// Values are kept by autoscaler and metric. A metric without values is one that the adapter does
/// not know.
package struct MetricsAdapter: Sendable {
  /// A value that the adapter serves.
  package struct Value: Sendable {
    /// The pod that it is about; nil for a metric of another object or from outside.
    package let pod: PodHandle?
    /// Thousandths.
    package let milli: Int64
    /// When it was sampled.
    package let time: SimTime

    /// Makes a value.
    package init(pod: PodHandle?, milli: Int64, time: SimTime) {
      self.pod = pod
      self.milli = milli
      self.time = time
    }
  }

  private var served: [[[Value]]]
  /// Autoscalers' metrics of which it is known that nobody has values.
  private var unserved: [(autoscaler: Int, metric: Int)] = []

  /// Makes an adapter that serves nothing yet.
  init(_ specs: [AutoscalerSpec] = []) {
    served = specs.map { Array(repeating: [], count: $0.metrics.count) }
  }

  /// Serves the values of an autoscaler's metric from now on.
  package mutating func publish(_ values: [Value], autoscaler: Int, metric: Int) {
    while served[autoscaler].count <= metric { served[autoscaler].append([]) }
    served[autoscaler][metric] = values
    unserved.removeAll { $0 == (autoscaler, metric) }
  }

  /// Nobody has values of an autoscaler's metric.
  package mutating func ruleOut(autoscaler: Int, metric: Int) {
    guard maySoonServe(autoscaler: autoscaler, metric: metric) else { return }
    unserved.append((autoscaler, metric))
  }

  /// Whether a metric without values may only lack samples.
  func maySoonServe(autoscaler: Int, metric: Int) -> Bool {
    !unserved.contains { $0 == (autoscaler, metric) }
  }

  /// The values of a metric; empty if there are none.
  func values(autoscaler: Int, metric: Int) -> [Value] {
    metric < served[autoscaler].count ? served[autoscaler][metric] : []
  }
}
