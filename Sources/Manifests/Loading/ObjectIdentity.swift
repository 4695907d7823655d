/// What makes an object the same object: group, kind, namespace and name; the version does not.
package struct ObjectIdentity: Hashable, Sendable {
  /// The API group; nothing for Kubernetes' core.
  package var group: String
  /// Kind as written: `Deployment`.
  package var kind: String
  /// Where it lives; `default` where it was not written.
  package var namespace: String
  /// `metadata.name`.
  package var name: String
}

extension ManifestDocument {
  /// The object's identity; no namespace means `default`, as for kubectl.
  var identity: ObjectIdentity {
    ObjectIdentity(group: group, kind: kind, namespace: namespace ?? "default", name: name)
  }

  /// `metadata.finalizers`: what keeps the object when it is deleted.
  package var finalizers: [String] {
    (node["metadata"]?["finalizers"]?.elements ?? []).compactMap(\.text)
  }
}

/// The rules that need all objects at once.
struct ObjectSet {
  private let diagnostics: DiagnosticCollector
  private(set) var documents: [ManifestDocument]

  init(_ documents: [ManifestDocument], _ diagnostics: DiagnosticCollector) {
    self.documents = documents
    self.diagnostics = diagnostics
  }

  /// Reports objects given twice; the last one stays, at the first one's position.
  mutating func mergeDuplicates() {
    var positions: [ObjectIdentity: Int] = [:]
    var kept: [ManifestDocument] = []
    for document in documents {
      guard let position = positions[document.identity] else {
        positions[document.identity] = kept.count
        kept.append(document)
        continue
      }
      let namespace = document.namespace.map { " in namespace \"\($0)\"" } ?? ""
      diagnostics.error(
        "\(document.kind) \"\(document.name)\"\(namespace) is given twice",
        at: document.nameSpan, code: "duplicate-object",
        help: diagnostics.lenient ? "the last one is used" : nil,
        labels: [(kept[position].nameSpan, "first given here")])
      kept[position] = document
    }
    documents = kept
  }

  /// Drops objects that a dump shows but another object of the set creates.
  ///
  /// A Pod whose ReplicaSet is not in the set still goes if that ReplicaSet's Deployment is. Static
  /// pods stay: the Node that owns them creates nothing in a simulation.
  mutating func dropControlled() {
    var uids: [ObjectIdentity: String] = [:]
    for document in documents {
      uids[document.identity] = document.node["metadata"]?["uid"]?.text ?? ""
    }
    documents.removeAll { document in
      guard let owner = document.controller, owner.identity.kind != "Node" else { return false }
      let candidates = [owner.identity, owner.clusterIdentity, document.deployment(above: owner)]
      return candidates.contains { candidate in
        guard let candidate, let uid = uids[candidate] else { return false }
        return uid.isEmpty || owner.uid.isEmpty || uid == owner.uid || candidate.kind != owner.kind
      }
    }
  }

  /// Warns once of each namespace that objects use but no Namespace object creates.
  ///
  /// A scenario's file is a part of the platform that it names. The namespace that an object of the
  /// whole cluster may name is passed over, as the API server does (apiserver pkg/registry/rest
  /// EnsureObjectNamespaceMatchesRequestNamespace).
  func reportMissingNamespaces() {
    var known: Set = ["default", "kube-system", "kube-public", "kube-node-lease"]
    for document in documents where document.kind == "Namespace" && document.group.isEmpty {
      known.insert(document.name)
    }
    let scenarios = documents.filter { $0.group == "vhsim.dev" && $0.kind == Scenario.kind }
    let parts = Set(scenarios.map(\.path))
    let scopes = ClusterScopes(documents)
    for document in documents
    where document.group != "vhsim.dev" && !parts.contains(document.path)
      && !scopes.contains(document)
    {
      guard let namespace = document.namespace, known.insert(namespace).inserted else { continue }
      diagnostics.warning(
        "namespace \"\(namespace)\" is not among the manifests; it is taken to exist",
        at: document.node["metadata"]?["namespace"]?.span ?? document.nameSpan,
        code: "missing-namespace")
    }
  }
}

/// The owner of an object that is its controller.
private struct ControllerReference {
  var identity: ObjectIdentity
  var uid: String

  var kind: String { identity.kind }

  /// The same owner outside any namespace.
  var clusterIdentity: ObjectIdentity {
    var identity = identity
    identity.namespace = "default"
    return identity
  }
}

extension ManifestDocument {
  /// The controller that `metadata.ownerReferences` names.
  fileprivate var controller: ControllerReference? {
    for reference in node["metadata"]?["ownerReferences"]?.elements ?? [] {
      guard reference["controller"]?.scalar == .bool(true),
        let version = reference["apiVersion"]?.text, let kind = reference["kind"]?.text,
        let name = reference["name"]?.text
      else { continue }
      let group = version.contains("/") ? String(version.prefix { $0 != "/" }) : ""
      let identity = ObjectIdentity(
        group: group, kind: kind, namespace: namespace ?? "default", name: name)
      return ControllerReference(identity: identity, uid: reference["uid"]?.text ?? "")
    }
    return nil
  }

  /// The Deployment above a Pod's ReplicaSet, found by the template hash in their names.
  fileprivate func deployment(above owner: ControllerReference) -> ObjectIdentity? {
    guard owner.kind == "ReplicaSet",
      let hash = node["metadata"]?["labels"]?["pod-template-hash"]?.text,
      owner.identity.name.hasSuffix("-" + hash)
    else { return nil }
    var identity = owner.identity
    identity.kind = "Deployment"
    identity.name = String(identity.name.dropLast(hash.count + 1))
    return identity
  }
}
