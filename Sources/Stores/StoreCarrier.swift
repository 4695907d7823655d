/// A workload of the cluster whose pods are members of a store.
struct StoreCarrier: Sendable {
  /// The workload, by the cluster's numbering.
  let workload: Int
  /// The store, by number.
  let store: Int
  /// The members that its pods are.
  let members: Range<Int>
}
