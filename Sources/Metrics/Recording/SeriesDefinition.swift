/// A time series: a metric's name and labels, as its real exporter has them.
package struct SeriesDefinition: Sendable {
  /// Dense number within the run, by which samples refer to it.
  package var id: Int32
  /// Metric name, such as `kube_deployment_status_replicas_ready`.
  package var name: String
  /// Labels in the order in which they are to be shown.
  package var labels: [(name: String, value: String)]

  /// Describes a series.
  package init(id: Int32, name: String, labels: [(name: String, value: String)]) {
    self.id = id
    self.name = name
    self.labels = labels
  }
}

/// One value of a series.
package struct Sample: BitwiseCopyable, Sendable {
  /// The series' number.
  package var series: Int32
  /// The value, in the unit that the metric's name states.
  package var value: Double

  /// Makes a sample.
  package init(series: Int32, value: Double) {
    self.series = series
    self.value = value
  }
}
