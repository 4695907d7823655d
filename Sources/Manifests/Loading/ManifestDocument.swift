/// One object of the input: its identity, its place and its whole content.
package struct ManifestDocument: Sendable {
  /// API group and version as written: `apps/v1`.
  package var apiVersion: String
  /// Kind as written: `Deployment`.
  package var kind: String
  /// `metadata.name`.
  package var name: String
  /// `metadata.namespace`; nil where it was not written.
  package var namespace: String?
  /// The whole object, without `status` and `managedFields`.
  package var node: YAMLNode
  /// Where the object was written.
  package var span: SourceSpan
  /// Where its name was written; the object's place where it has none.
  package var nameSpan: SourceSpan
  /// Path of the file that holds it; paths inside the document are relative to its directory.
  package var path: String

  /// Makes a document.
  package init(
    apiVersion: String, kind: String, name: String, namespace: String?, node: YAMLNode,
    span: SourceSpan, nameSpan: SourceSpan, path: String
  ) {
    self.apiVersion = apiVersion
    self.kind = kind
    self.name = name
    self.namespace = namespace
    self.node = node
    self.span = span
    self.nameSpan = nameSpan
    self.path = path
  }

  /// The API group: `apps` of `apps/v1`, and nothing for Kubernetes' core.
  package var group: String {
    apiVersion.contains("/") ? String(apiVersion.prefix { $0 != "/" }) : ""
  }

  /// The version within the group: `v1` of `apps/v1`.
  package var version: String {
    apiVersion.split(separator: "/").last.map(String.init) ?? ""
  }
}
