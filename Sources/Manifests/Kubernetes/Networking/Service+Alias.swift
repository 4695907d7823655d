/// ExternalName Services: the cluster's DNS answers with another name (CNAME), and nothing else is
/// done for them; no port is mapped, and no endpoints exist.
extension Service {
  /// Where it is: its name and namespace.
  package var place: ServicePlace {
    ServicePlace(name: metadata.name, namespace: metadata.namespace ?? "default")
  }

  /// The Service of the cluster whose name it stands for; nil where it stands for none.
  package var aliased: ServicePlace? {
    guard type == .externalName, let externalName else { return nil }
    let labels = externalName.split(separator: ".").map(String.init)
    guard labels.count >= 3, labels[2] == "svc" else { return nil }
    return ServicePlace(name: labels[0], namespace: labels[1])
  }
}

/// A Service's name and namespace.
package struct ServicePlace: Hashable, Sendable {
  /// Name.
  package let name: String
  /// Namespace.
  package let namespace: String

  /// Makes a place.
  package init(name: String, namespace: String) {
    self.name = name
    self.namespace = namespace
  }
}

extension ManifestSet {
  /// How many names CoreDNS follows one after another (plugin/kubernetes and plugin/pkg/upstream).
  private static let longestChain = 8

  /// The Service at the end of the names that a Service stands for: itself, where it is none; nil
  /// where they lead outside, in a circle or to nothing.
  package func service(meantBy service: Service) -> ServicePlace? {
    var current = service
    for _ in 0..<Self.longestChain {
      guard current.type == .externalName else { return current.place }
      guard let next = current.aliased, let found = services.first(where: { $0.place == next })
      else { return nil }
      current = found
    }
    return nil
  }
}
