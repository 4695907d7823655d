/// The schema of a custom resource's version, as it was written.
///
/// Source: Kubernetes apiextensions/v1 JSONSchemaProps.
package struct CustomResourceSchema: Sendable {
  /// The schema of the whole object.
  package let node: YAMLNode
}
