/// A kind of resources of which an operator makes plain objects, StatefulSets above all.
///
/// One kind is one file with its value, and a line in `all`: everything that knows Kubernetes' own
/// kinds then knows what becomes of such a resource.
package struct OperatedKind: Sendable {
  /// All of them.
  package static let all: [OperatedKind] = [
    .elasticsearch, .rabbitmqCluster, .zalandoPostgres, .clickhouseInstallation, .clickhouseKeeper,
    .minioTenant,
  ]

  /// API versions, as `rabbitmq.com/v1beta1`.
  package let apiVersions: [String]
  /// Kind, as `RabbitmqCluster`.
  package let kind: String
  /// Writes the objects that the operator makes of a resource's `spec`.
  let write: @Sendable (inout ObjectReader, inout OperatedObjects) -> Void

  /// Makes a kind of what its operator writes.
  init(
    _ apiVersions: [String], _ kind: String,
    write: @escaping @Sendable (inout ObjectReader, inout OperatedObjects) -> Void
  ) {
    self.apiVersions = apiVersions
    self.kind = kind
    self.write = write
  }

  /// The kind of a document; nil where it is none of these.
  static func of(_ node: YAMLNode) -> OperatedKind? {
    all.first { known in
      known.kind == node["kind"]?.text
        && known.apiVersions.contains { $0 == node["apiVersion"]?.text }
    }
  }

  /// The workloads that the operator makes of a document.
  static func workloads(madeOf document: ManifestDocument) -> [String] {
    guard of(document.node) != nil,
      let resource = OperatedResource(from: document.node, DiagnosticCollector())
    else { return [] }
    return resource.made.filter { ["StatefulSet", "Deployment"].contains($0.kind) }.map(\.name)
  }
}
