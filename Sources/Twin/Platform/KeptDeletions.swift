import Cluster
import Manifests
import Metrics

/// What a scenario deletes and finalizers keep: it stays until an `apply` takes these away.
enum KeptDeletions {
  /// A note on each such object, as files have left it by then.
  static func notes(of loaded: LoadedScenario) -> [RunNote] {
    let changes = loaded.scenario.changes
    let order = changes.indices.sorted { (changes[$0].at, $0) < (changes[$1].at, $1) }
    var documents = loaded.objects
    var notes: [RunNote] = []
    for index in order {
      let applied = loaded.applied.first { $0.change == index }
      for object in applied?.objects ?? [] {
        documents.removeAll { $0.isSameObject(as: object) }
        documents.append(object)
      }
      guard case .delete(let object) = changes[index].action else { continue }
      for document in documents where document.goes(with: object) {
        guard let text = document.stay(besides: object) else { continue }
        notes.append(RunNote(kind: .warning, subject: "changes", text: text))
      }
    }
    return notes
  }
}

extension ManifestDocument {
  private var home: String { namespace ?? "default" }

  /// Whether an object is what is deleted, or is in a namespace that is.
  fileprivate func goes(with object: NamedObject) -> Bool {
    kind == object.kind && name == object.name && home == object.namespace ?? "default"
      || object.kind == "Namespace" && namespace == object.name
  }

  /// What is said of an object that its finalizers keep; nil where none does.
  fileprivate func stay(besides object: NamedObject) -> String? {
    let keepers = finalizers.filter { !OwnFinalizer.isGiven($0, to: kind) }
    guard !keepers.isEmpty else { return nil }
    let subject = kind == "Namespace" ? name : "\(home)/\(name)"
    let whole = object.kind == kind ? "it" : "its namespace"
    return "\(kind) \(subject) stays when \(whole) is deleted, until a file takes its finalizers "
      + "away: \(keepers.joined(separator: ", "))"
  }
}
