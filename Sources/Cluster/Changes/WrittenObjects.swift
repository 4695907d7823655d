import Manifests

/// The objects that changes have written or deleted since the start, as the API server has them.
struct WrittenObjects {
  private struct Entry {
    let namespace: String
    /// What was written last; nil where the object was deleted.
    var document: ManifestDocument?
  }

  private var names = NameTable()
  /// By the number of a name; nil where a change has written nothing of an object.
  private var entries: [Entry?] = []
  /// Namespaces whose objects were all deleted once, and those in them that stayed.
  private var ended: [String] = []
  private var kept: [(namespace: String, kind: String, name: String)] = []

  /// What the API server has of an object that a file writes: what a change has written, else what
  /// there was before; nil where there is none.
  func document(before object: ClusterUpdate.Object) -> ManifestDocument? {
    let key = Self.key(object.kind, object.namespace, object.name)
    if let number = names.find(key), let known = entries[Int(number)] { return known.document }
    let isKept = kept.contains {
      $0.namespace == object.namespace && $0.kind == object.kind && $0.name == object.name
    }
    return ended.contains(object.namespace) && !isKept ? nil : object.before
  }

  /// All objects of a namespace are gone but for some, of which their kinds and names are given.
  mutating func removeAll(in namespace: String, beside stayed: [(kind: String, name: String)]) {
    var keys = NameTable()
    for object in stayed { _ = keys.intern(Self.key(object.kind, namespace, object.name)) }
    for number in entries.indices
    where entries[number]?.namespace == namespace && keys.find(names[Int32(number)]) == nil {
      entries[number] = nil
    }
    kept.removeAll { $0.namespace == namespace }
    kept += stayed.map { (namespace, $0.kind, $0.name) }
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

  private static func key(_ kind: String, _ namespace: String, _ name: String) -> String {
    kind + "/" + namespace + "/" + name
  }

  private mutating func set(
    _ kind: String, _ namespace: String, _ name: String, _ document: ManifestDocument?
  ) {
    let number = Int(names.intern(Self.key(kind, namespace, name)))
    let entry = Entry(namespace: namespace, document: document)
    if number == entries.count { entries.append(entry) } else { entries[number] = entry }
  }
}
