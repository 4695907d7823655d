/// A label within a namespace.
private struct NamespacedLabel: Hashable {
  let namespace: String
  let label: StringMap.Entry
}

/// A platform as the checks see it: its objects, by the names under which they look for each other.
package struct CheckedPlatform: Sendable {
  /// The objects.
  package let manifests: ManifestSet
  /// What was written about the platform beside the manifests.
  package let models: PlatformModels
  /// Whether everything that belongs to the platform is here.
  package let isWhole: Bool
  /// Everything that makes pods.
  package let pods: [PodMaker]
  /// Names of Services, those that operators make and those of every cluster included.
  package let services: NamedObjects
  let software: PlatformSoftware
  private let podsOfNamespace: [String: [Int]]
  /// What makes pods with a label, where no other labels come at run time.
  private let podsOfLabel: [NamespacedLabel: [Int]]
  /// By namespace: what makes pods that get more labels at run time.
  private let relabelledPods: [String: [Int]]
  private let placeOfService: [String: Int]
  private let placeOfPods: [String: Int]

  /// Takes in a platform; objects that could not be decoded are missing.
  package init(_ manifests: ManifestSet, models: PlatformModels, isWhole: Bool) {
    self.manifests = manifests
    self.models = models
    self.isWhole = isWhole
    software = PlatformSoftware(manifests)
    pods = manifests.podMakers
    var podsOfNamespace: [String: [Int]] = [:]
    var podsOfLabel: [NamespacedLabel: [Int]] = [:]
    var relabelledPods: [String: [Int]] = [:]
    var placeOfPods: [String: Int] = [:]
    for (index, group) in pods.enumerated() {
      placeOfPods["\(group.kind.lowercased())/\(group.namespace)/\(group.name)"] = index
      podsOfNamespace[group.namespace, default: []].append(index)
      guard !group.isRelabelled else {
        relabelledPods[group.namespace, default: []].append(index)
        continue
      }
      for label in Set(group.labels.entries) {
        let place = NamespacedLabel(namespace: group.namespace, label: label)
        podsOfLabel[place, default: []].append(index)
      }
    }
    self.podsOfNamespace = podsOfNamespace
    self.podsOfLabel = podsOfLabel
    self.relabelledPods = relabelledPods
    self.placeOfPods = placeOfPods
    var services = NamedObjects()
    for service in software.services.services { services.add(service.name, in: service.namespace) }
    // kube-apiserver's own Service, and those of the DNS add-on and of the mesh, which installers
    // bring.
    services.addSilently("kubernetes", in: "default")
    services.addSilently("kube-dns", in: "kube-system")
    services.addSilently("istiod", in: "istio-system")
    self.services = services
    var placeOfService: [String: Int] = [:]
    for (index, service) in manifests.services.enumerated() {
      placeOfService["\(service.metadata.home)/\(service.metadata.name)"] = index
    }
    self.placeOfService = placeOfService
  }

  /// A Service of the manifests.
  func service(_ name: String, in namespace: String) -> Service? {
    placeOfService["\(namespace)/\(name)"].map { manifests.services[$0] }
  }

  /// What makes a workload's pods; nil where an operator does.
  func pods(of workload: RunningWorkload) -> PodMaker? {
    placeOfPods["\(workload.kind)/\(workload.namespace)/\(workload.name)"].map { pods[$0] }
  }

  /// What makes pods in a namespace.
  func pods(in namespace: String) -> [PodMaker] {
    (podsOfNamespace[namespace] ?? []).map { pods[$0] }
  }

  /// What makes the pods that a Service selects.
  func pods(of service: Service) -> [PodMaker] {
    guard let label = service.selector.entries.first else { return [] }
    let home = service.metadata.home
    let near =
      (podsOfLabel[NamespacedLabel(namespace: home, label: label)] ?? [])
      + (relabelledPods[home] ?? [])
    return near.sorted().filter { pods[$0].matches(service.selector) }.map { pods[$0] }
  }

  /// Whether pods with some labels may come from an object of a kind that the twin does not know:
  /// its template of pods has them, or its operator names what it makes after it.
  func mayBeOperated(_ labels: StringMap, in namespace: String) -> Bool {
    manifests.unknown.contains { object in
      guard (object.namespace ?? "default") == namespace else { return false }
      let template = object.node["spec"]?["template"]?["metadata"]?["labels"]
      return labels.entries.contains { $0.value == object.name }
        || labels.entries.allSatisfy { template?[$0.key]?.text == $0.value }
    }
  }
}

extension ManifestSet {
  /// Whether an object of a kind that the twin does not know, or of which operators make plain
  /// objects, may have made something of a name: its operator names what it makes after it, as
  /// `NAME-app` or `USER.NAME.credentials`.
  package func mayBeOperated(_ name: String, in namespace: String) -> Bool {
    let owners =
      unknown.map { ($0.namespace ?? "default", $0.name) }
      + operated.map { ($0.metadata.home, $0.metadata.name) }
    return owners.contains { home, owner in
      home == namespace
        && (owner == name || name.hasPrefix(owner + "-")
          || name.split(separator: ".").contains { $0 == owner })
    }
  }
}

extension ObjectMeta {
  /// Whether a controller made the object and looks after it.
  package var hasController: Bool { ownerReferences.contains(where: \.controller) }

  /// The namespace in which the object is looked for.
  package var home: String { namespace ?? "default" }
}
