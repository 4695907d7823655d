import Manifests

/// A field that stays as it was created, whatever else changes.
struct FixedField: UpdateRule {
  let kinds: [String]
  /// The keys that lead to it.
  let path: [String]
  /// What it says where it is absent, in canonical form.
  var fallback = ""
  /// The API's words.
  var words = "Invalid value: field is immutable"
  /// Whether a version keeps the field at all.
  var isKept: @Sendable (ClusterVersion) -> Bool = { _ in true }

  /// The fields that are fixed by themselves.
  static let all: [any UpdateRule] = [
    FixedField(
      kinds: ["Deployment", "DaemonSet", "ReplicaSet"], path: ["spec", "selector"]),
    FixedField(kinds: ["Job"], path: ["spec", "selector"]),
    FixedField(kinds: ["Job"], path: ["spec", "completionMode"], fallback: "10:NonIndexed"),
    FixedField(kinds: ["Job"], path: ["spec", "podFailurePolicy"]),
    FixedField(kinds: ["Job"], path: ["spec", "successPolicy"]),
    FixedField(kinds: ["Job"], path: ["spec", "backoffLimitPerIndex"]),
    FixedField(kinds: ["Job"], path: ["spec", "managedBy"], isKept: { $0.knowsManagedJobs }),
    FixedField(kinds: ["Secret"], path: ["type"], fallback: "6:Opaque"),
    FixedField(kinds: ["RuntimeClass"], path: ["handler"]),
    FixedField(
      kinds: ["PriorityClass"], path: ["value"],
      words: "Forbidden: may not be changed in an update."
    ),
    FixedField(
      kinds: ["PriorityClass"], path: ["preemptionPolicy"], fallback: "20:PreemptLowerPriority"),
    storage("parameters"), storage("provisioner"), storage("reclaimPolicy", fallback: "6:Delete"),
    FixedField(
      kinds: ["StorageClass"], path: ["volumeBindingMode"], fallback: "9:Immediate"),
  ]

  private static func storage(_ key: String, fallback: String = "") -> FixedField {
    FixedField(
      kinds: ["StorageClass"], path: [key], fallback: fallback,
      words: "Forbidden: updates to \(key) are forbidden.")
  }

  func holds(in version: ClusterVersion) -> Bool { isKept(version) }

  func problem(from old: YAMLNode, to new: YAMLNode) -> String? {
    text(of: old) == text(of: new) ? nil : path.joined(separator: ".") + ": " + words
  }

  private func text(of node: YAMLNode) -> String {
    let text = node.canonical(at: path).text
    return text.isEmpty ? fallback : text
  }
}
