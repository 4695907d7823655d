/// A Redis with replicas under Sentinel, run by Spotahome's operator.
///
/// Source: databases.spotahome.com/v1 RedisFailover (`api/redisfailover/v1`).
package struct RedisFailoverResource: ManifestResource {
  /// Name, namespace, labels and annotations.
  package var metadata: ObjectMeta
  /// The master and its replicas.
  package var redis: RedisFailoverNodes = RedisFailoverNodes()
  /// The Sentinels.
  package var sentinel: RedisFailoverNodes = RedisFailoverNodes()
  /// Where the whole object was written.
  package var span: SourceSpan

  /// Reads the object, with upstream's defaults for absent fields.
  package init?(from node: YAMLNode, _ diagnostics: DiagnosticCollector) {
    guard var object = ObjectReader(node, diagnostics, what: "a RedisFailover") else { return nil }
    let metadata: ObjectMeta? = object.required("metadata")
    guard var spec = object.requiredSection("spec", diagnostics) else { return nil }
    spec.read("redis", into: &redis)
    spec.read("sentinel", into: &sentinel)
    guard let metadata else { return nil }
    self.metadata = metadata
    span = object.span
  }

  /// Reports what the operator refuses.
  package func check(_ diagnostics: DiagnosticCollector) {
    redis.resources.check(diagnostics)
    sentinel.resources.check(diagnostics)
  }
}
