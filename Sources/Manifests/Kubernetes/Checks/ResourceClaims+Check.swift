extension PodSpec {
  /// Reports claims of devices that a version drops, or that it refuses (validatePodResourceClaims,
  /// validateResourceClaimNames).
  func checkClaims(_ version: ClusterVersion?, _ diagnostics: DiagnosticCollector) {
    let all = initContainers + containers
    guard let place = claimsPlace(of: all) else { return }
    if let version, !version.hasResourceClaims {
      diagnostics.warning(
        "\(version.name) drops resourceClaims: it has them from 1.34 on", at: place,
        code: "dropped-field")
      return
    }
    for (index, claim) in resourceClaims.enumerated() {
      claim.check(among: resourceClaims[..<index], diagnostics)
    }
    for container in all {
      container.resources.checkClaims(among: resourceClaims.map(\.name), diagnostics)
    }
  }

  private func claimsPlace(of containers: [Container]) -> SourceSpan? {
    if let first = resourceClaims.first { return first.span.start }
    return containers.flatMap(\.resources.claims).first?.span.start
  }
}

extension PodResourceClaim {
  fileprivate func check(
    among others: ArraySlice<PodResourceClaim>, _ diagnostics: DiagnosticCollector
  ) {
    if name.isEmpty {
      diagnostics.error("a resource claim needs a name", at: spans["name"], code: "missing-field")
    } else if let first = others.first(where: { $0.name == name }) {
      diagnostics.error(
        "two resource claims are named \"\(name)\"", at: spans["name"], code: "duplicate-name",
        labels: [(first.spans["name"], "the first is here")])
    } else {
      diagnostics.checkReference(name, "the resource claim", at: spans["name"], .label)
    }
    if (resourceClaimName == nil) == (resourceClaimTemplateName == nil) {
      diagnostics.error(
        "the resource claim \(name) takes one of resourceClaimName and resourceClaimTemplateName",
        at: span.start, code: resourceClaimName == nil ? "missing-field" : "conflicting-fields")
    }
    for (field, name) in [
      ("resourceClaimName", resourceClaimName),
      ("resourceClaimTemplateName", resourceClaimTemplateName),
    ] { diagnostics.checkReference(name, "the \(field)", at: spans[field]) }
  }
}

extension ResourceRequirements {
  /// Reports claims that the pod does not have, and ones that are named twice: whole, or by the
  /// same request.
  fileprivate func checkClaims(among names: [String], _ diagnostics: DiagnosticCollector) {
    for (index, claim) in claims.enumerated() {
      let same = claims[..<index].first {
        $0.name == claim.name
          && ($0.request == claim.request || ($0.request ?? "").isEmpty
            || (claim.request ?? "").isEmpty)
      }
      if let same {
        diagnostics.error(
          "the container has the claim \(claim.name) already", at: claim.span.start,
          code: "duplicate-name", labels: [(same.span.start, "here")])
      }
      diagnostics.checkReference(
        claim.request, "the request", at: claim.spans["request"], .label)
      guard !names.contains(claim.name) else { continue }
      diagnostics.error(
        "the pod has no resource claim \"\(claim.name)\"", at: claim.spans["name"],
        code: "unknown-claim",
        help: nearest(claim.name, in: names).map { "did you mean \"\($0)\"?" }
          ?? "it is written among resourceClaims of the pod's spec")
    }
  }
}
