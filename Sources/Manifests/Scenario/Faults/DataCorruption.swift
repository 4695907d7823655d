/// The data of a store are wrong, on every copy.
package struct DataCorruption: DataDamageFault {
  /// The field by which a scenario asks for it.
  package static let kind = "dataCorruption"
  /// What breaks, for the schema.
  package static let summary = "the data of a store are wrong, on every copy"

  /// The store.
  package let target: StoreTarget

  /// Damages a store.
  package init(target: StoreTarget) { self.target = target }
}

extension DataCorruption: SpecObject {
  static let what = "a corruption"
}
