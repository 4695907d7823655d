import Manifests

/// Of a Pod's spec only images and the deadline change, and tolerations are added
/// (pkg/apis/core/validation ValidatePodUpdate).
struct PodUpdate: UpdateRule {
  /// The API's words.
  static let words =
    "spec: Forbidden: pod updates may not change fields other than "
    + "`spec.containers[*].image`,`spec.initContainers[*].image`,"
    + "`spec.activeDeadlineSeconds`,`spec.tolerations` (only additions to existing tolerations),"
    + "`spec.terminationGracePeriodSeconds` (allow it to be set to 1 if it was previously negative)"

  var kinds: [String] { ["Pod"] }

  func problem(from old: YAMLNode, to new: YAMLNode) -> String? {
    guard fixed(old) != fixed(new) || !keepsTolerations(of: old, new) else { return nil }
    return Self.words
  }

  private func fixed(_ pod: YAMLNode) -> CanonicalText {
    var spec = pod["spec"]?.without(["activeDeadlineSeconds", "tolerations"])
    for list in ["containers", "initContainers"] {
      spec = spec?.changing(list) { $0.mapping { $0.without(["image"]) } }
    }
    return CanonicalText(spec, key: "spec")
  }

  private func keepsTolerations(of old: YAMLNode, _ new: YAMLNode) -> Bool {
    let (before, after) = (tolerations(of: old), tolerations(of: new))
    return before.allSatisfy(after.contains)
  }

  private func tolerations(of pod: YAMLNode) -> [CanonicalText] {
    (pod.value(at: ["spec", "tolerations"])?.elements ?? []).map { CanonicalText($0) }
  }
}
