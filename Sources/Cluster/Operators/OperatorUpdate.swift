import SimulationKernel

/// A change of an operator's object that has not come to the pods yet.
struct OperatorUpdate {
  let workload: Int
  let update: ClusterUpdate.Workload
  /// When the operator finds at the earliest that it is to be made.
  var due = SimTime.zero
}
