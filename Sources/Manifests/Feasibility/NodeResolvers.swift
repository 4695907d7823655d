/// Pods that call Services by their names and ask their nodes' DNS, which knows no Service: every
/// lookup says that there is no such name.
package enum NodeResolvers: PlatformCheck {
  /// Reports each caller once, at its first such call.
  ///
  /// Proxies that follow a route know the addresses of the pods behind it, and a router, whose
  /// model passes requests on, looks up no name at all (`Mesh.resolveNames`).
  package static func report(on platform: CheckedPlatform, _ diagnostics: DiagnosticCollector) {
    let models = GivenModels(platform.models, platform.software.workloads)
    for (caller, calls) in NeededCalls(platform).calls.enumerated() {
      guard models.services[caller]?.endpoint(named: ServiceModel.forward) == nil else { continue }
      let workload = platform.software.workloads[caller]
      guard let spec = platform.pods(of: workload)?.spec, let reason = spec.reasonToAskNode,
        let call = calls.first(where: { !$0.isRouted })
      else { continue }
      let service = platform.software.services.services[call.service]
      diagnostics.warning(
        "\(workload.subject) calls \(service.name).\(service.namespace) by its name, and its pods "
          + "do not ask the cluster's DNS (\(reason)): \(call.origin)",
        at: call.span.line == call.span.endLine ? call.span : call.span.start,
        code: "unresolved-name", help: spec.adviceToAskCluster)
    }
  }
}

extension PodSpec {
  /// Why its pods do not ask the cluster's DNS; nil where they do.
  fileprivate var reasonToAskNode: String? {
    guard !dnsPolicy.asksCluster(dnsConfig, usesHostNetwork: hostNetwork) else { return nil }
    switch dnsPolicy {
    case .none: return "dnsPolicy None with other name servers"
    case .clusterFirst, .clusterFirstWithHostNet:
      return "hostNetwork with dnsPolicy \(dnsPolicy.rawValue)"
    case .defaultOfNode: return "dnsPolicy Default"
    }
  }

  fileprivate var adviceToAskCluster: String {
    hostNetwork ? "write dnsPolicy: ClusterFirstWithHostNet" : "write dnsPolicy: ClusterFirst"
  }
}
