/// PgBouncer pods before a CloudNativePG cluster.
///
/// Source: postgresql.cnpg.io/v1 Pooler.
package struct Pooler: ManifestResource {
  /// Name, namespace, labels and annotations.
  package var metadata: ObjectMeta
  /// Cluster.
  package var cluster: LocalObjectReference
  /// `rw` or `ro`: which instances are behind it.
  package var type: String = "rw"
  /// Pods.
  package var instances: Int = 1
  /// Settings.
  package var pgbouncer: PoolerSettings = PoolerSettings()
  /// Changes of the pods.
  package var template: YAMLNode?
  /// Where the whole object was written.
  package var span: SourceSpan

  /// Reads the object, with upstream's defaults for absent fields.
  package init?(from node: YAMLNode, _ diagnostics: DiagnosticCollector) {
    guard var object = ObjectReader(node, diagnostics, what: "a Pooler") else { return nil }
    let metadata: ObjectMeta? = object.required("metadata")
    guard var spec = object.requiredSection("spec", diagnostics) else { return nil }
    let cluster: LocalObjectReference? = spec.required("cluster")
    spec.read("type", into: &type)
    spec.read("instances", into: &instances)
    checkNotNegative(instances, "instances", spec.span(of: "instances"), diagnostics)
    spec.read("pgbouncer", into: &pgbouncer)
    spec.read("template", into: &template)
    guard let metadata, let cluster else { return nil }
    self.metadata = metadata
    self.cluster = cluster
    span = object.span
  }
}
