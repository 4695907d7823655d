/// Finds objects that own each other in a circle, which garbage collection could never delete.
struct OwnershipCheck {
  private struct Identity: Hashable {
    var kind: String
    var namespace: String
    var name: String
  }

  private struct Object {
    var document: ManifestDocument
    var owners: [Identity]
  }

  private var objects: [Object] = []
  private var indices: [Identity: Int] = [:]

  /// Takes in an object with its owners, which live in the same namespace.
  mutating func add(_ document: ManifestDocument, _ owners: [OwnerReference]) {
    let namespace = document.namespace ?? ""
    let identity = Identity(kind: document.kind, namespace: namespace, name: document.name)
    indices[identity] = objects.count
    let owners = owners.map { Identity(kind: $0.kind, namespace: namespace, name: $0.name) }
    objects.append(Object(document: document, owners: owners))
  }

  /// Reports each circle once, at its first object.
  func report(_ diagnostics: DiagnosticCollector) {
    var isReported = [Bool](repeating: false, count: objects.count)
    for start in objects.indices where !isReported[start] && !objects[start].owners.isEmpty {
      guard let circle = circle(from: start) else { continue }
      for index in circle { isReported[index] = true }
      let names = (circle + [start]).map {
        objects[$0].document.kind + "/" + objects[$0].document.name
      }
      diagnostics.error(
        "objects own each other: \(names.joined(separator: " is owned by "))",
        at: objects[start].document.nameSpan, code: "cyclic-ownership",
        labels: circle.dropFirst().map { (objects[$0].document.nameSpan, "in the circle") })
    }
  }

  /// The shortest way from an object over its owners back to itself.
  private func circle(from start: Int) -> [Int]? {
    var paths = [[start]]
    var isSeen = [Bool](repeating: false, count: objects.count)
    while !paths.isEmpty {
      let path = paths.removeFirst()
      for owner in objects[path[path.count - 1]].owners {
        guard let index = indices[owner] else { continue }
        if index == start { return path }
        if !isSeen[index] {
          isSeen[index] = true
          paths.append(path + [index])
        }
      }
    }
    return nil
  }
}
