package import SimulationKernel

/// The machines and the network under the platform: a `Cluster` document.
package struct ClusterDocument: Sendable {
  /// `metadata.name`.
  package let name: String
  /// Where the name was written.
  package let span: SourceSpan
  /// Kubernetes version; `1.31` where none was written.
  package let version: String
  /// What is there at time zero.
  package let start: ClusterStart
  /// The zones.
  package let zones: [ClusterZone]
  /// Distances.
  package let network: NetworkModel
  /// The machines.
  package let nodePools: [NodePool]
  /// The service mesh; nil means where namespaces are labelled `istio-injection=enabled`.
  package let mesh: MeshSettings?

  /// Names of all machines, `<pool>-<n>` from 1.
  package var nodeNames: [String] {
    nodePools.flatMap { pool in (0..<pool.count).map { "\(pool.name)-\($0 + 1)" } }
  }
}

/// What is there at time zero.
package enum ClusterStart: String, Sendable, CaseIterable {
  /// Everything is placed and Ready.
  case running
  /// Nothing is: the deployment itself is simulated.
  case cold
}

/// A failure domain.
package struct ClusterZone: Sendable {
  /// Its name, the node label `topology.kubernetes.io/zone`.
  package let name: String
  /// Where the name was written.
  package let span: SourceSpan
}

/// One-way latencies between places, in seconds, and the machines' line rate.
package struct NetworkModel: Sendable {
  /// Within a machine; 20 µs where none was written.
  package let sameNode: Distribution
  /// Between machines of a zone; median 50 µs, p99 200 µs where none was written.
  package let sameZone: Distribution
  /// Between zones; median 400 µs, p99 1 ms where none was written.
  package let crossZone: Distribution
  /// Line rate of a machine in bits per second; 10 Gi where none was written.
  package let bandwidthBitsPerSecond: Int64
  /// Pairs of zones with a distance of their own.
  package let between: [ZoneDistance]
}

/// The distance of two zones.
package struct ZoneDistance: Sendable {
  /// One zone.
  package let first: String
  /// The other.
  package let second: String
  /// Where the pair was written.
  package let span: SourceSpan
  /// One way, in seconds, whichever way.
  package let latency: Distribution
}

/// Equal machines.
package struct NodePool: Sendable {
  /// Its name; machines are named `<name>-<n>` from 1.
  package let name: String
  /// Where the name was written.
  package let span: SourceSpan
  /// How many.
  package let count: Int
  /// CPU of each, in thousandths of a core.
  package let milliCPU: Int64
  /// Memory of each, in bytes.
  package let memoryBytes: Int64
  /// Most pods on each; 110 where none was written, as the kubelet's `maxPods`.
  package let pods: Int
  /// Zones, dealt to the machines in turn; empty means the cluster's zones.
  package let zones: [ClusterZone]
  /// Labels of each.
  package let labels: StringMap
  /// Taints of each.
  package let taints: [NodeTaint]
  /// Disk for local volumes; nil means none.
  package let localDisk: LocalDisk?
  /// Bytes per second at which images are pulled; 100 Mi where none was written.
  package let imageBytesPerSecond: Int64
  /// Disk for images and containers, in bytes; 100 Gi where none was written.
  package let ephemeralBytes: Int64
  /// CPU kept from pods, in thousandths of a core; 100 where none was written.
  package let reservedMilliCPU: Int64
  /// Memory kept from pods, in bytes; 100 Mi where none was written (the kubelet's default
  /// eviction threshold memory.available<100Mi).
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

/// Where sidecars run, and what they are given.
package struct MeshSettings: Sendable {
  /// Whether there is a mesh at all.
  package let isEnabled: Bool
  /// Namespaces with sidecars; nil means those labelled `istio-injection=enabled`.
  package let namespaces: [String]?
  /// CPU request of a sidecar, in thousandths of a core; 100 where none was written (Istio's
  /// `global.proxy.resources`).
  package let sidecarMilliCPU: Int64
  /// Memory request of a sidecar, in bytes; 128 Mi where none was written.
  package let sidecarMemoryBytes: Int64
}
