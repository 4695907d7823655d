/// The processes of a store's pods are stopped by SIGSTOP, and go on when the fault is over.
package struct ProcessFreeze: FaultAction {
  /// The field by which a scenario asks for it.
  package static let kind = "processFreeze"
  /// What breaks, for the schema.
  package static let summary = "the processes of a store's pods are stopped, and go on afterwards"
  /// Whether nothing is undone.
  package static let happensOnce = false

  /// Which pods of a store, and how many of them.
  package let target: PodTarget

  /// What it is aimed at.
  package var targets: [FaultTarget] { [.pods(target)] }
}

extension ProcessFreeze: SpecObject {
  static let what = "a process freeze"

  init?(_ reader: inout SpecReader) {
    let mode = reader.targetMode(default: .one) ?? .one
    let store = reader.required("store", .object(StoreTarget.self), "pods of a store, by role")
    guard let store else { return nil }
    target = PodTarget(group: .store(store), mode: mode)
  }
}
