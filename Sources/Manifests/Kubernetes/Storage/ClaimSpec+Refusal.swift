extension ClaimSpec {
  /// What the API server answers to a claim of this spec that it refuses; nil where it takes it
  /// (pkg/apis/core/validation ValidatePersistentVolumeClaimSpec).
  package var refusal: String? {
    var problems: [String] = []
    if accessModes.isEmpty {
      problems.append("spec.accessModes: Required value: at least 1 access mode is required")
    } else if accessModes.count > 1, accessModes.contains(.readWriteOncePod) {
      problems.append(
        "spec.accessModes: Forbidden: may not use ReadWriteOncePod with other access modes")
    }
    if let size = resources.requests["storage"] {
      if size <= .zero {
        problems.append(
          "spec.resources[storage]: Invalid value: \"\(size.value)\": must be greater than zero")
      }
    } else {
      problems.append("spec.resources[storage]: Required value")
    }
    return problems.count > 1 ? "[\(problems.joined(separator: ", "))]" : problems.first
  }
}
