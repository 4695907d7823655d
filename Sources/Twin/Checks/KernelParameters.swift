import Cluster
import Manifests

/// Pods that set kernel parameters which kubelets do not let them set.
enum KernelParameters: PlatformCheck {
  /// Reports what a node on which a pod may come refuses: the scheduler does not look at kernel
  /// parameters, and pods fail there, one after the other (`SysctlForbidden`).
  ///
  /// Without nodes in the input those of the run are assumed, which allow the safe ones.
  static func report(on platform: CheckedPlatform, _ diagnostics: DiagnosticCollector) {
    let groups = platform.pods.filter { !($0.spec?.securityContext?.sysctls ?? []).isEmpty }
    guard !groups.isEmpty else { return }
    let isGiven = platform.models.cluster != nil || !platform.manifests.nodes.isEmpty
    let nodes =
      isGiven
      ? ClusterSpec(nodesOf: platform.manifests, cluster: platform.models.cluster).nodes : nil
    let version = platform.models.cluster?.kubernetes ?? ClusterVersion()
    for group in groups {
      guard let spec = group.spec else { continue }
      let template = PodTemplate(
        spec, ObjectMeta(), priorities: platform.manifests.priorityClasses,
        runtimes: platform.manifests.runtimeClasses, version: version)
      let allowed = nodes.map { nodes in
        nodes.filter { template.mayCome(to: $0) }.map(\.kubelet.kernelParameters)
      }
      report(template, spec, of: group, allowed: allowed ?? [[]], version, diagnostics)
    }
  }

  private static func report(
    _ template: PodTemplate, _ spec: PodSpec, of group: PodMaker, allowed: [[String]],
    _ version: ClusterVersion, _ diagnostics: DiagnosticCollector
  ) {
    for parameter in template.kernelParameters {
      let problem = allowed.lazy.compactMap { parameter.problem(in: version, allowed: $0) }.first
      guard let problem else { continue }
      diagnostics.warning(
        "a node's kubelet refuses the pods of \(group.subject): \(problem)",
        at: spec.span.start, code: "refused-sysctl",
        help: parameter.sharedNamespace == nil
          ? "list it in allowedUnsafeSysctls of the kubelets of the nodes that they may come to"
          : "the pods share their node's namespace, whose parameters they can not set")
    }
  }
}

extension PodTemplate {
  /// Whether its pods may be bound to a node.
  fileprivate func mayCome(to node: NodeSpec) -> Bool {
    nodeName.map { $0 == node.name }
      ?? (allows(node) && untoleratedTaint(of: node) == nil)
  }
}
