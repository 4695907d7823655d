import Manifests

/// The objects that the API holds, beside pods and what the controllers of the twin make while they
/// run; in the order in which they came.
struct ObjectLedger: Sendable {
  /// nil where an object was taken out; such places are closed up when they are the most.
  private var entries: [QuotaObject?] = []
  private var holes = 0
  private var names = NameTable()
  /// The first object of each name; -1 where there is none any more.
  private var places: [Int] = []
  /// The others of a name: kinds of two groups may have one name.
  private var twins: [Int] = []

  /// Makes a ledger of objects that are there.
  init(_ objects: [QuotaObject]) {
    entries = objects
    fileAll()
  }

  /// All that are there.
  var objects: some Sequence<QuotaObject> { entries.lazy.compactMap { $0 } }

  /// An object that is there.
  func object(_ kind: String, _ namespace: String, _ name: String) -> QuotaObject? {
    place(kind, namespace, name).flatMap { entries[$0] }
  }

  /// Adds an object, or writes what it charges now.
  mutating func put(_ object: QuotaObject) {
    guard let known = place(object.kind, object.namespace, object.name) else {
      entries.append(object)
      file(entries.count - 1)
      return
    }
    entries[known]?.charges = object.charges
  }

  /// Writes the finalizers that a file gives to an object which is there.
  mutating func write(finalizersOf object: QuotaObject) {
    guard let known = place(object.kind, object.namespace, object.name) else { return }
    entries[known]?.finalizers = object.finalizers
  }

  /// Takes out the objects of a namespace that no finalizer keeps.
  mutating func removeAll(in namespace: String) {
    entries.removeAll { entry in
      entry.map { $0.namespace == namespace && $0.finalizers.isEmpty } ?? true
    }
    fileAll()
  }

  /// Takes an object out that was deleted, with the others of its name.
  mutating func remove(_ kind: String, _ namespace: String, _ name: String) {
    guard let number = names.find(Self.key(kind, namespace, name)), places[Int(number)] >= 0 else {
      return
    }
    empty(places[Int(number)])
    places[Int(number)] = -1
    for twin in twins where entries[twin]?.isObject(kind, namespace, name) ?? false { empty(twin) }
    guard holes * 2 > entries.count else { return }
    entries.removeAll { $0 == nil }
    fileAll()
  }

  private mutating func empty(_ place: Int) {
    entries[place] = nil
    holes += 1
  }

  /// Deletes an object that finalizers keep; returns whether any do.
  ///
  /// - Parameter cascade: what becomes of what it owns; nil where it stays as it was asked before.
  mutating func keep(
    _ kind: String, _ namespace: String, _ name: String, as cascade: DeletionCascade?
  ) -> Bool {
    guard let place = place(kind, namespace, name), keeps(kind, namespace, name) else {
      return false
    }
    let before = entries[place]?.end
    entries[place]?.end = cascade ?? before ?? .background
    return true
  }

  /// Deletes the objects of a namespace that finalizers keep, and returns them.
  mutating func keepAll(in namespace: String) -> [QuotaObject] {
    let kept = entries.indices.filter { place in
      entries[place].map { $0.namespace == namespace && !$0.finalizers.isEmpty } ?? false
    }
    for place in kept where entries[place]?.end == nil { entries[place]?.end = .background }
    return kept.compactMap { entries[$0] }
  }

  /// Whether finalizers keep an object, or would if it were deleted.
  func keeps(_ kind: String, _ namespace: String, _ name: String) -> Bool {
    object(kind, namespace, name).map { !$0.finalizers.isEmpty } ?? false
  }

  /// Whether an object was deleted and is still there.
  func isEnding(_ kind: String, _ namespace: String, _ name: String) -> Bool {
    object(kind, namespace, name)?.end != nil
  }

  /// Takes the objects that were deleted and that nothing keeps any more for not deleted, so that
  /// they can go; returns them as they were.
  mutating func releaseFreed() -> [QuotaObject] {
    let freed = entries.indices.filter { place in
      entries[place].map { $0.end != nil && $0.finalizers.isEmpty } ?? false
    }
    let were = freed.compactMap { entries[$0] }
    for place in freed { entries[place]?.end = nil }
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
    guard let object = entries[place] else { return }
    let number = Int(names.intern(Self.key(object.kind, object.namespace, object.name)))
    if number == places.count {
      places.append(place)
    } else if places[number] < 0 {
      places[number] = place
    } else {
      twins.append(place)
    }
  }

  private mutating func fileAll() {
    names = NameTable()
    places = []
    twins = []
    holes = 0
    for place in entries.indices { file(place) }
  }
}
