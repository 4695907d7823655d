/// Data of a whole store are gone or wrong on every copy, so that only a backup brings them back.
package protocol DataDamageFault: FaultAction {
  /// The store.
  var target: StoreTarget { get }

  /// Damages a store.
  init(target: StoreTarget)
}

extension DataDamageFault {
  /// Nothing but a restore mends it.
  package static var happensOnce: Bool { true }

  /// What it is aimed at.
  package var targets: [FaultTarget] { [.pods(pods)] }

  /// All pods of the store.
  package var pods: PodTarget { PodTarget(group: .store(target), mode: .all) }

  /// Reads the store.
  init?(_ reader: inout SpecReader) {
    let store: StoreTarget? = reader.required("store", .object(StoreTarget.self), "the store")
    guard let store else { return nil }
    self.init(target: store)
  }
}
