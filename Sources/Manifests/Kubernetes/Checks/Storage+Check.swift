extension PersistentVolumeClaim {
  /// Reports what the API server refuses (pkg/apis/core/validation ValidatePersistentVolumeClaim).
  package func check(_ diagnostics: DiagnosticCollector) {
    diagnostics.checkReference(
      spec.storageClassName, "the storage class", at: spec.storageClassNameSpan)
    // Modes and sizes that could not be read were reported where they stand.
    if spec.accessModes.isEmpty, !spec.statesModes {
      diagnostics.error(
        "a claim needs at least one access mode", at: span.start, code: "missing-field")
    }
    if spec.accessModes.count > 1, spec.accessModes.contains(.readWriteOncePod) {
      diagnostics.error(
        "ReadWriteOncePod goes with no other access mode", at: span.start, code: "invalid-value")
    }
    guard let storage = spec.resources.requests["storage"] else {
      if spec.statesSize { return }
      diagnostics.error(
        "a claim needs resources.requests.storage", at: spec.resourcesSpan.start,
        code: "missing-field")
      return
    }
    if storage <= .zero {
      diagnostics.error(
        "the requested storage must be greater than 0", at: spec.resourcesSpan.start,
        code: "out-of-range")
    }
  }
}

extension StorageClass {
  /// Reports what the API server refuses (pkg/apis/storage/validation ValidateStorageClass).
  package func check(_ diagnostics: DiagnosticCollector) {
    if provisioner.isEmpty {
      diagnostics.error(
        "a StorageClass needs a provisioner", at: provisionerSpan, code: "missing-field",
        help: "kubernetes.io/no-provisioner makes no volumes")
    } else if !isQualifiedName(provisioner.lowercased()) {
      diagnostics.error(
        "\"\(provisioner)\" is no name of a provisioner", at: provisionerSpan,
        code: "invalid-name", help: "as ebs.csi.aws.com or kubernetes.io/no-provisioner")
    }
    for term in allowedTopologies.flatMap(\.matchLabelExpressions) { term.check(diagnostics) }
    if reclaimPolicy == .recycle {
      diagnostics.error(
        "the reclaimPolicy of a StorageClass is Delete or Retain", at: reclaimPolicySpan,
        code: "invalid-value")
    }
  }
}

extension TopologyLabelRequirement {
  /// Reports places that are none (validateTopologySelectorLabelRequirement).
  fileprivate func check(_ diagnostics: DiagnosticCollector) {
    if !isQualifiedName(key) {
      diagnostics.error("\"\(key)\" is no label name", at: spans["key"], code: "invalid-label")
    }
    if values.isEmpty {
      diagnostics.error(
        "a place to provision in needs values", at: spans["values"], code: "missing-field")
    } else if Set(values).count < values.count {
      diagnostics.error(
        "a place to provision in has a value twice", at: spans["values"], code: "duplicate-name")
    }
  }
}

extension PersistentVolume {
  /// Reports a size of nothing, and a place that is none (ValidatePositiveQuantityValue,
  /// validateLocalVolumeSource, validateVolumeNodeAffinity).
  private func checkPlace(_ diagnostics: DiagnosticCollector) {
    if let size = capacity["storage"], size <= .zero {
      diagnostics.error(
        "capacity.storage must be above 0", at: spans["capacity"], code: "out-of-range")
    }
    diagnostics.checkReference(
      storageClassName, "the storage class", at: spans["storageClassName"])
    for entry in capacity.entries where entry.name != "storage" {
      diagnostics.error(
        "a volume has no capacity of \(entry.name)", at: entry.span, code: "invalid-value",
        help: "write storage")
    }
    checkPaths(diagnostics)
    nodeAffinity?.required?.check(diagnostics)
    if let nfs, nfs.server.isEmpty {
      diagnostics.error(
        "an NFS volume needs a server", at: nfs.spans["server"], code: "missing-field")
    }
    guard let csi else { return }
    diagnostics.checkDriver(csi.driver, at: csi.spans["driver"])
    if csi.volumeHandle.isEmpty {
      diagnostics.error(
        "a csi volume needs a volumeHandle", at: csi.spans["volumeHandle"], code: "missing-field")
    }
  }

  /// Reports paths that lead nowhere, or that may not be emptied (validateLocalVolumeSource,
  /// validateHostPathVolumeSource, validateNFSVolumeSource).
  private func checkPaths(_ diagnostics: DiagnosticCollector) {
    let paths =
      (local.map { [("local", $0.path, $0.spans["path"])] } ?? [])
      + (hostPath.map { [("hostPath", $0.path, $0.pathSpan)] } ?? [])
      + (nfs.map { [("nfs", $0.path, $0.pathSpan)] } ?? [])
    for (kind, path, span) in paths {
      if path.isEmpty {
        diagnostics.error("the \(kind) volume needs a path", at: span, code: "missing-field")
      } else if kind == "nfs" ? !path.hasPrefix("/") : path.split(separator: "/").contains("..") {
        diagnostics.error(
          "the path \"\(path)\" must be " + (kind == "nfs" ? "absolute" : "without \"..\""),
          at: span, code: "invalid-value")
      }
    }
    guard persistentVolumeReclaimPolicy == .recycle, let hostPath,
      hostPath.path.hasPrefix("/"), hostPath.path.allSatisfy({ $0 == "/" || $0 == "." })
    else { return }
    diagnostics.error(
      "the path / of a node may not be recycled", at: spans["persistentVolumeReclaimPolicy"],
      code: "invalid-value")
  }

  /// Reports what the API server refuses (pkg/apis/core/validation ValidatePersistentVolumeSpec).
  package func check(_ diagnostics: DiagnosticCollector) {
    if capacity["storage"] == nil {
      diagnostics.error("a volume needs capacity.storage", at: span.start, code: "missing-field")
    }
    if accessModes.isEmpty {
      diagnostics.error(
        "a volume needs at least one access mode", at: span.start, code: "missing-field")
    } else if accessModes.count > 1, accessModes.contains(.readWriteOncePod) {
      diagnostics.error(
        "ReadWriteOncePod goes with no other access mode", at: spans["accessModes"].start,
        code: "invalid-value")
    }
    if sourceCount == 0 {
      diagnostics.error(
        "a volume must specify a volume type", at: span.start, code: "missing-field",
        help: "such as csi, nfs, local or hostPath")
    } else if sourceCount > 1 {
      diagnostics.error(
        "a volume has one volume type, and \(sourceCount) are written", at: span.start,
        code: "invalid-value")
    }
    checkPlace(diagnostics)
    if local != nil, nodeAffinity == nil {
      diagnostics.error(
        "a local volume needs nodeAffinity", at: span.start, code: "missing-field")
    }
  }
}

extension PostgresCluster {
  /// Reports what CloudNativePG's webhook refuses (api/v1 cluster_webhook.go).
  package func check(_ diagnostics: DiagnosticCollector) {
    if instances < 1 {
      diagnostics.error("instances must be at least 1", at: instancesSpan, code: "out-of-range")
    }
    if maxSyncReplicas > 0, maxSyncReplicas >= instances || minSyncReplicas > maxSyncReplicas {
      diagnostics.error(
        "maxSyncReplicas must be below instances and not below minSyncReplicas",
        at: span.start, code: "out-of-range")
    }
    if let synchronous = postgresql.synchronous, synchronous.number < 1 {
      diagnostics.error(
        "synchronous.number must be at least 1", at: span.start, code: "out-of-range")
    }
    if storage.size == nil, storage.pvcTemplate == nil {
      let place = storage.span.isKnown ? storage.span : span
      diagnostics.error("storage needs a size", at: place.start, code: "missing-field")
    }
    resources.check(diagnostics)
  }
}

extension KafkaNodePool {
  /// Reports what Strimzi refuses in a node pool.
  package func check(_ diagnostics: DiagnosticCollector) {
    checkNotNegative(replicas, "replicas", replicasSpan, diagnostics)
    resources.check(diagnostics)
  }
}
