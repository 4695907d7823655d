package import SimulationKernel

/// From a container's start to its first healthy answer.
package struct StartupModel: Sendable {
  /// How long it takes, in seconds.
  package let time: Distribution
  /// CPU time spent meanwhile.
  package let cpu: SimDuration
}

/// Slower service after the start, as caches fill and code is compiled.
package struct WarmUpModel: Sendable {
  /// How long it lasts.
  package let duration: SimDuration
  /// What service times are multiplied by at first; it falls linearly to 1.
  package let factor: Double
}

/// Memory that a pod's software holds.
package struct MemoryModel: Sendable {
  /// Bytes without a request.
  package let baseBytes: Int64
  /// Bytes more for each request in work or waiting.
  package let perRequestBytes: Int64
  /// Bytes that each request leaves behind for ever.
  package let leakPerRequestBytes: Int64
  /// Bytes that are kept for ever in each second.
  package let growthBytesPerSecond: Int64
}

/// Work that a pod does by itself, again and again.
package struct BackgroundModel: Sendable {
  /// From one start to the next.
  package let every: SimDuration
  /// CPU time of one go, in seconds.
  package let cpu: Distribution
}

extension StartupModel: SpecObject {
  static let what = "a start-up"

  init?(_ reader: inout SpecReader) {
    let time = reader.required("time", .law(.time), "from the container's start to healthy")
    cpu = reader.optional("cpu", .duration, default: .zero, "CPU time spent meanwhile")
    guard let time else { return nil }
    self.time = time
  }
}

extension WarmUpModel: SpecObject {
  static let what = "a warm-up"

  init?(_ reader: inout SpecReader) {
    let duration = reader.required("duration", .positiveDuration, "how long it lasts")
    let factor = reader.required(
      "factor", .positive, "what service times are multiplied by at first; it falls to 1")
    guard let duration, let factor else { return nil }
    self.duration = duration
    self.factor = factor
  }
}

extension MemoryModel: SpecObject {
  static let what = "a memory model"

  init?(_ reader: inout SpecReader) {
    baseBytes = reader.optional("base", .size, default: 0, "memory without a request")
    perRequestBytes = reader.optional(
      "perRequest", .size(atMost: 64), default: 0,
      "memory more for each request in work or waiting")
    leakPerRequestBytes = reader.optional(
      "leakPerRequest", .size(atMost: 1), default: 0,
      "memory that each request leaves behind for ever")
    growthBytesPerSecond = reader.optional(
      "growthPerSecond", .size(atMost: 64), default: 0,
      "memory that is kept for ever in each second")
  }

  init(baseBytes: Int64, perRequestBytes: Int64) {
    self.baseBytes = baseBytes
    self.perRequestBytes = perRequestBytes
    leakPerRequestBytes = 0
    growthBytesPerSecond = 0
  }

  /// Software of whose memory nothing is said.
  static let none = MemoryModel(baseBytes: 0, perRequestBytes: 0)
}

extension BackgroundModel: SpecObject {
  static let what = "background work"

  init?(_ reader: inout SpecReader) {
    let every = reader.required("every", .positiveDuration, "from one start to the next")
    let cpu = reader.required("cpu", .law(.time), "CPU time of one go")
    guard let every, let cpu else { return nil }
    self.every = every
    self.cpu = cpu
  }
}
