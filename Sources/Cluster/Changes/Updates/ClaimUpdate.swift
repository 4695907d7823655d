import Manifests

/// A claim's spec stays, but for what it requests (pkg/apis/core/validation
/// ValidatePersistentVolumeClaimUpdate); that it does not shrink is a rule of its volume.
///
/// A file that names no class keeps the one that is there, which may be the default's.
struct ClaimUpdate: UpdateRule {
  /// What the API server says against another spec.
  static let words =
    "spec: Forbidden: spec is immutable after creation except resources.requests and "
    + "volumeAttributesClassName for bound claims"
  private static let storageClass = ["spec", "storageClassName"]

  var kinds: [String] { ["PersistentVolumeClaim"] }

  func problem(from old: YAMLNode, to new: YAMLNode) -> String? {
    let isClassNamed = [old, new].allSatisfy { $0.value(at: Self.storageClass) != nil }
    let free = ["volumeAttributesClassName"] + (isClassNamed ? [] : Self.storageClass.suffix(1))
    guard fixed(old, free) != fixed(new, free) else { return nil }
    return Self.words
  }

  private func fixed(_ claim: YAMLNode, _ free: [String]) -> CanonicalText {
    let spec = claim["spec"]?.without(free)
      .changing("resources") { $0.without(["requests"]) }
    return CanonicalText(spec, key: "spec")
  }
}
