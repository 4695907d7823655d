/// The machines and the network under the platform: a `Cluster` document.
package struct ClusterDocument: Sendable {
  /// `metadata.name`.
  package let name: String
  /// Where the name was written.
  package let span: SourceSpan
  /// Kubernetes version; `1.31` where none was written.
  package let version: String
  /// The same, where it is one.
  package var kubernetes: ClusterVersion? { ClusterVersion(version) }
  /// What is there at time zero.
  package let start: ClusterStart
  /// The zones.
  package let zones: [ClusterZone]
  /// Distances.
  package let network: NetworkModel
  /// The machines.
  package let nodePools: [NodePool]
  /// Flags of the cluster autoscaler, which runs where a pool is elastic; nil where the document
  /// says nothing of them.
  package let autoscaler: AutoscalerSettings?
  /// Flags of the controller manager.
  package let controllerManager: ControllerManagerSettings
  /// Settings of the scheduler.
  package let scheduler: SchedulerSettings
  /// The service mesh; nil means where namespaces are labelled `istio-injection=enabled`.
  package let mesh: MeshSettings?
  /// Images that no registry has; a `*` stands for any text.
  package let missingImages: [String]
  /// What the pods were meant to request; nil where the document does not say.
  package let intended: IntendedRequests?

  /// Names of all machines, `<pool>-<n>` from 1.
  ///
  /// Those that an elastic pool can get are among them.
  package var nodeNames: [String] { nodePools.flatMap(\.nodeNames) }
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
  /// What a request costs in each sidecar on its way.
  package let proxy: ProxyCost
}

extension ClusterDocument: SpecDocument {
  static let kind = "Cluster"

  init?(_ header: DocumentHeader, _ reader: inout SpecReader) {
    name = header.name.text
    span = header.name.span
    version = reader.optional("version", .name, default: "1.31", "Kubernetes version; \"1.31\"")
    start = reader.optional(
      "start", .word(ClusterStart.self), default: .running,
      "running (everything is there at time zero) or cold (the deployment is simulated)")
    let zones = reader.required(
      "zones",
      .list(.object(ClusterZone.self)).checked("needs at least one zone") { !$0.isEmpty },
      "failure domains")
    network = reader.optional(
      "network", .object(NetworkModel.self), default: .standard, "one-way latencies and line rate")
    let pools = reader.required(
      "nodePools",
      .list(.object(NodePool.self)).checked("needs at least one pool") { !$0.isEmpty },
      "the machines")
    autoscaler = reader.optional(
      "autoscaler", .object(AutoscalerSettings.self),
      "flags of the cluster autoscaler, which runs where a pool has min and max; those of its "
        + "container by default")
    controllerManager = reader.optional(
      "controllerManager", .object(ControllerManagerSettings.self),
      default: ControllerManagerSettings(), "flags of kube-controller-manager")
    scheduler = reader.optional(
      "scheduler", .object(SchedulerSettings.self), default: SchedulerSettings(),
      "settings of kube-scheduler")
    mesh = reader.optional("mesh", .object(MeshSettings.self), "where sidecars run")
    let registry = reader.optional(
      "registry", .object(RegistrySettings.self), "which images can be pulled; all by default")
    missingImages = registry?.missing ?? []
    intended = reader.optional(
      "intended", .object(IntendedRequests.self), "what the pods were meant to request together")
    guard let zones, let pools else { return nil }
    self.zones = zones
    nodePools = pools
    checkNames(reader.diagnostics)
  }

  /// Checks that names are used once and that the zones named exist.
  private func checkNames(_ diagnostics: DiagnosticCollector) {
    reportTwice(zones.map { ($0.name, $0.span) }, "zones", diagnostics)
    reportTwice(nodePools.map { ($0.name, $0.span) }, "node pools", diagnostics)
    for zone in nodePools.flatMap(\.zones) { checkZone(zone.name, zone.span, diagnostics) }
    for pair in network.between {
      checkZone(pair.first, pair.span, diagnostics)
      checkZone(pair.second, pair.span, diagnostics)
    }
  }

  /// Reports a zone that the cluster does not have.
  func checkZone(_ name: String, _ span: SourceSpan, _ diagnostics: DiagnosticCollector) {
    let names = zones.map(\.name)
    guard !names.contains(name) else { return }
    diagnostics.error(
      "the cluster has no zone \"\(name)\"", at: span, code: "unknown-name",
      help: nearest(name, in: names).map { "did you mean \"\($0)\"?" }
        ?? "one of \(names.joined(separator: ", "))")
  }

  /// Reports a node that the cluster does not have.
  func checkNode(_ name: String, _ span: SourceSpan, _ diagnostics: DiagnosticCollector) {
    let names = nodeNames
    guard !names.contains(name) else { return }
    diagnostics.error(
      "the cluster has no node \"\(name)\"", at: span, code: "unknown-name",
      help: nearest(name, in: names).map { "did you mean \"\($0)\"?" }
        ?? "nodes are named <pool>-<n> from 1")
  }

  private func reportTwice(
    _ names: [(text: String, span: SourceSpan)], _ what: String, _ diagnostics: DiagnosticCollector
  ) {
    for (index, name) in names.enumerated() {
      guard let other = names[..<index].first(where: { $0.text == name.text }) else { continue }
      diagnostics.error(
        "two \(what) are called \"\(name.text)\"", at: name.span, code: "duplicate-name",
        labels: [(other.span, "the other one")])
    }
  }
}

extension ClusterZone: SpecObject {
  static let what = "a zone"

  init?(_ reader: inout SpecReader) {
    guard let name = reader.required("name", .name as SpecType<LocatedText>, "its name") else {
      return nil
    }
    self.name = name.text
    span = name.span
  }
}

extension MeshSettings: SpecObject {
  static let what = "a mesh"

  init?(_ reader: inout SpecReader) {
    isEnabled = reader.optional("enabled", .flag, default: true, "whether there is one")
    namespaces = reader.optional(
      "namespaces", .list(.name),
      "namespaces with sidecars; those labelled istio-injection=enabled by default")
    let sidecar = reader.optional("sidecar", .object(SidecarResources.self), "a sidecar's requests")
    sidecarMilliCPU = sidecar?.milliCPU ?? 100
    sidecarMemoryBytes = sidecar?.memoryBytes ?? 128 << 20
    proxy = reader.optional(
      "proxy", .object(ProxyCost.self), default: .standard, "what a request costs in each sidecar")
  }
}

/// What the registries have.
private struct RegistrySettings: SpecObject {
  static let what = "a registry"
  let missing: [String]

  init?(_ reader: inout SpecReader) {
    missing = reader.optional(
      "missing", .list(.name), default: [],
      "images that no registry has, like shop/cart:2.0 or shop/cart:*")
  }
}

/// What a sidecar requests.
private struct SidecarResources: SpecObject {
  static let what = "a sidecar"
  let milliCPU: Int64
  let memoryBytes: Int64

  init?(_ reader: inout SpecReader) {
    milliCPU = reader.optional("cpu", .milliCPU, default: 100, "CPU; 100m by default")
    memoryBytes = reader.optional("memory", .size, default: 128 << 20, "memory; 128Mi by default")
  }
}
