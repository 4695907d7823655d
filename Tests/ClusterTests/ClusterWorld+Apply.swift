import Cluster
import Manifests
import SimulationKernel
import Testing

extension ClusterSpec {
  /// The cluster of some manifests, on assumed nodes.
  static func of(_ text: String) throws -> ClusterSpec {
    try ClusterSpec.of(documents(of: text))
  }

  /// The cluster of some manifests on one machine with a version of Kubernetes, as it comes up.
  static func of(_ text: String, minor: Int) throws -> ClusterSpec {
    let (loaded, _) = ClusterDocument.read(
      "version: \"1.\(minor)\", start: cold, zones: [{name: a}], "
        + "nodePools: [{name: worker, cpu: \"4\", memory: 8Gi}]")
    let cluster = try #require(loaded?.models.cluster)
    let set = ManifestSet.decode(try documents(of: text), DiagnosticCollector())
    return ClusterSpec(manifests: set, cluster: cluster)
  }

  fileprivate static func of(_ documents: [ManifestDocument]) throws -> ClusterSpec {
    let diagnostics = DiagnosticCollector()
    let set = ManifestSet.decode(documents, diagnostics)
    try #require(!diagnostics.hasErrors, "\(diagnostics.diagnostics.items.map(\.message))")
    return ClusterSpec(manifests: set, cluster: nil)
  }

  fileprivate static func documents(of text: String) throws -> [ManifestDocument] {
    let diagnostics = DiagnosticCollector()
    let loader = ManifestLoader(sources: SourceMap(), diagnostics: diagnostics)
    let documents = loader.documents(of: Array(text.utf8), path: "test.yaml")
    try #require(!diagnostics.hasErrors, "\(diagnostics.diagnostics.items.map(\.message))")
    return documents
  }
}

extension ClusterWorld {
  /// Applies a file to a world that was started with another; returns why the API refused it.
  @discardableResult
  mutating func apply(
    _ file: String, to before: String, in simulation: inout Simulation
  ) throws -> String? {
    let known = try ClusterSpec.documents(of: before)
    let objects = try ClusterSpec.documents(of: file)
    let others = known.filter { old in
      !objects.contains {
        $0.kind == old.kind && $0.name == old.name && $0.namespace == old.namespace
      }
    }
    let update = ClusterUpdate(
      from: try ClusterSpec.of(known), to: try ClusterSpec.of(others + objects),
      documents: objects, earlier: known)
    let path = ManifestPath(path: "more.yaml", span: .unknown)
    return cluster.make(.apply(path), update: update, in: &simulation)
  }
}
