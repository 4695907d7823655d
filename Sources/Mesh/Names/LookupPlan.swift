/// The names that a workload's pods try for a target, until the one that exists.
struct LookupPlan {
  /// A name with what it is to the cluster's DNS.
  struct Name {
    /// Its number among all names.
    let number: Int32
    /// Whether it is the cluster's own; others are asked of a server outside.
    let isOfCluster: Bool
  }

  let workload: Int32
  let target: UInt32
  /// Every name but the last does not exist.
  let names: [Name]
}
