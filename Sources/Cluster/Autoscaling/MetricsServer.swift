import SimulationKernel

/// The resource metrics API: CPU of the autoscaled pods as a rate between two scrapes, and their
/// working set.
///
/// Scrapes come every 15 s where no manifest has it, as its own manifests set
/// (`--metric-resolution=15s`). A scrape shows what cAdvisor's housekeeping read up to 10 s before,
/// so an autoscaler sees the past. A container has a value once it was read twice, or once if it
/// started 10 s before, but less than the time from scrape to scrape (metrics-server
/// pkg/storage/pod.go).
struct MetricsServer: Sendable {
  /// cAdvisor `--housekeeping-interval` of the kubelet: how old a scraped value may be.
  static let housekeeping = SimDuration.seconds(10)
  /// freshContainerMinMetricsResolution: age from which one reading is enough.
  static let freshContainerAge = SimDuration.seconds(10)

  /// What a container had used when it was last read, in core-nanoseconds.
  struct Reading: BitwiseCopyable {
    var used: Int64
    var time: SimTime
  }

  /// Shortest time between two readings of cAdvisor whose rate is served.
  static let leastWindow = SimDuration.seconds(5)

  /// CPU of one container over a window, and its working set at the window's end in bytes.
  struct ContainerUsage: BitwiseCopyable {
    var position: UInt8
    var milliCPU: Int64
    var memory: Int64
  }

  /// What one pod used over a window.
  struct PodUsage: Sendable {
    var pod: PodHandle
    var time: SimTime
    var window: SimDuration
    var containers: [ContainerUsage]

    /// The sample of the pod, or of the container at a position; nil for a resource that the API
    /// does not serve.
    func sample(of resource: String, position: UInt8?) -> MetricSample? {
      let counted = containers.filter { position == nil || $0.position == position }
      guard !counted.isEmpty else { return nil }
      let milli: Int64
      switch resource {
      case "cpu": milli = counted.reduce(0) { $0 + $1.milliCPU }
      case "memory": milli = counted.reduce(0) { $0 + $1.memory } * 1_000
      default: return nil
      }
      return MetricSample(milli: milli, time: time, window: window)
    }
  }

  /// `--metric-resolution`.
  var resolution = SimDuration.seconds(15)
  /// Index of the workload that runs it; nil where no manifest has it, and one is assumed.
  var workload: Int?
  /// Last reading by CPU container id.
  private var readings: [Reading?] = []
  /// Values read but not yet published, and published ones, by autoscaler.
  var read: [[PodUsage]] = []
  var published: [[PodUsage]] = []

  /// Takes the first reading of a container whose use before now nobody knows.
  mutating func prime(_ container: Int, used: SimDuration, now: SimTime) {
    while readings.count <= container { readings.append(nil) }
    readings[container] = Reading(used: used.nanoseconds, time: now)
  }

  /// Its pods are gone, and with them everything that they had read.
  mutating func forget() {
    readings.removeAll()
    for index in published.indices {
      read[index] = []
      published[index] = []
    }
  }

  /// Takes a reading and returns the average usage in thousandths since the one before.
  mutating func usage(
    of container: Int, used: SimDuration, startedAt: SimTime, now: SimTime
  ) -> (milli: Int64, window: SimDuration)? {
    while readings.count <= container { readings.append(nil) }
    let previous = readings[container]
    if let previous, now - previous.time < Self.leastWindow { return nil }
    readings[container] = Reading(used: used.nanoseconds, time: now)
    let age = now - startedAt
    let since: Reading
    if let previous {
      since = previous
    } else if age >= Self.freshContainerAge, age < resolution {
      since = Reading(used: 0, time: startedAt)
    } else {
      return nil
    }
    let window = now - since.time
    guard window > .zero else { return nil }
    // Nanocores, of which the autoscaler sees thousandths of a core rounded up.
    let nanocores = Double(used.nanoseconds - since.used) / window.seconds
    return (Int64((nanocores / 1e6).rounded(.up)), window)
  }
}
