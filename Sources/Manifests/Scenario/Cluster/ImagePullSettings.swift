/// How a kubelet pulls images, named as in KubeletConfiguration (kubelet.config.k8s.io/v1beta1).
package struct ImagePullSettings: Sendable {
  /// Images that are pulled at once; 1 means one after the other (serializeImagePulls).
  package var atOnce = 1
  /// Pulls that may begin in a second; 0 means any number (registryPullQPS).
  package var callsPerSecond = 5
  /// Pulls that may begin at once (registryBurst).
  package var burst = 10

  /// Makes upstream's defaults.
  package init() {}

  /// Reads the fields among a kubelet's settings.
  ///
  /// Whoever says how many images are pulled at once need not say that they are not pulled one
  /// after the other (SetDefaults_KubeletConfiguration).
  init(_ reader: inout SpecReader) {
    self.init()
    let most = reader.optional(
      "maxParallelImagePulls", .count(from: 1), "images pulled at once; any number by default")
    let isSerial = reader.optional(
      "serializeImagePulls", .flag, default: (most ?? 1) < 2,
      "whether images are pulled one after the other; true by default")
    if isSerial, let most, most > 1 {
      reader.diagnostics.error(
        "maxParallelImagePulls can not be above 1 while serializeImagePulls is true",
        at: reader.span(of: "maxParallelImagePulls"), code: "conflicting-fields",
        help: "write serializeImagePulls: false, or leave one of the two out")
    }
    atOnce = isSerial ? 1 : most ?? .max
    callsPerSecond = reader.optional(
      "registryPullQPS", .count(from: 0), default: callsPerSecond,
      "pulls that may begin in a second, 0 for any number; 5 by default")
    burst = reader.optional(
      "registryBurst", .count(from: 0), default: burst,
      "pulls that may begin at once; 10 by default")
  }
}
