import Manifests

/// What FailedScheduling says in one version and not in another.
extension ClusterVersion {
  /// Whether DynamicResources is among the plugins (DynamicResourceAllocation, on since 1.34).
  private var hasDynamicResources: Bool { minor >= 34 }

  /// What PostFilter says of a pod for which DefaultPreemption has some words: DynamicResources
  /// speaks before it and finds no claim to free (dynamicresources.go PostFilter).
  func afterFilters(_ preemption: String) -> String {
    " " + (hasDynamicResources ? "no new claims to deallocate, " : "") + "preemption: " + preemption
  }

  /// What PostFilter says of a pod that VolumeBinding's PreFilter keeps from all of some nodes.
  ///
  /// DynamicResources then lacks what its own PreFilter would have left; that error ends PostFilter
  /// (runtime/framework.go RunPostFilterPlugins).
  func afterPreFilter(nodes: Int) -> String {
    guard !hasDynamicResources else { return " not found" }
    return afterFilters(
      "0/\(nodes) nodes are available: \(nodes) Preemption is not helpful for scheduling.")
  }

  /// What TaintToleration says of a taint; from 1.34 on it names none (pull request 134740 and its
  /// cherry pick 135023).
  func reason(of taint: NodeTaint) -> String {
    minor >= 34
      ? "node(s) had untolerated taint(s)"
      : "node(s) had untolerated taint {\(taint.key): \(taint.value)}"
  }

  /// What VolumeBinding says of a node that a volume's node affinity leaves out (since 1.33 in the
  /// words of pull request 129887).
  var volumeConflictReason: String {
    minor >= 33
      ? "node(s) didn't match PersistentVolume's node affinity"
      : "node(s) had volume node affinity conflict"
  }
}
