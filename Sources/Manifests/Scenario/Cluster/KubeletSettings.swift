package import SimulationKernel

/// Settings of the kubelets of a node pool, named as in KubeletConfiguration
/// (kubelet.config.k8s.io/v1beta1).
package struct KubeletSettings: Sendable {
  /// When pods are evicted.
  package let eviction: EvictionSettings
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
  /// Kernel parameters that pods may set beside the safe ones; `*` at the end stands for any rest.
  package let kernelParameters: [String]
}

extension KubeletSettings: SpecObject {
  static let what = "a kubelet's settings"

  init?(_ reader: inout SpecReader) {
    eviction = EvictionSettings(&reader)
    logFileBytes = reader.optional(
      "containerLogMaxSize", .size, default: 10 << 20,
      "bytes at which a container's log is put aside; 10Mi by default")
    logFiles = reader.optional(
      "containerLogMaxFiles", .count(from: 2), default: 5,
      "files of a container's log that are kept; 5 by default")
    imagePulls = ImagePullSettings(&reader)
    imageCollection = ImageCollectionSettings(&reader)
    shutdown = ShutdownSettings(&reader)
    kernelParameters = reader.optional(
      "allowedUnsafeSysctls", .list(.kernelParameters), default: [],
      "kernel parameters that pods may set beside the safe ones, like net.core.somaxconn or "
        + "net.core.*")
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

/// Process IDs that pods do not get; cores and memory are in the pool's own `reserved`.
private struct ReservedProcesses: SpecObject {
  static let what = "reserved process IDs"
  let number: Int64

  init?(_ reader: inout SpecReader) {
    number = reader.optional("pid", .processes, default: 0, "process IDs, like 1000")
  }
}

extension SpecType where Value == String {
  /// A kernel parameter, or with `*` at the end several, of a namespace that pods have for
  /// themselves; a kubelet that is given others does not start (pkg/kubelet/sysctl allowlist.go
  /// NewAllowlist, namespace.go).
  fileprivate static var kernelParameters: SpecType {
    SpecType<String>.name.checked(
      "pods share this with their node, and its kubelet does not start: write kernel.sem, or what "
        + "begins with kernel.shm, kernel.msg, fs.mqueue. or net."
    ) { name in
      name == "kernel.sem"
        || ["kernel.shm", "kernel.msg", "fs.mqueue.", "net."].contains { name.hasPrefix($0) }
    }
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
