/// Namespaces whose pods get a sidecar, and how that is known.
package struct MeshedNamespaces: Sendable {
  /// Their names.
  package let names: [String]
  /// Whether nobody says which namespaces are injected, so that those are taken whose Services the
  /// mesh's rules are about.
  package let isInferred: Bool
  /// Whether the Cluster document says that there is no mesh.
  package let isOff: Bool

  /// Finds them: those that the Cluster document names, else those with Istio's label, else, where
  /// injection is nowhere spoken of, those of the Services that rules for sidecars are about.
  package init(_ manifests: ManifestSet, _ mesh: MeshSettings?) {
    isOff = mesh.map { !$0.isEnabled } ?? false
    let labelled = manifests.namespaces.filter(\.isInjected).map(\.metadata.name)
    if let mesh {
      names = mesh.isEnabled ? mesh.namespaces ?? labelled : []
      isInferred = false
    } else if !labelled.isEmpty || manifests.choosesSidecars {
      names = labelled
      isInferred = false
    } else {
      names = manifests.ruledNamespaces
      isInferred = !names.isEmpty
    }
  }
}

extension Namespace {
  /// Whether Istio's webhook injects sidecars into its pods (istio.io, Sidecar injection).
  fileprivate var isInjected: Bool {
    metadata.labels["istio-injection"] == "enabled"
      || metadata.labels["istio-injection"] == nil && metadata.labels["istio.io/rev"] != nil
  }
}

extension ManifestSet {
  private static let choice = "sidecar.istio.io/inject"

  /// Whether a namespace or a pod says that it gets a sidecar or none.
  fileprivate var choosesSidecars: Bool {
    namespaces.contains { $0.metadata.labels["istio-injection"] != nil }
      || templates.contains { $0.metadata.labels[Self.choice] != nil }
  }

  private var templates: [PodTemplateSpec] {
    deployments.map(\.template) + statefulSets.map(\.template) + daemonSets.map(\.template)
  }

  /// The namespaces of Services that VirtualServices for sidecars or DestinationRules are about.
  fileprivate var ruledNamespaces: [String] {
    let routed = virtualServices.filter { $0.gateways.contains("mesh") }.flatMap { route in
      route.hosts.map { MeshHost($0, from: route.metadata.home) }
    }
    let ruled = destinationRules.map { MeshHost($0.host, from: $0.metadata.home) }
    let places = (routed + ruled).compactMap(\.service)
    let known = places.filter { place in services.contains { $0.place == place } }
    return Set(known.map(\.namespace)).sorted()
  }
}
