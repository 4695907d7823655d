package import Manifests

/// What the API server refuses to change in an object that is there (pkg/apis and pkg/registry,
/// the Validate…Update functions).
protocol UpdateRule: Sendable {
  /// Kinds that it is about.
  var kinds: [String] { get }
  /// Whether a version has it.
  func holds(in version: ClusterVersion) -> Bool
  /// Why an object can not get another content; nil where it can.
  func problem(from old: YAMLNode, to new: YAMLNode) -> String?
}

extension UpdateRule {
  /// Most rules are older than the versions that the twin knows.
  func holds(in version: ClusterVersion) -> Bool { true }
}

/// All rules for updates.
package enum UpdateRuleCatalog {
  private static let all: [any UpdateRule] =
    FixedField.all + [
      StatefulSetUpdate(), JobUpdate(), ConfigurationUpdate(), ServiceUpdate(), PodUpdate(),
      ClaimUpdate(), RoleReferenceUpdate(),
    ]

  /// Why the API server of a version does not write a document over the one that is there, in the
  /// words of kubectl; nil where it does.
  package static func problem(
    from old: ManifestDocument, to new: ManifestDocument, in version: ClusterVersion
  ) -> String? {
    for rule in all where rule.kinds.contains(new.kind) && rule.holds(in: version) {
      if let problem = rule.problem(from: old.node, to: new.node) {
        return "The \(new.kind) \"\(new.name)\" is invalid: \(problem)"
      }
    }
    return nil
  }
}

extension YAMLNode {
  /// The value at a path of keys.
  func value(at path: [String]) -> YAMLNode? {
    path.reduce(self) { node, key in node?[key] }
  }

  /// The canonical text of the value at a path of keys.
  func canonical(at path: [String]) -> CanonicalText {
    CanonicalText(
      value(at: path), key: path.last ?? "", in: path.dropLast().last ?? "")
  }

  /// Whether a value is `true`.
  var isTrue: Bool { scalar == .bool(true) }

  /// A mapping without some of its keys.
  func without(_ keys: [String]) -> YAMLNode {
    guard case .mapping(let pairs) = content else { return self }
    var copy = self
    copy.content = .mapping(pairs.filter { !keys.contains($0.key.text ?? "") })
    return copy
  }

  /// A mapping with one of its values changed, where it has it.
  func changing(_ key: String, _ change: (YAMLNode) -> YAMLNode) -> YAMLNode {
    guard case .mapping(let pairs) = content else { return self }
    var copy = self
    copy.content = .mapping(
      pairs.map { $0.key.text == key ? (key: $0.key, value: change($0.value)) : $0 })
    return copy
  }

  /// A list with all of its elements changed.
  func mapping(_ change: (YAMLNode) -> YAMLNode) -> YAMLNode {
    guard case .sequence(let elements) = content else { return self }
    var copy = self
    copy.content = .sequence(elements.map(change))
    return copy
  }
}
