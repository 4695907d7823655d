import SimulationKernel

/// A figure with the place where it was published; without one it is a guess.
struct KnownFigure<Value: Sendable>: Sendable {
  let value: Value
  let basis: String?

  /// A figure that somebody published.
  static func known(_ value: Value, _ basis: String) -> KnownFigure {
    KnownFigure(value: value, basis: basis)
  }

  /// A figure of the right order of magnitude, and no more.
  static func guess(_ value: Value) -> KnownFigure { KnownFigure(value: value, basis: nil) }

  /// The figure as an entry of a finding.
  func figure(_ field: String) -> InferredFigure { InferredFigure(field: field, basis: basis) }
}

/// What a pod of a service costs and takes; the defaults are those of software of which nothing is
/// known.
struct ServiceFigures: Sendable {
  /// From the container's start to healthy, in seconds.
  var startupTime: KnownFigure<Distribution> = .guess(.lognormal(p50: 3, p99: 8))
  /// CPU time spent meanwhile.
  var startupCPU: KnownFigure<SimDuration> = .guess(.milliseconds(300))
  /// Bytes held without a request.
  var memory: KnownFigure<Int64> = .guess(64 << 20)
  /// Bytes more for each request.
  var memoryPerRequest: KnownFigure<Int64> = .guess(64 << 10)
  /// CPU seconds of a request.
  var cpu: KnownFigure<Distribution> = .guess(.lognormal(p50: 0.002, p99: 0.01))
  /// CPU jobs at once; nil where the software uses all cores.
  var threads: KnownFigure<Int>?
  /// Slowness after the start; nil for none.
  var warmUp: KnownFigure<WarmUpModel>?
}

/// What an operation of a data system costs.
struct OperationFigures: Sendable {
  /// CPU seconds.
  var cpu: KnownFigure<Distribution>
  /// Bytes read from or written to the disk.
  var disk: KnownFigure<Distribution> = .guess(.constant(0))
  /// Bytes on the wire.
  var bytes: KnownFigure<Distribution> = .guess(.constant(1024))
}

/// What a known image does.
enum ImageRole: Sendable {
  /// Answers requests, and asks whatever its configuration names.
  case application
  /// Serves files, or passes each request on to one of those that its configuration names.
  case proxy
  /// Passes requests from outside on as Ingress, Gateway and routes say.
  case edge
  /// Collects metrics, logs or traces; nobody's request waits for it.
  case telemetry
  /// A data system that no engine simulates: a service that is read and written.
  case database(read: OperationFigures, write: OperationFigures)
  /// A data system with an engine.
  case store(StoreEngine, read: OperationFigures, write: OperationFigures)
  /// A message broker with an engine.
  case broker(StoreEngine, message: OperationFigures)
}

/// An entry of the image catalog.
struct ImageEntry: Sendable {
  /// Names of the images: the last parts of their paths.
  let names: [String]
  /// What the software does.
  let role: ImageRole
  /// What it costs and takes; unused for stores, which have operations.
  var figures = ServiceFigures()
  /// Hosts that are written in the image itself.
  var hosts: [String] = []
  /// Ports that only this software is known to listen on.
  var ports: [Int] = []
}
