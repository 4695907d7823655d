/// The data of a store are wrong, on every copy.
package struct DataCorruption: FaultAction {
  /// The field by which a scenario asks for it.
  package static let kind = "dataCorruption"
  /// What breaks, for the schema.
  package static let summary = "the data of a store are wrong, on every copy"
  /// Whether nothing is undone.
  package static let happensOnce = true

  /// The store.
  package let target: StoreTarget

  /// What it is aimed at.
  package var targets: [FaultTarget] { [.pods(pods)] }

  /// All pods of the store.
  package var pods: PodTarget { PodTarget(group: .store(target), mode: .all) }
}

extension DataCorruption: SpecObject {
  static let what = "a corruption"

  init?(_ reader: inout SpecReader) {
    let target =
      reader.required(
        "store", .object(StoreTarget.self), "the store") as StoreTarget?
    guard let target else { return nil }
    self.target = target
  }
}
