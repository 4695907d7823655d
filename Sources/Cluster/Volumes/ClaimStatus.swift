/// A claim as its status says it (core/v1 PersistentVolumeClaimStatus).
package struct ClaimStatus: Sendable {
  /// Namespace of its object.
  package let namespace: String
  /// Name of its object.
  package let name: String
  /// Bytes that it asks for.
  package let requested: Int64
  /// Whether it has a volume.
  package let isBound: Bool
  /// Name of its class; empty without one.
  package let storageClass: String
  /// Name of its volume; empty without one.
  package let volume: String
}

extension Cluster {
  /// The claims in the order of their creation, nil for deleted ones.
  package var claimStatus: [ClaimStatus?] {
    volumes.claims.map { claim in
      guard !claim.isDeleted else { return nil }
      let storageClass =
        claim.storageClass >= 0
        ? volumes.classes[Int(claim.storageClass)].name : claim.spec.storageClass ?? ""
      return ClaimStatus(
        namespace: claim.spec.namespace, name: claim.spec.name, requested: claim.spec.bytes,
        isBound: claim.volume >= 0, storageClass: storageClass,
        volume: claim.volume >= 0 ? volumes.volumes[Int(claim.volume)].spec.name : "")
    }
  }
}
