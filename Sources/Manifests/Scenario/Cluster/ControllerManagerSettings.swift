/// Flags of kube-controller-manager.
///
/// Clusters that start thousands of pods at once raise the rates; each controller has a client of
/// its own.
package struct ControllerManagerSettings: Sendable {
  /// Calls a second of each controller (--kube-api-qps).
  package var callsPerSecond = 20.0
  /// Calls that may come at once (--kube-api-burst).
  package var burst = 30
  /// Ended pods beyond which the oldest are deleted, 0 for never (--terminated-pod-gc-threshold).
  package var endedPodLimit = 12_500

  /// Makes the flags' defaults.
  package init() {}
}

extension ControllerManagerSettings: SpecObject {
  static let what = "the controller manager's settings"

  init?(_ reader: inout SpecReader) {
    self.init()
    callsPerSecond = Double(
      reader.optional(
        "kubeAPIQPS", .count(from: 1), default: Int(callsPerSecond),
        "calls a second of each controller; 20"))
    burst = reader.optional(
      "kubeAPIBurst", .count(from: 1), default: burst,
      "calls of a controller that may come at once; 30")
    endedPodLimit = reader.optional(
      "terminatedPodGCThreshold", .count(from: 0), default: endedPodLimit,
      "ended pods beyond which the oldest are deleted, 0 for never; 12500")
  }
}
