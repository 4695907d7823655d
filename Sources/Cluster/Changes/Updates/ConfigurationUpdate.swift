import Manifests

/// A ConfigMap or Secret that is marked immutable keeps its data, and the mark
/// (pkg/apis/core/validation ValidateConfigMapUpdate, ValidateSecretUpdate).
struct ConfigurationUpdate: UpdateRule {
  var kinds: [String] { ["ConfigMap", "Secret"] }

  func problem(from old: YAMLNode, to new: YAMLNode) -> String? {
    guard old["immutable"]?.isTrue ?? false else { return nil }
    let words = ": Forbidden: field is immutable when `immutable` is set"
    guard new["immutable"]?.isTrue ?? false else { return "immutable" + words }
    let changed = ["data", "binaryData", "stringData"].first {
      old.canonical(at: [$0]) != new.canonical(at: [$0])
    }
    return changed.map { ($0 == "stringData" ? "data" : $0) + words }
  }
}
