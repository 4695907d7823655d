import Manifests

/// The objects of files by what they are called.
struct WrittenIndex {
  private let documents: [ManifestDocument]
  private let objects: NameIndex
  private let names: NameIndex

  init(_ documents: [ManifestDocument]) {
    self.documents = documents
    objects = NameIndex(documents.map { $0.group + "/" + $0.objectKey })
    names = NameIndex(documents.map(\.objectKey))
  }

  /// Whether an object is among them; its kind is given in any case.
  func holds(_ kind: String, _ name: String, in namespace: String) -> Bool {
    names.first(WrittenIndex.key(kind, namespace, name)) != nil
  }

  /// The last document about the object of another one.
  func document(like other: ManifestDocument) -> ManifestDocument? {
    objects.last(other.group + "/" + other.objectKey).map { documents[$0] }
  }

  /// The first document that describes a workload: its own or that of the object which its user
  /// wrote.
  func document(of spec: WorkloadSpec) -> ManifestDocument? {
    var keys = [spec.kind.rawValue, spec.userKind].map {
      WrittenIndex.key($0, spec.namespace, spec.name)
    }
    if let user = spec.userName {
      keys.append(WrittenIndex.key(spec.userKind, spec.namespace, user))
    }
    return keys.compactMap { names.first($0) }.min().map { documents[$0] }
  }

  /// What tells an object from others: its kind in lower case, its namespace and its name.
  fileprivate static func key(_ kind: String, _ namespace: String, _ name: String) -> String {
    kind.lowercased() + "/" + namespace + "/" + name
  }
}

extension ManifestDocument {
  fileprivate var objectKey: String { WrittenIndex.key(kind, namespace ?? "default", name) }
}

extension WorkloadSpec {
  /// What tells a workload from others: its controller's kind, its namespace and its name.
  var objectKey: String { kind.rawValue + "/" + namespace + "/" + name }
}
