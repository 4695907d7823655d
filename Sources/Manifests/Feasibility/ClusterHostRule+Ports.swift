/// Ports of Services, and of the pods behind those that have no address of their own.
extension ClusterHostRule {
  /// The ports of schemes that are asked where a URL names none (RFC 9110, RFC 6455).
  private static let portsOfSchemes = ["http": 80, "ws": 80, "https": 443, "wss": 443]
  /// Words of settings whose URLs are names rather than places to connect to.
  private static let nameWords: Set = ["CALLBACK", "ISSUER", "ORIGIN", "REALM", "REDIRECT"]

  /// A port that is asked and that nobody listens on.
  func closedPort(
    of service: KnownService, _ mention: HostMention, in text: ConfigurationText,
    of texts: [ConfigurationText]
  ) -> Problem? {
    // Clients of data systems and of telemetry know ports of their own.
    let isPlain = service.workloads.allSatisfy { platform.software.profiles[$0].role.asksOthers }
    let implied = isPlain ? impliedPort(of: mention, in: text, of: texts) : nil
    guard let port = mention.port ?? implied, service.type != .externalName else { return nil }
    let isAsked = mention.isURL || mention.key.map(HostKey.isHost) ?? false
    guard isAsked else { return nil }
    let written = mention.port == nil ? ", for its scheme" : ""
    if service.ports.isEmpty {
      return closedPort(ofPodsBehind: service, port, mention, written)
    }
    guard !service.ports.contains(port) else { return nil }
    return Problem(
      code: "closed-port",
      message: "port \(port) of the Service \"\(mention.host)\", which it does not have"
        + written,
      help: "it has \(service.ports.map(String.init).joined(separator: ", "))")
  }

  /// The port of a URL without one; nil where a setting of its own may say it, as `API_PORT` beside
  /// `API_URL`.
  private func impliedPort(
    of mention: HostMention, in text: ConfigurationText, of texts: [ConfigurationText]
  ) -> Int? {
    guard mention.isURL, let scheme = mention.scheme, let key = text.key ?? mention.key,
      !text.text.contains("\n"), HostKey.isHost(key), !HostKey.isTelemetry(key)
    else { return nil }
    let words = Set(HostKey.words(key).dropLast())
    guard words.isDisjoint(with: Self.ownWords.union(Self.nameWords)) else { return nil }
    let isElsewhere = texts.contains { other in
      let others = other.key.map(HostKey.words) ?? []
      return others.contains("PORT") && (words.isEmpty || !words.isDisjoint(with: others))
    }
    return isElsewhere ? nil : Self.portsOfSchemes[scheme]
  }

  /// The name of a headless Service stands for its pods' own addresses, so that no targetPort
  /// changes the port that is asked (core/v1 Service, "headless").
  private func closedPort(
    ofPodsBehind service: KnownService, _ port: Int, _ mention: HostMention, _ written: String
  ) -> Problem? {
    guard let object = platform.service(service.name, in: service.namespace),
      object.clusterIP == "None"
    else { return nil }
    let reader = ConfigurationReader(platform.manifests)
    let groups = platform.pods(of: object)
    let isClosed = groups.allSatisfy { group in
      group.spec != nil && group.declaresPorts && !group.declares(.number(port), .tcp)
        && !group.opensUndeclared(port, reader)
    }
    guard let first = groups.first, isClosed, object.ports.contains(where: { $0.port == port })
    else { return nil }
    return Problem(
      code: "closed-port",
      message: "port \(port) of the headless Service \"\(mention.host)\", which no container of "
        + "\(first.subject) declares\(written)",
      help: "its name stands for the pods themselves, whatever its targetPort is: "
        + (first.declaredPorts ?? ""))
  }

  /// A pod's name under a Service that it does not have.
  ///
  /// Pods have names of their own where their `subdomain` is the Service's name, which the
  /// StatefulSet controller makes of `serviceName` (pkg/api/v1/endpoints, endpointslice
  /// ShouldSetHostname).
  func unknownPod(_ labels: [String], of service: KnownService, from home: String) -> Problem? {
    let isOfPod =
      labels.count == 3
      || labels.count == 2 && platform.software.services.position(labels[0], in: labels[1]) == nil
    guard isOfPod, let object = platform.service(service.name, in: service.namespace) else {
      return nil
    }
    let groups = platform.pods(of: object)
    guard let owner = groups.first(where: { labels[0].hasPrefix($0.name + "-") }),
      groups.allSatisfy({ $0.spec != nil })
    else { return nil }
    let host = labels.joined(separator: ".")
    if owner.kind != "StatefulSet" {
      guard owner.spec?.hostname != labels[0] || owner.spec?.subdomain != service.name else {
        return nil
      }
      return Problem(
        code: "unknown-service",
        message: "the pod \"\(host)\", and the pods of \(owner.subject) have no names of their "
          + "own",
        help: "those of a StatefulSet have")
    }
    let set = platform.manifests.statefulSets.first {
      $0.metadata.name == owner.name && $0.metadata.home == owner.namespace
    }
    guard let set, set.serviceName != service.name else { return nil }
    return Problem(
      code: "unknown-service",
      message: "the pod \"\(host)\", and the pods of \(owner.subject) have their names under its "
        + "serviceName \"\(set.serviceName)\"",
      help: "write serviceName: \(service.name), or the other Service's name")
  }
}
