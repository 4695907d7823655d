/// The data of a store are deleted, on every copy.
package struct DataDeletion: DataDamageFault {
  /// The field by which a scenario asks for it.
  package static let kind = "dataDeletion"
  /// What breaks, for the schema.
  package static let summary = "the data of a store are deleted, on every copy"

  /// The store.
  package let target: StoreTarget

  /// Damages a store.
  package init(target: StoreTarget) { self.target = target }
}

extension DataDeletion: SpecObject {
  static let what = "a deletion"
}
