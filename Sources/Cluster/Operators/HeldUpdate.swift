/// A change of an operator's object that has not come to the pods yet.
struct HeldUpdate {
  let workload: Int
  let update: ClusterUpdate.Workload
}
