import SimulationKernel

/// Equal machines.
package struct NodePool: Sendable {
  /// Its name; machines are named `<name>-<n>` from 1.
  package let name: String
  /// Where the name was written.
  package let span: SourceSpan
  /// How many at the start.
  package let count: Int
  /// Between which bounds the cluster autoscaler keeps their number; nil for a fixed number.
  package let elasticity: PoolElasticity?
  /// Names of all the machines that it can have, `<pool>-<n>` from 1.
  package var nodeNames: [String] {
    (0..<max(count, elasticity?.greatest ?? 0)).map { "\(name)-\($0 + 1)" }
  }
  /// CPU of each, in thousandths of a core.
  package let milliCPU: Int64
  /// Memory of each, in bytes.
  package let memoryBytes: Int64
  /// What device plugins offer on each, such as `nvidia.com/gpu`; empty where none was written.
  package let extendedResources: ResourceList
  /// Most pods on each; 110 where none was written, as the kubelet's `maxPods`.
  package let pods: Int
  /// Zones, dealt to the machines in turn; empty means the cluster's zones.
  package let zones: [ClusterZone]
  /// Labels of each.
  package let labels: StringMap
  /// Annotations of each.
  package let annotations: StringMap
  /// Taints of each.
  package let taints: [NodeTaint]
  /// Disk for local volumes; nil means none.
  package let localDisk: LocalDisk?
  /// Volumes of each driver that each can attach (CSINode); nil means no limit.
  package let volumeLimit: Int?
  /// Bytes per second at which images are pulled; 100 Mi where none was written.
  package let imageBytesPerSecond: Int64
  /// Line rate of each in bits per second; nil means that of the network.
  package let bitsPerSecond: Int64?
  /// Disk for images and containers, in bytes; 100 Gi where none was written.
  package let ephemeralBytes: Int64
  /// Process IDs of each kernel (`kernel.pid_max`); 4194304 where none was written, as systemd
  /// sets it (sysctl.d/50-pid-max.conf).
  package let pidMax: Int64
  /// Settings of each kubelet; nil means upstream's defaults.
  package let kubelet: KubeletSettings?
  /// CPU kept from pods, in thousandths of a core; 100 where none was written.
  package let reservedMilliCPU: Int64
  /// Memory kept from pods, in bytes: what is reserved for the system and the kubelet, and the
  /// kubelet's hard eviction threshold.
  ///
  /// 100 Mi where none was written, the default threshold memory.available<100Mi alone.
  package let reservedMemoryBytes: Int64
}

/// A node's taint (core/v1 Taint).
package struct NodeTaint: Sendable {
  /// What it does to pods that do not tolerate it.
  package enum Effect: String, Sendable, CaseIterable {
    case noSchedule = "NoSchedule"
    case preferNoSchedule = "PreferNoSchedule"
    case noExecute = "NoExecute"
  }

  /// Its key.
  package let key: String
  /// Its value; empty where none was written.
  package let value: String
  /// What it does.
  package let effect: Effect
}

/// A machine's own disk.
package struct LocalDisk: Sendable {
  /// Its technology.
  package enum Kind: String, Sendable, CaseIterable {
    case hdd, ssd, nvme
  }

  /// Bytes.
  package let sizeBytes: Int64
  /// Its technology; `ssd` where none was written.
  package let kind: Kind
  /// Operations per second; 10,000 where none was written.
  package let operationsPerSecond: Double
  /// Bytes per second; 500 Mi where none was written.
  package let bytesPerSecond: Int64
}

extension NodePool: SpecObject {
  static let what = "a node pool"

  init?(_ reader: inout SpecReader) {
    let name = reader.required(
      "name", .name as SpecType<LocatedText>, "its name; machines are named <name>-<n>")
    (count, elasticity) = PoolElasticity.size(&reader)
    let cpu = reader.required(
      "cpu", .milliCPU.checked("must be above 0") { $0 > 0 }, "CPU of each, like \"16\"")
    let memory = reader.required("memory", .size, "memory of each, like 32Gi")
    extendedResources = reader.optional(
      "extendedResources", .extendedResources, default: ResourceList(), "{nvidia.com/gpu: 4}")
    pods = reader.optional("pods", .count(), default: 110, "most pods on each; 110 by default")
    zones = reader.optional(
      "zones", .list(SpecType<LocatedText>.name.map { ClusterZone(name: $0.text, span: $0.span) }),
      default: [], "zones, dealt to the machines in turn; all by default")
    labels = reader.optional("labels", .labels, default: StringMap(), "labels of each")
    annotations = reader.optional(
      "annotations", .labels, default: StringMap(), "annotations of each")
    taints = reader.optional(
      "taints", .list(.object(NodeTaint.self)), default: [], "taints of each")
    localDisk = reader.optional("localDisk", .object(LocalDisk.self), "disk for local volumes")
    volumeLimit = reader.optional(
      "volumeLimit", .count(), "volumes of each driver that each can attach; no limit by default")
    imageBytesPerSecond = reader.optional(
      "imageBandwidth", .size.checked("must be above 0") { $0 > 0 }, default: 100 << 20,
      "bytes per second at which images are pulled; 100Mi by default")
    bitsPerSecond = reader.optional(
      "bandwidth", .rate, "line rate of each in bits per second; the network's by default")
    ephemeralBytes = reader.optional(
      "ephemeralStorage", .size, default: 100 << 30,
      "disk for images and containers; 100Gi by default")
    pidMax = reader.optional(
      "pidMax", .pidMax, default: 1 << 22, "kernel.pid_max of each; 4194304 by default")
    kubelet = reader.kubelet(pidMax: pidMax)
    let reserved = reader.optional(
      "reserved", .object(ReservedResources.self), "what pods do not get")
    reservedMilliCPU = reserved?.milliCPU ?? 100
    reservedMemoryBytes = reserved?.memoryBytes ?? 100 << 20
    guard let name, let cpu, let memory else { return nil }
    (self.name, span) = (name.text, name.span)
    (milliCPU, memoryBytes) = (cpu, memory)
  }
}

extension SpecReader {
  /// A pool's kubelets; what they reserve leaves pods some process IDs.
  fileprivate mutating func kubelet(pidMax: Int64) -> KubeletSettings? {
    let kubelet = optional(
      "kubelet", .object(KubeletSettings.self), "settings of each kubelet")
    if let kubelet, kubelet.reservedProcesses >= pidMax {
      diagnostics.error(
        "kubeReserved and systemReserved leave pods none of \(pidMax) process IDs",
        at: span(of: "kubelet"), code: "out-of-range")
    }
    return kubelet
  }
}

extension SpecType where Value == Int64 {
  /// A number of process IDs that a 64-bit kernel takes (kernel/pid.c pid_max_min, pid_max_max).
  fileprivate static var pidMax: SpecType {
    SpecType<Int>.count(from: 301, to: 1 << 22).map { Int64($0) }
  }
}

/// What pods do not get of a machine.
private struct ReservedResources: SpecObject {
  static let what = "reserved resources"
  let milliCPU: Int64
  let memoryBytes: Int64

  init?(_ reader: inout SpecReader) {
    milliCPU = reader.optional("cpu", .milliCPU, default: 100, "CPU; 100m by default")
    memoryBytes = reader.optional("memory", .size, default: 100 << 20, "memory; 100Mi by default")
  }
}

extension NodeTaint: SpecObject {
  static let what = "a taint"

  init?(_ reader: inout SpecReader) {
    let key = reader.required("key", .name as SpecType<String>, "its key")
    value = reader.optional("value", .text, default: "", "its value; empty by default")
    let effect = reader.required(
      "effect", .word(Effect.self), "what it does to pods that do not tolerate it")
    guard let key, let effect else { return nil }
    self.key = key
    self.effect = effect
  }
}

extension LocalDisk: SpecObject {
  static let what = "a disk"

  init?(_ reader: inout SpecReader) {
    let size = reader.required("size", .size, "its size, like 1Ti")
    kind = reader.optional("type", .word(Kind.self), default: .ssd, "ssd by default")
    operationsPerSecond = reader.optional(
      "iops", .positive, default: 10_000, "operations per second; 10000 by default")
    bytesPerSecond = reader.optional(
      "throughput", .size.checked("must be above 0") { $0 > 0 }, default: 500 << 20,
      "bytes per second; 500Mi by default")
    guard let size else { return nil }
    sizeBytes = size
  }
}
