/// A workload named in a model or a scenario: `deployment/gateway`.
package struct WorkloadReference: Sendable {
  /// Kind in lower case, with the API group where one was written: `deployment`,
  /// `cluster.postgresql.cnpg.io`; nil where the reference gives only a name.
  package let kind: String?
  /// Namespace; nil where the reference gives none.
  package let namespace: String?
  /// Name.
  package let name: String
  /// Where the reference was written.
  package let span: SourceSpan

  /// Makes a reference.
  package init(kind: String?, namespace: String?, name: String, span: SourceSpan) {
    self.kind = kind
    self.namespace = namespace
    self.name = name
    self.span = span
  }
}

/// A Service or store named in a step: `gateway` or `gateway.voicehelper`.
package struct ServiceReference: Sendable {
  /// Name.
  package let name: String
  /// Namespace; nil means that of the document, and then the only one that has the name.
  package let namespace: String?
  /// Where the reference was written.
  package let span: SourceSpan

  /// The reference as it was written.
  package var text: String { namespace.map { name + "." + $0 } ?? name }
}

/// A single object of the cluster, by kind, namespace and name.
package struct NamedObject: Sendable {
  /// Kind as manifests write it: `Deployment`.
  package let kind: String
  /// Namespace; nil for objects without one.
  package let namespace: String?
  /// Name.
  package let name: String
  /// What becomes of what it owns when it is deleted.
  package let cascade: DeletionCascade
  /// Where the reference was written.
  package let span: SourceSpan

  /// Makes a reference.
  package init(
    kind: String, namespace: String?, name: String, cascade: DeletionCascade = .background,
    span: SourceSpan
  ) {
    self.kind = kind
    self.namespace = namespace
    self.name = name
    self.cascade = cascade
    self.span = span
  }
}
