import Manifests

/// Of a Pod's spec only images and the deadline change, tolerations are added and gates taken away
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
    if let problem = addedGate(old, new) { return problem }
    // Who lifts the gates may narrow where the pod goes.
    let isGated = !gates(of: old).isEmpty
    guard !isGated || extendsSelector(of: old, new) else {
      return "spec.nodeSelector: Invalid value: \(json(nodeSelector(of: new))): only additions to "
        + "spec.nodeSelector are allowed (no mutations or deletions)"
    }
    if isGated, let problem = NodeAffinityUpdate.problem(from: old, to: new) { return problem }
    guard
      fixed(old, isGated: isGated) != fixed(new, isGated: isGated)
        || !keepsTolerations(of: old, new)
    else { return nil }
    return Self.words
  }

  private func fixed(_ pod: YAMLNode, isGated: Bool) -> CanonicalText {
    let free = ["activeDeadlineSeconds", "tolerations", "schedulingGates"]
    var spec = pod["spec"]?.without(isGated ? free + ["nodeSelector"] : free)
    if isGated { spec = spec.map(NodeAffinityUpdate.remainder) }
    for list in ["containers", "initContainers"] {
      spec = spec?.changing(list) { $0.mapping { $0.without(["image"]) } }
    }
    return CanonicalText(spec, key: "spec")
  }

  private func gates(of pod: YAMLNode) -> [String] {
    (pod.value(at: ["spec", "schedulingGates"])?.elements ?? []).map { $0["name"]?.text ?? "" }
  }

  /// Why the gates can not be what they shall be: one of them is new
  /// (validateOnlyDeletedSchedulingGates).
  private func addedGate(_ old: YAMLNode, _ new: YAMLNode) -> String? {
    let (before, after) = (gates(of: old), gates(of: new))
    guard let index = after.firstIndex(where: { !before.contains($0) }) else { return nil }
    return "spec.schedulingGates[\(index)].name: Forbidden: only deletion is allowed, but found "
      + "new scheduling gate '\(after[index])'"
  }

  private func nodeSelector(of pod: YAMLNode) -> [(key: String, value: String)] {
    guard case .mapping(let pairs)? = pod.value(at: ["spec", "nodeSelector"])?.content else {
      return []
    }
    return pairs.map { (key: $0.key.text ?? "", value: $0.value.text ?? "") }
  }

  /// Whether a node selector has all that it had (validateNodeSelectorMutation).
  private func extendsSelector(of old: YAMLNode, _ new: YAMLNode) -> Bool {
    let wanted = nodeSelector(of: new)
    return nodeSelector(of: old).allSatisfy { known in wanted.contains { $0 == known } }
  }

  private func json(_ labels: [(key: String, value: String)]) -> String {
    let pairs = labels.sorted { $0.key < $1.key }.map { "\"\($0.key)\":\"\($0.value)\"" }
    return labels.isEmpty ? "null" : "{\(pairs.joined(separator: ","))}"
  }

  private func keepsTolerations(of old: YAMLNode, _ new: YAMLNode) -> Bool {
    let (before, after) = (tolerations(of: old), tolerations(of: new))
    return before.allSatisfy(after.contains)
  }

  private func tolerations(of pod: YAMLNode) -> [CanonicalText] {
    (pod.value(at: ["spec", "tolerations"])?.elements ?? []).map { CanonicalText($0) }
  }
}
