import Manifests

/// The objects that changes have written or deleted since the start, as the API server has them.
struct WrittenObjects {
  private struct Entry {
    let kind: String
    let namespace: String
    let name: String
    /// What was written last; nil where the object was deleted.
    var document: ManifestDocument?
  }

  private var entries: [Entry] = []
  /// Namespaces whose objects were all deleted once, and the pods in them that stayed.
  private var ended: [String] = []
  private var kept: [(namespace: String, name: String)] = []

  /// What the API server has of an object that a file writes: what a change has written, else what
  /// there was before; nil where there is none.
  func document(before object: ClusterUpdate.Object) -> ManifestDocument? {
    if let known = index(object.kind, object.namespace, object.name) {
      return entries[known].document
    }
    let isKept =
      object.kind == "Pod"
      && kept.contains { $0.namespace == object.namespace && $0.name == object.name }
    return ended.contains(object.namespace) && !isKept ? nil : object.before
  }

  /// All objects of a namespace are gone but for some pods.
  mutating func removeAll(in namespace: String, besidePods names: [String]) {
    entries.removeAll {
      $0.namespace == namespace && !($0.kind == "Pod" && names.contains($0.name))
    }
    kept.removeAll { $0.namespace == namespace }
    kept += names.map { (namespace, $0) }
    if !ended.contains(namespace) { ended.append(namespace) }
  }

  /// A change has written an object.
  mutating func put(_ document: ManifestDocument, for object: ClusterUpdate.Object) {
    set(object.kind, object.namespace, object.name, document)
  }

  /// An object is gone.
  mutating func remove(_ kind: String, _ namespace: String, _ name: String) {
    set(kind, namespace, name, nil)
  }

  private func index(_ kind: String, _ namespace: String, _ name: String) -> Int? {
    entries.firstIndex { $0.name == name && $0.namespace == namespace && $0.kind == kind }
  }

  private mutating func set(
    _ kind: String, _ namespace: String, _ name: String, _ document: ManifestDocument?
  ) {
    guard let index = index(kind, namespace, name) else {
      entries.append(Entry(kind: kind, namespace: namespace, name: name, document: document))
      return
    }
    entries[index].document = document
  }
}
