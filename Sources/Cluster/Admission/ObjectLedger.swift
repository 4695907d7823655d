/// The objects that the API holds, beside pods and what the controllers of the twin make while they
/// run; in the order in which they came.
struct ObjectLedger: Sendable {
  private(set) var objects: [QuotaObject]

  /// Makes a ledger of objects that are there.
  init(_ objects: [QuotaObject]) { self.objects = objects }

  /// An object that is there.
  func object(_ kind: String, _ namespace: String, _ name: String) -> QuotaObject? {
    objects.first { $0.isObject(kind, namespace, name) }
  }

  /// Adds an object, or writes what it charges now.
  mutating func put(_ object: QuotaObject) {
    let index = objects.firstIndex { $0.isObject(object.kind, object.namespace, object.name) }
    if let index { objects[index] = object } else { objects.append(object) }
  }

  /// Takes all objects of a namespace out.
  mutating func removeAll(in namespace: String) {
    objects.removeAll { $0.namespace == namespace }
  }

  /// Takes an object out that was deleted.
  mutating func remove(_ kind: String, _ namespace: String, _ name: String) {
    objects.removeAll { $0.isObject(kind, namespace, name) }
  }
}
