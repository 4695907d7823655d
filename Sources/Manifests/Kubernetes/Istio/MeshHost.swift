/// A host as Istio's resources name it: a name without dots is completed with the resource's
/// namespace, any other is a whole name (istio pkg/config/kube ResolveShortnameToFQDN).
package struct MeshHost: Sendable {
  /// The host as it was written.
  package let text: String
  /// The Service that is meant; nil for hosts outside the cluster and patterns.
  package let service: ServicePlace?
  let namespace: String

  /// A host named in a resource of a namespace.
  package init(_ text: String, from namespace: String) {
    self.text = text
    self.namespace = namespace
    let labels = text.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
    if text.contains("*") {
      service = nil
    } else if labels.count == 1 {
      service = ServicePlace(name: text, namespace: namespace)
    } else if labels.count >= 3, labels[2] == "svc" {
      service = ServicePlace(name: labels[0], namespace: labels[1])
    } else {
      service = nil
    }
  }

  /// Whether a rule about this host is one about another.
  package func covers(_ other: MeshHost) -> Bool {
    if let service, let meant = other.service { return service == meant }
    return text == other.text || text.contains("*")
  }
}
