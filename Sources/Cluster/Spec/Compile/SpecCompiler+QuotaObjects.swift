import Manifests

/// What quotas count beside pods: first what controllers make of the manifests, then the manifests'
/// own objects in their order.
extension SpecCompiler {
  mutating func addQuotaObjects() {
    let written = manifests.documents.filter { $0.kind != "Pod" }.map { object(of: $0) }
    for service in spec.services {
      addMade(QuotaObject(service, written: nil), beside: written)
    }
    for object in spec.configurations {
      let kind = object.kind == .secret ? "Secret" : "ConfigMap"
      addMade(
        QuotaObject(
          kind: kind, resource: QuotaObject.plural(of: kind), namespace: object.namespace,
          name: object.name), beside: written)
    }
    for quota in spec.quotas {
      addMade(
        QuotaObject(
          kind: "ServiceAccount", resource: "serviceaccounts", namespace: quota.namespace,
          name: "default"), beside: written)
    }
    spec.objects += written
  }

  private mutating func addMade(_ object: QuotaObject, beside written: [QuotaObject]) {
    let isKnown = (written + spec.objects).contains {
      $0.isObject(object.kind, object.namespace, object.name)
    }
    guard !isKnown else { return }
    spec.objects.append(object)
    spec.objects[spec.objects.count - 1].isMade = true
  }

  private func object(of document: ManifestDocument) -> QuotaObject {
    let space = document.namespace ?? "default"
    switch document.kind {
    case "Service" where document.group.isEmpty:
      if let service = spec.services.first(where: {
        $0.name == document.name && $0.namespace == space
      }) {
        return QuotaObject(service, written: writtenNodePorts(of: document))
      }
    case "PersistentVolumeClaim" where document.group.isEmpty:
      if let claim = spec.claims.first(where: {
        $0.name == document.name && $0.namespace == space
      }) {
        let name = claim.storageClass ?? spec.storageClasses.first(where: \.isDefault)?.name
        return QuotaObject(claim, storageClass: name ?? "")
      }
    default: break
    }
    return QuotaObject(
      kind: document.kind, resource: resource(of: document), namespace: space, name: document.name)
  }

  /// The node ports that a balanced Service asks for itself, where it gets no others
  /// (allocateLoadBalancerNodePorts).
  private func writtenNodePorts(of document: ManifestDocument) -> Int? {
    let spec = document.node["spec"]
    guard spec?["allocateLoadBalancerNodePorts"]?.text == "false" else { return nil }
    return spec?["ports"]?.elements?.count { $0["nodePort"] != nil } ?? 0
  }

  /// `<plural>.<group>`, as the definition of a custom resource says, or as kinds are written.
  private func resource(of document: ManifestDocument) -> String {
    let definition = manifests.customResourceDefinitions.first {
      $0.group == document.group && $0.names?.kind == document.kind
    }
    let plural = definition?.names?.plural ?? QuotaObject.plural(of: document.kind)
    return document.group.isEmpty ? plural : plural + "." + document.group
  }
}
