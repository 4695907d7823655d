package import SimulationKernel

/// When a kubelet deletes images that nobody uses, named as in KubeletConfiguration
/// (kubelet.config.k8s.io/v1beta1).
package struct ImageCollectionSettings: Sendable {
  /// Percent of the disk in use from which images go (imageGCHighThresholdPercent); 100 for never.
  package var highPercent: Int64 = 85
  /// Percent of the disk in use down to which they go (imageGCLowThresholdPercent).
  package var lowPercent: Int64 = 80
  /// How long an image must have been on the node (imageMinimumGCAge).
  package var leastAge = SimDuration.minutes(2)

  /// Makes upstream's defaults.
  package init() {}

  /// Reads the fields among a kubelet's settings.
  init(_ reader: inout SpecReader) {
    self.init()
    let percent = SpecType<Int>.count(from: 0).checked("must be at most 100") { $0 <= 100 }
    let high = reader.optional(
      "imageGCHighThresholdPercent", percent, default: 85,
      "percent of the disk in use from which unused images go, 100 for never; 85 by default")
    let low = reader.optional(
      "imageGCLowThresholdPercent", percent, default: 80,
      "percent of the disk in use down to which they go; 80 by default")
    if low >= high {
      reader.diagnostics.error(
        "imageGCLowThresholdPercent must be below imageGCHighThresholdPercent",
        at: reader.span(of: "imageGCLowThresholdPercent"), code: "out-of-range",
        help: "the high one is \(high)")
    }
    highPercent = Int64(high)
    lowPercent = Int64(low)
    leastAge = reader.optional(
      "imageMinimumGCAge", .duration, default: leastAge,
      "how long an image stays at least; 2m by default")
  }
}
