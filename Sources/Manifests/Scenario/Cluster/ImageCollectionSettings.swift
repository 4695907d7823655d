package import SimulationKernel

/// When a kubelet deletes images that nobody uses, named as in KubeletConfiguration
/// (kubelet.config.k8s.io/v1beta1).
package struct ImageCollectionSettings: Sendable {
  /// Share of the disk in use from which images go (imageGCHighThresholdPercent).
  package var highShare = 0.85
  /// Share of the disk in use down to which they go (imageGCLowThresholdPercent).
  package var lowShare = 0.8
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
      "percent of the disk in use from which unused images go; 85 by default")
    let low = reader.optional(
      "imageGCLowThresholdPercent", percent, default: 80,
      "percent of the disk in use down to which they go; 80 by default")
    if low >= high {
      reader.diagnostics.error(
        "imageGCLowThresholdPercent must be below imageGCHighThresholdPercent",
        at: reader.span(of: "imageGCLowThresholdPercent"), code: "out-of-range",
        help: "the high one is \(high)")
    }
    highShare = Double(high) / 100
    lowShare = Double(low) / 100
    leastAge = reader.optional(
      "imageMinimumGCAge", .duration, default: leastAge,
      "how long an image stays at least; 2m by default")
  }
}
