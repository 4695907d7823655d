/// Why admission refuses pods for the runtime that they ask for
/// (plugin/pkg/admission/runtimeclass/admission.go).
package enum RuntimeRefusal: Equatable, Sendable {
  /// There is no class of the name.
  case unknownClass(String)
  /// The pods' overhead is not that of their class.
  case otherOverhead
  /// The pods have an overhead, and no class that has one.
  case ownOverhead
  /// The pods ask for another value of a node's label than their class.
  case otherLabel(key: String, ofClass: String, ofPods: String)

  /// The plugin's words.
  package var text: String {
    switch self {
    case .unknownClass(let name): "pod rejected: RuntimeClass \"\(name)\" not found"
    case .otherOverhead:
      "pod rejected: Pod's Overhead doesn't match RuntimeClass's defined Overhead"
    case .ownOverhead:
      "pod rejected: Pod Overhead set without corresponding RuntimeClass defined Overhead"
    case .otherLabel(let key, let ofClass, let ofPods):
      "conflict: runtimeClass.scheduling.nodeSelector[\(key)] = \(ofClass); "
        + "pod.spec.nodeSelector[\(key)] = \(ofPods)"
    }
  }
}

extension PodSpec {
  /// The class of the runtime that the pods ask for; nil where they ask for none, or one that is
  /// not there.
  package func runtimeClass(among classes: [RuntimeClass]) -> RuntimeClass? {
    runtimeClassName.flatMap { name in classes.first { $0.metadata.name == name } }
  }

  /// Why admission refuses the pods for their runtime; nil where it does not.
  package func runtimeRefusal(by classes: [RuntimeClass]) -> RuntimeRefusal? {
    let chosen = runtimeClass(among: classes)
    if let runtimeClassName, chosen == nil { return .unknownClass(runtimeClassName) }
    if let fixed = chosen?.overhead, !overhead.isEmpty, !overhead.isEqual(to: fixed) {
      return .otherOverhead
    }
    for entry in chosen?.nodeSelector.entries ?? [] {
      guard let own = nodeSelector[entry.key], own != entry.value else { continue }
      return .otherLabel(key: entry.key, ofClass: entry.value, ofPods: own)
    }
    return overhead.isEmpty || chosen?.overhead != nil ? nil : .ownOverhead
  }
}

extension ResourceList {
  /// Whether another list has the same amounts, however they are written.
  fileprivate func isEqual(to other: ResourceList) -> Bool {
    entries.map(\.name) == other.entries.map(\.name)
      && entries.map(\.quantity) == other.entries.map(\.quantity)
  }
}
