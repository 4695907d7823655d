/// The kernel's preference among the containers that could be killed when a node is out of memory
/// (pkg/kubelet/qos/policy.go).
package enum OOMScore {
  private static let guaranteed = -997
  private static let bestEffort = 1_000
  /// Priority from which a pod is critical (pkg/apis/scheduling SystemCriticalPriority).
  private static let criticalPriority: Int32 = 2_000_000_000
  private static let nodeCriticalClass = "system-node-critical"

  /// Whether a pod is critical by its priority (pkg/kubelet/types IsCriticalPodBasedOnPriority).
  static func isCritical(_ priority: Int32) -> Bool { priority >= criticalPriority }

  /// Whether the node can't do without a pod: it is critical by priority, and its class, if it
  /// names one, is that of node-critical pods (pkg/kubelet/types IsNodeCriticalPod).
  package static func isNodeCritical(priority: Int32, className: String?) -> Bool {
    isCritical(priority) && (className ?? nodeCriticalClass) == nodeCriticalClass
  }

  /// `oom_score_adj` of a container by its memory request and the node's memory, in bytes.
  package static func adjustment(
    _ quality: QualityOfService, isNodeCritical: Bool, memoryRequest: Int64, capacity: Int64
  ) -> Int {
    if isNodeCritical { return guaranteed }
    switch quality {
    case .guaranteed: return guaranteed
    case .bestEffort: return bestEffort
    case .burstable:
      // Between the two others: never as safe as a guaranteed container, never as exposed as one
      // of best effort.
      let share = Int(1_000 - 1_000 * memoryRequest / max(1, capacity))
      return max(1_000 + guaranteed, min(bestEffort - 1, share))
    }
  }

  /// The kernel's badness of a container: its adjustment and its share of the node's memory, in
  /// thousandths (mm/oom_kill.c oom_badness).
  static func badness(adjustment: Int, used: Int64, capacity: Int64) -> Int64 {
    used * 1_000 / max(1, capacity) + Int64(adjustment)
  }
}
