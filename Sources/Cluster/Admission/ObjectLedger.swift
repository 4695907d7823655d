import Manifests

/// The objects that the API holds, beside pods and what the controllers of the twin make while they
/// run; in the order in which they came.
struct ObjectLedger: Sendable {
  private(set) var objects: [QuotaObject]
  private var names = NameTable()
  /// The first object of each name; -1 where there is none any more.
  private var places: [Int] = []

  /// Makes a ledger of objects that are there.
  init(_ objects: [QuotaObject]) {
    self.objects = objects
    fileAll()
  }

  /// An object that is there.
  func object(_ kind: String, _ namespace: String, _ name: String) -> QuotaObject? {
    place(kind, namespace, name).map { objects[$0] }
  }

  /// Adds an object, or writes what it charges now.
  mutating func put(_ object: QuotaObject) {
    guard let known = place(object.kind, object.namespace, object.name) else {
      objects.append(object)
      file(objects.count - 1)
      return
    }
    objects[known].charges = object.charges
  }

  /// Writes the finalizers that a file gives to an object which is there.
  mutating func write(finalizersOf object: QuotaObject) {
    guard let known = place(object.kind, object.namespace, object.name) else { return }
    objects[known].finalizers = object.finalizers
  }

  /// Takes out the objects of a namespace that no finalizer keeps.
  mutating func removeAll(in namespace: String) {
    objects.removeAll { $0.namespace == namespace && $0.finalizers.isEmpty }
    fileAll()
  }

  /// Takes an object out that was deleted.
  mutating func remove(_ kind: String, _ namespace: String, _ name: String) {
    guard let known = place(kind, namespace, name) else { return }
    let count = objects.count
    objects.removeAll { $0.isObject(kind, namespace, name) }
    guard objects.count == count - 1 else {
      // Kinds of two groups may have one name.
      fileAll()
      return
    }
    for number in places.indices where places[number] >= known {
      places[number] = places[number] == known ? -1 : places[number] - 1
    }
  }

  /// Deletes an object that finalizers keep; returns whether any do.
  ///
  /// - Parameter cascade: what becomes of what it owns; nil where it stays as it was asked before.
  mutating func keep(
    _ kind: String, _ namespace: String, _ name: String, as cascade: DeletionCascade?
  ) -> Bool {
    guard let place = place(kind, namespace, name), !objects[place].finalizers.isEmpty else {
      return false
    }
    objects[place].end = cascade ?? objects[place].end ?? .background
    return true
  }

  /// Deletes the objects of a namespace that finalizers keep, and returns them.
  mutating func keepAll(in namespace: String) -> [QuotaObject] {
    let kept = objects.indices.filter {
      objects[$0].namespace == namespace && !objects[$0].finalizers.isEmpty
    }
    for place in kept { objects[place].end = objects[place].end ?? .background }
    return kept.map { objects[$0] }
  }

  /// Whether an object was deleted and is still there.
  func isEnding(_ kind: String, _ namespace: String, _ name: String) -> Bool {
    object(kind, namespace, name)?.end != nil
  }

  /// Takes the objects that were deleted and that nothing keeps any more for not deleted, so that
  /// they can go; returns them as they were.
  mutating func releaseFreed() -> [QuotaObject] {
    let freed = objects.indices.filter {
      objects[$0].end != nil && objects[$0].finalizers.isEmpty
    }
    let were = freed.map { objects[$0] }
    for place in freed { objects[place].end = nil }
    return were
  }

  private static func key(_ kind: String, _ namespace: String, _ name: String) -> String {
    kind + "/" + namespace + "/" + name
  }

  private func place(_ kind: String, _ namespace: String, _ name: String) -> Int? {
    guard let number = names.find(Self.key(kind, namespace, name)) else { return nil }
    let place = places[Int(number)]
    return place < 0 ? nil : place
  }

  private mutating func file(_ place: Int) {
    let object = objects[place]
    let number = Int(names.intern(Self.key(object.kind, object.namespace, object.name)))
    if number == places.count {
      places.append(place)
    } else if places[number] < 0 {
      places[number] = place
    }
  }

  private mutating func fileAll() {
    names = NameTable()
    places = []
    for place in objects.indices { file(place) }
  }
}
