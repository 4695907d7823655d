/// Finds objects that own each other in a circle, which garbage collection could never delete.
package struct OwnershipCheck {
  private struct Identity: Hashable {
    var kind: String
    var namespace: String
    var name: String
  }

  private let documents: [ManifestDocument]
  private let owners: [[Identity]]
  private var indices: [Identity: Int] = [:]

  /// Takes in objects; an owner lives in the namespace of what it owns.
  package init(_ documents: [ManifestDocument]) {
    self.documents = documents
    owners = documents.map { document in
      (document.node["metadata"]?["ownerReferences"]?.elements ?? []).map {
        Identity(
          kind: $0["kind"]?.text ?? "", namespace: document.namespace ?? "",
          name: $0["name"]?.text ?? "")
      }
    }
    for (index, document) in documents.enumerated() {
      let identity = Identity(
        kind: document.kind, namespace: document.namespace ?? "", name: document.name)
      indices[identity] = index
    }
  }

  /// Reports each circle once, at its first object.
  package func report(_ diagnostics: DiagnosticCollector) {
    var isReported = [Bool](repeating: false, count: documents.count)
    for start in documents.indices where !isReported[start] && !owners[start].isEmpty {
      guard let circle = circle(from: start) else { continue }
      for index in circle { isReported[index] = true }
      let names = (circle + [start]).map { documents[$0].kind + "/" + documents[$0].name }
      diagnostics.error(
        "objects own each other: \(names.joined(separator: " is owned by "))",
        at: documents[start].nameSpan, code: "cyclic-ownership",
        labels: circle.dropFirst().map { (documents[$0].nameSpan, "in the circle") })
    }
  }

  /// The shortest way from an object over its owners back to itself.
  private func circle(from start: Int) -> [Int]? {
    var paths = [[start]]
    var isSeen: Set<Int> = []
    while !paths.isEmpty {
      let path = paths.removeFirst()
      for owner in owners[path[path.count - 1]] {
        guard let index = indices[owner] else { continue }
        if index == start { return path }
        if isSeen.insert(index).inserted { paths.append(path + [index]) }
      }
    }
    return nil
  }
}
