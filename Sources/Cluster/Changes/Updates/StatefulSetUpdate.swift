import Manifests

/// A StatefulSet's spec stays, but for what its controller can bring about
/// (pkg/apis/apps/validation ValidateStatefulSetUpdate).
struct StatefulSetUpdate: UpdateRule {
  /// The API's words.
  static let words =
    "updates to statefulset spec for fields other than 'replicas', 'ordinals', 'template', "
    + "'updateStrategy', 'revisionHistoryLimit', 'persistentVolumeClaimRetentionPolicy' and "
    + "'minReadySeconds' are forbidden"

  private static let free = [
    "replicas", "ordinals", "template", "updateStrategy", "revisionHistoryLimit",
    "persistentVolumeClaimRetentionPolicy", "minReadySeconds",
  ]

  var kinds: [String] { ["StatefulSet"] }

  func problem(from old: YAMLNode, to new: YAMLNode) -> String? {
    fixed(old) == fixed(new) ? nil : "spec: Forbidden: " + Self.words
  }

  private func fixed(_ node: YAMLNode) -> CanonicalText {
    CanonicalText(node["spec"]?.without(Self.free), key: "spec")
  }
}
