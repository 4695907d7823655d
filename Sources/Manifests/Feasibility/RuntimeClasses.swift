/// Pods that admission refuses for the runtime that they ask for
/// (plugin/pkg/admission/runtimeclass).
package enum RuntimeClasses: PlatformCheck {
  /// Reports every workload whose pods are refused.
  package static func report(on platform: CheckedPlatform, _ diagnostics: DiagnosticCollector) {
    let classes = platform.manifests.runtimeClasses
    for group in platform.pods {
      guard let spec = group.spec, let refusal = spec.runtimeRefusal(by: classes) else { continue }
      let pods = "the pods of \(group.subject)"
      switch refusal {
      case .unknownClass(let name):
        diagnostics.warning(
          "\(pods) have the RuntimeClass \"\(name)\", which no manifest defines: a cluster without "
            + "it refuses them", at: spec.spans["runtimeClassName"], code: "unknown-runtime-class",
          help: nearest(name, in: classes.map(\.metadata.name)).map { "did you mean \"\($0)\"?" })
      case .otherOverhead, .ownOverhead:
        let other = refusal == .ownOverhead ? "that gives one" : "with the same one"
        diagnostics.warning(
          "\(pods) have an overhead and no RuntimeClass \(other): a cluster refuses them",
          at: spec.spans["overhead"].start, code: "refused-overhead",
          help: "remove overhead: admission writes it")
      case .otherLabel(let key, let ofClass, let ofPods):
        diagnostics.warning(
          "\(pods) ask for nodes with \(key)=\(ofPods), and their RuntimeClass for "
            + "\(key)=\(ofClass): a cluster refuses them", at: spec.nodeSelectorSpan.start,
          code: "refused-node-selector")
      }
    }
  }
}
