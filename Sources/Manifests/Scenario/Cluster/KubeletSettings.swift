package import SimulationKernel

/// Settings of the kubelets of a node pool, named as in KubeletConfiguration
/// (kubelet.config.k8s.io/v1beta1).
package struct KubeletSettings: Sendable {
  /// Thresholds below which a pod is evicted at once.
  package let evictionHard: EvictionLimits?
  /// Thresholds below which a pod is evicted after a time.
  package let evictionSoft: EvictionLimits?
  /// That time, by threshold.
  package let evictionSoftGrace: EvictionGraces?
  /// Most grace of a pod at a soft threshold; none where none was written.
  package let maxPodGrace: SimDuration
  /// How long a condition stays after the last shortage; 5 min where none was written.
  package let pressureTransition: SimDuration
  /// Longest wait between restarts of a crashing container; nil for the version's.
  package let maxRestartWait: SimDuration?
  /// Bytes at which a container's log is put aside.
  package let logFileBytes: Int64
  /// Files of a container's log that are kept.
  package let logFiles: Int
  /// How images are pulled.
  package let imagePulls: ImagePullSettings
  /// When images that nobody uses are deleted.
  package let imageCollection: ImageCollectionSettings
  /// Most processes and threads of a pod; nil where only the node limits them.
  package let podProcesses: Int64?
  /// Process IDs that all pods together leave to the kubelet and the system.
  package let reservedProcesses: Int64
  /// How long its machine's shutdown waits for its pods.
  package let shutdown: ShutdownSettings
}

/// Least amounts that must be free on a node.
package struct EvictionLimits: Sendable {
  /// Bytes of memory (`memory.available`).
  package let memoryBytes: Int64?
  /// Share of the file system of pods (`nodefs.available`).
  package let nodeShare: Double?
  /// Share of the file system of images (`imagefs.available`).
  package let imageShare: Double?
  /// Share of the inodes of the pods' file system (`nodefs.inodesFree`).
  package let nodeInodeShare: Double?
  /// Share of the inodes of the images' file system (`imagefs.inodesFree`).
  package let imageInodeShare: Double?
  /// Process IDs (`pid.available`).
  package let processes: FreeProcesses?
}

/// Process IDs of a node that must be free.
package enum FreeProcesses: Hashable, Sendable {
  /// So many.
  case count(Int64)
  /// A share of all that the node has, from 0 to 1.
  case share(Double)
}

/// How long a shortage may last until pods go.
package struct EvictionGraces: Sendable {
  /// Of memory.
  package let memory: SimDuration
  /// Of the disk.
  package let disk: SimDuration
  /// Of inodes.
  package let inodes: SimDuration
  /// Of process IDs.
  package let processes: SimDuration
}

extension KubeletSettings: SpecObject {
  static let what = "a kubelet's settings"

  init?(_ reader: inout SpecReader) {
    evictionHard = reader.optional(
      "evictionHard", .object(EvictionLimits.self), "below them a pod is evicted at once")
    evictionSoft = reader.optional(
      "evictionSoft", .object(EvictionLimits.self), "below them a pod is evicted after a time")
    evictionSoftGrace = reader.optional(
      "evictionSoftGracePeriod", .object(EvictionGraces.self), "that time, by threshold")
    let grace = reader.optional(
      "evictionMaxPodGracePeriod", .count(from: 0), default: 0,
      "seconds of grace at a soft threshold; 0 by default")
    maxPodGrace = .seconds(Int64(grace))
    pressureTransition = reader.optional(
      "evictionPressureTransitionPeriod", .duration, default: .minutes(5),
      "how long a condition stays after the last shortage; 5m by default")
    logFileBytes = reader.optional(
      "containerLogMaxSize", .size, default: 10 << 20,
      "bytes at which a container's log is put aside; 10Mi by default")
    logFiles = reader.optional(
      "containerLogMaxFiles", .count(from: 2), default: 5,
      "files of a container's log that are kept; 5 by default")
    imagePulls = ImagePullSettings(&reader)
    imageCollection = ImageCollectionSettings(&reader)
    shutdown = ShutdownSettings(&reader)
    let processes = reader.optional(
      "podPidsLimit", .count(from: -1), default: -1,
      "most processes and threads of a pod; -1, the default, for no limit")
    podProcesses = processes > 0 ? Int64(processes) : nil
    let kube = reader.optional(
      "kubeReserved", .object(ReservedProcesses.self), "what pods leave to the kubelet")
    let system = reader.optional(
      "systemReserved", .object(ReservedProcesses.self), "what pods leave to the system")
    reservedProcesses = (kube?.number ?? 0) + (system?.number ?? 0)
    let crash = reader.optional(
      "crashLoopBackOff", .object(CrashLoopSettings.self), "waits between restarts (from 1.35)")
    maxRestartWait = crash?.maxRestartWait
  }
}

extension EvictionLimits: SpecObject {
  static let what = "eviction thresholds"

  init?(_ reader: inout SpecReader) {
    memoryBytes = reader.optional("memory.available", .size, "free memory, like 100Mi")
    nodeShare = reader.optional("nodefs.available", .ratio, "free share of the disk, like 10%")
    imageShare = reader.optional(
      "imagefs.available", .ratio, "free share of the images' disk, like 15%")
    nodeInodeShare = reader.optional(
      "nodefs.inodesFree", .ratio, "free share of the disk's inodes, like 5%")
    imageInodeShare = reader.optional(
      "imagefs.inodesFree", .ratio, "free share of the inodes of the images' disk, like 5%")
    processes = reader.optional(
      "pid.available", .freeProcesses, "free process IDs, like 1000 or 10%; no limit by default")
  }
}

extension EvictionGraces: SpecObject {
  static let what = "grace periods"

  init?(_ reader: inout SpecReader) {
    memory = reader.optional("memory.available", .duration, default: .zero, "of memory")
    disk = reader.optional("nodefs.available", .duration, default: .zero, "of the disk")
    inodes = reader.optional("nodefs.inodesFree", .duration, default: .zero, "of inodes")
    processes = reader.optional("pid.available", .duration, default: .zero, "of process IDs")
  }
}

extension SpecType where Value == FreeProcesses {
  /// A number of process IDs, or a percentage of a node's.
  fileprivate static var freeProcesses: SpecType {
    SpecType(schema: { _ in ["type": ["string", "number"]] }) { node, context in
      guard node.text?.hasSuffix("%") != true else {
        return SpecType<Double>.ratio.read(node, context).map { .share($0) }
      }
      guard let quantity = node.text.flatMap({ Quantity(parsing: $0) }), quantity >= .zero,
        quantity < Quantity(1 << 60)
      else {
        context.diagnostics.wrongType("a number such as 1000 or a share such as 10%", node)
        return nil
      }
      return .count(quantity.value)
    }
  }
}

/// Process IDs that pods do not get; cores and memory are in the pool's own `reserved`.
private struct ReservedProcesses: SpecObject {
  static let what = "reserved process IDs"
  let number: Int64

  init?(_ reader: inout SpecReader) {
    number = reader.optional("pid", .processes, default: 0, "process IDs, like 1000")
  }
}

extension SpecType where Value == Int64 {
  /// A number of process IDs, which the kubelet's configuration has as a quantity.
  fileprivate static var processes: SpecType {
    SpecType(schema: { _ in ["type": ["string", "number"]] }) { node, context in
      guard let quantity = node.text.flatMap({ Quantity(parsing: $0) }), quantity >= .zero,
        quantity <= Quantity(1_000_000_000)
      else {
        context.diagnostics.wrongType("a number of process IDs such as 1000", node)
        return nil
      }
      return quantity.value
    }
  }
}

/// Waits between restarts.
private struct CrashLoopSettings: SpecObject {
  static let what = "a crash loop's settings"
  let maxRestartWait: SimDuration?

  init?(_ reader: inout SpecReader) {
    maxRestartWait = reader.optional(
      "maxContainerRestartPeriod",
      .positiveDuration.checked("must be at most 300s") { $0 <= .seconds(300) },
      "longest wait between restarts, at most 300s")
  }
}
