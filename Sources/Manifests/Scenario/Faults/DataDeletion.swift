/// The data of a store are deleted, on every copy.
package struct DataDeletion: FaultAction {
  /// The field by which a scenario asks for it.
  package static let kind = "dataDeletion"
  /// What breaks, for the schema.
  package static let summary = "the data of a store are deleted, on every copy"
  /// Whether nothing is undone.
  package static let happensOnce = true

  /// The store.
  package let target: StoreTarget

  /// What it is aimed at.
  package var targets: [FaultTarget] { [.pods(pods)] }

  /// All pods of the store.
  package var pods: PodTarget { PodTarget(group: .store(target), mode: .all) }
}

extension DataDeletion: SpecObject {
  static let what = "a deletion"

  init?(_ reader: inout SpecReader) {
    let target =
      reader.required(
        "store", .object(StoreTarget.self), "the store") as StoreTarget?
    guard let target else { return nil }
    self.target = target
  }
}
