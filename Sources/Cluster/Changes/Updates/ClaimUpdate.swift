import Manifests

/// A claim's spec stays, but for what it requests (pkg/apis/core/validation
/// ValidatePersistentVolumeClaimUpdate); that it does not shrink is a rule of its volume.
struct ClaimUpdate: UpdateRule {
  var kinds: [String] { ["PersistentVolumeClaim"] }

  func problem(from old: YAMLNode, to new: YAMLNode) -> String? {
    guard fixed(old) != fixed(new) else { return nil }
    return "spec: Forbidden: spec is immutable after creation except resources.requests and "
      + "volumeAttributesClassName for bound claims"
  }

  private func fixed(_ claim: YAMLNode) -> CanonicalText {
    let spec = claim["spec"]?.without(["volumeAttributesClassName"])
      .changing("resources") { $0.without(["requests"]) }
    return CanonicalText(spec, key: "spec")
  }
}
