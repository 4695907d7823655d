/// The processes of a store's pods are stopped by SIGSTOP, and go on when the fault is over.
package struct ProcessFreeze: FaultAction {
  package static let kind = "processFreeze"
  package static let summary = "the processes of a store's pods are stopped, and go on afterwards"
  package static let happensOnce = false

  /// Which pods of a store, and how many of them.
  package let target: PodTarget

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
