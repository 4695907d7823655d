import Manifests

/// What quotas count beside pods: first what controllers make of the manifests, then the manifests'
/// own objects in their order.
extension SpecCompiler {
  mutating func addQuotaObjects() {
    let written = manifests.objects.filter { $0.kind != "Pod" }.map { identity in
      var object = quotaObject(of: identity)
      object.finalizers = (manifests.finalizers[identity] ?? []).filter {
        !OwnFinalizer.isGiven($0, to: identity.kind)
      }
      return object
    }
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
    let isSame = { (other: QuotaObject) in
      other.isObject(object.kind, object.namespace, object.name)
    }
    guard !written.contains(where: isSame), !spec.objects.contains(where: isSame) else { return }
    spec.objects.append(object)
    spec.objects[spec.objects.count - 1].isMade = true
  }

  private func quotaObject(of object: ObjectIdentity) -> QuotaObject {
    switch object.kind {
    case "Service" where object.group.isEmpty:
      if let service = spec.services.first(where: {
        $0.name == object.name && $0.namespace == object.namespace
      }) {
        return QuotaObject(service, written: writtenNodePorts(of: object))
      }
    case "PersistentVolumeClaim" where object.group.isEmpty:
      if let claim = spec.claims.first(where: {
        $0.name == object.name && $0.namespace == object.namespace
      }) {
        let name = claim.storageClass ?? spec.storageClasses.first(where: \.isDefault)?.name
        return QuotaObject(claim, storageClass: name ?? "")
      }
    default: break
    }
    return QuotaObject(
      kind: object.kind, resource: resource(of: object), namespace: object.namespace,
      name: object.name)
  }

  /// The node ports that a balanced Service asks for itself, where it gets no others
  /// (allocateLoadBalancerNodePorts).
  private func writtenNodePorts(of object: ObjectIdentity) -> Int? {
    let written = manifests.services.first {
      $0.metadata.name == object.name && $0.metadata.home == object.namespace
    }
    guard let written, !written.allocateLoadBalancerNodePorts else { return nil }
    return written.ports.count { $0.nodePort != nil }
  }

  /// `<plural>.<group>`, as the definition of a custom resource says, or as kinds are written.
  private func resource(of object: ObjectIdentity) -> String {
    let definition = manifests.customResourceDefinitions.first {
      $0.group == object.group && $0.names?.kind == object.kind
    }
    let plural = definition?.names?.plural ?? QuotaObject.plural(of: object.kind)
    return object.group.isEmpty ? plural : plural + "." + object.group
  }
}
