/// ExternalName Services whose names lead nowhere: lookups of them fail, or give what no client can
/// connect to.
package enum ExternalNames: PlatformCheck {
  /// Reports every such Service where its name is written.
  package static func report(on platform: CheckedPlatform, _ diagnostics: DiagnosticCollector) {
    for service in platform.manifests.services where service.type == .externalName {
      check(service, platform, diagnostics)
    }
  }

  private static func check(
    _ service: Service, _ platform: CheckedPlatform, _ diagnostics: DiagnosticCollector
  ) {
    guard let name = service.externalName else { return }
    let subject = "the ExternalName Service \(service.metadata.name)"
    if AddressRange.address(name) != nil {
      diagnostics.warning(
        "\(subject) names the address \(name), which the DNS takes for a name that does not exist",
        at: service.externalNameSpan, code: "unknown-service",
        help: "use a headless Service with Endpoints of that address")
      return
    }
    guard let target = service.aliased else { return }
    guard platform.services.contains(target.name, in: target.namespace) else {
      if platform.manifests.mayBeOperated(target.name, in: target.namespace) { return }
      diagnostics.warning(
        "\(subject) stands for the Service \"\(target.name)\", which no manifest defines in the "
          + "namespace \"\(target.namespace)\"", at: service.externalNameSpan,
        code: "unknown-service",
        help: platform.services.help(for: target.name, in: target.namespace))
      return
    }
    guard platform.manifests.service(meantBy: service) == nil,
      platform.service(target.name, in: target.namespace)?.type == .externalName,
      platform.service(target.name, in: target.namespace)?.aliased != nil
    else { return }
    diagnostics.warning(
      "\(subject) stands for names that stand for each other: lookups of it fail",
      at: service.externalNameSpan, code: "unknown-service")
  }
}
