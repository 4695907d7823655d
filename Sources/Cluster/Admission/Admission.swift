/// Tolerations that the API server and the DaemonSet controller add to pods.
enum Admission {
  private static let notReady = "node.kubernetes.io/not-ready"
  private static let unreachable = "node.kubernetes.io/unreachable"

  /// Adds the tolerations that every pod gets.
  ///
  /// They are those of DefaultTolerationSeconds (300 s for not-ready and unreachable), those of the
  /// DaemonSet controller (for ever, and the pressure taints), or those of a kubelet for its own
  /// static pods (pkg/kubelet/config applyDefaults). That pods which request anything endure memory
  /// pressure is the work of PodTolerationRestriction, which is off by default.
  static func addTolerations(to template: inout PodTemplate, isDaemon: Bool) {
    if template.isStatic {
      template.tolerations.append(PodToleration(comparison: .exists, effect: .noExecute))
      return
    }
    if isDaemon {
      for key in [notReady, unreachable] {
        template.tolerations.append(
          PodToleration(key: key, comparison: .exists, effect: .noExecute))
      }
      for name in ["disk-pressure", "memory-pressure", "pid-pressure", "unschedulable"] {
        template.tolerations.append(
          PodToleration(
            key: "node.kubernetes.io/" + name, comparison: .exists, effect: .noSchedule))
      }
      if template.usesHostNetwork {
        template.tolerations.append(
          PodToleration(
            key: "node.kubernetes.io/network-unavailable", comparison: .exists,
            effect: .noSchedule))
      }
      return
    }
    for key in [notReady, unreachable] {
      let taint = NodeTaint(key: key, effect: .noExecute)
      guard !template.tolerations.contains(where: { $0.tolerates(taint, comparesNumbers: false) })
      else { continue }
      template.tolerations.append(
        PodToleration(
          key: key, comparison: .exists, effect: .noExecute, seconds: Timings.defaultToleration))
    }
  }
}
