/// Where the rules of Ingresses lead requests (networking/v1, "Multiple matches").
package struct IngressRoutes: Sendable {
  private let rules: [Rule]

  private struct Rule {
    let ingress: Ingress
    let host: String?
    let path: IngressPath
  }

  /// Takes all Ingresses that share the way in.
  package init(_ ingresses: [Ingress]) {
    rules = ingresses.flatMap { ingress in
      ingress.rules.flatMap { rule in
        rule.http.paths.map { Rule(ingress: ingress, host: rule.host, path: $0) }
      }
    }
  }

  /// The Ingresses that lead a request somewhere, each with the Service's name: the nearest host
  /// and the most exact path; several where rules are equal.
  package func targets(host: String, path: String) -> [(ingress: Ingress, service: String)] {
    let near = rules.map { ($0, Self.nearness(of: $0.host, to: host)) }
    let nearest = near.map(\.1).max() ?? 0
    let onHost = near.filter { $0.1 == nearest && nearest > 0 }.map(\.0)
    let onPath = onHost.map { ($0, $0.path.exactness(for: path)) }
    let exactest = onPath.map(\.1).max() ?? 0
    return onPath.filter { $0.1 == exactest && exactest > 0 }.compactMap { rule, _ in
      rule.path.backend.service.map { (rule.ingress, $0.name) }
    }
  }

  /// 3 for the host itself, 2 for a wildcard in place of its first label, 1 for every host, 0 for
  /// another.
  private static func nearness(of rule: String?, to host: String) -> Int {
    guard let rule else { return 1 }
    if rule == host { return 3 }
    guard rule.hasPrefix("*."), let dot = host.firstIndex(of: ".") else { return 0 }
    return host[dot...] == rule.dropFirst() ? 2 : 0
  }
}

extension IngressPath {
  /// How much of a request's path it names; 0 where it does not take it.
  ///
  /// An exact path counts beyond any prefix.
  fileprivate func exactness(for asked: String) -> Int {
    let asked = asked.prefix { $0 != "?" }
    if pathType == "Exact" { return asked == path ? Int.max : 0 }
    // A controller may read its own sort of path as a pattern, whose beginning is text.
    if pathType == "ImplementationSpecific",
      let pattern = path.firstIndex(where: { "([*^$|\\".contains($0) })
    {
      return asked.hasPrefix(path[..<pattern]) ? 1 : 0
    }
    let prefix = path.hasSuffix("/") ? path.dropLast() : path[...]
    guard asked == prefix || asked.hasPrefix(prefix + "/") || prefix.isEmpty else { return 0 }
    return prefix.count + 1
  }
}
