import Manifests

/// An object of the API as quotas see it: what it charges while it is there, and what keeps it
/// there.
///
/// Pods are charged one by one (`PodTemplate.quotaUsage`). Source: kubernetes
/// pkg/quota/v1/evaluator/core; apiserver pkg/quota/v1/generic.
struct QuotaObject: Hashable, Sendable {
  /// Its kind, as users write it.
  let kind: String
  /// Its namespace.
  let namespace: String
  /// Its name.
  let name: String
  /// Its resource with the group, as `deployments.apps`.
  let resource: String
  /// What it charges.
  var charges: [QuotaAmount]
  /// What scopes of quotas look at.
  var scoping = QuotaScoping.object
  /// Whether a controller makes it, before anything that users write comes in.
  var isMade = false
  /// Its finalizers, which files alone take away.
  var finalizers: [String] = []
  /// How it was deleted, if finalizers keep it; nil while nobody has deleted it
  /// (`metadata.deletionTimestamp`).
  var end: DeletionCascade?

  /// Whether pods read it.
  var isConfiguration: Bool { kind == "ConfigMap" || kind == "Secret" }

  /// Resources that quotas count by their bare names too (legacyObjectCountAliases, and those of
  /// the evaluators of Services and claims).
  private static let bareNames = [
    "configmaps", "resourcequotas", "replicationcontrollers", "secrets", "services",
    "persistentvolumeclaims",
  ]

  /// Makes an object that is counted and charges nothing else.
  init(kind: String, resource: String, namespace: String, name: String) {
    self.kind = kind
    self.resource = resource
    self.namespace = namespace
    self.name = name
    charges = [QuotaAmount(name: "count/" + resource, units: 1)]
    if Self.bareNames.contains(resource) { charges.append(QuotaAmount(name: resource, units: 1)) }
  }

  /// Makes a claim, whose class is resolved: it charges its storage, also to its class.
  init(_ claim: ClaimSpecification, storageClass: String) {
    self.init(
      kind: "PersistentVolumeClaim", resource: "persistentvolumeclaims",
      namespace: claim.namespace, name: claim.name)
    scoping = .claim(attributesClass: claim.attributesClass)
    let storage = QuotaAmount(name: "requests.storage", units: claim.bytes)
    charges.append(storage)
    guard !storageClass.isEmpty else { return }
    let prefix = storageClass + ".storageclass.storage.k8s.io/"
    charges.append(QuotaAmount(name: prefix + "persistentvolumeclaims", units: 1))
    charges.append(QuotaAmount(name: prefix + storage.name, milli: storage.milli))
  }

  /// Makes a Service, which charges its load balancer and its ports on the nodes.
  ///
  /// - Parameter written: the node ports that it names; nil where it gets one for each port.
  init(_ service: ServiceSpec, written: Int?) {
    self.init(
      kind: "Service", resource: "services", namespace: service.namespace, name: service.name)
    let isBalanced = service.type == "LoadBalancer"
    if isBalanced { charges.append(QuotaAmount(name: "services.loadbalancers", units: 1)) }
    guard isBalanced || service.type == "NodePort" else { return }
    let ports = isBalanced ? written ?? service.ports.count : service.ports.count
    charges.append(QuotaAmount(name: "services.nodeports", units: Int64(ports)))
  }

  /// The plural of a kind, where no definition gives it (apimachinery pkg/api/meta
  /// UnsafeGuessKindToResource).
  static func plural(of kind: String) -> String {
    let singular = kind.lowercased()
    if singular == "endpoints" { return singular }
    if singular.hasSuffix("s") { return singular + "es" }
    return singular.hasSuffix("y") ? String(singular.dropLast()) + "ies" : singular + "s"
  }

  /// Whether it is the object of a kind, namespace and name.
  func isObject(_ kind: String, _ namespace: String, _ name: String) -> Bool {
    self.name == name && self.namespace == namespace && self.kind == kind
  }
}
