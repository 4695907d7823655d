/// Something that a workload's configuration says it asks.
struct InferredCall: Sendable {
  /// The workload asked, by position.
  let workload: Int
  /// The Service by which it is reached, by position.
  let service: Int
  /// The Service's port, where it is named with one.
  let port: Int?
  /// What a store's Service is for.
  var access: StoreAccess
  /// Where the Service is named: "environment variable CART_ADDR".
  let origin: String
  let span: SourceSpan
}

extension StoreAccess {
  /// Both uses together: a leader and a follower are written and read.
  func joined(with other: StoreAccess) -> StoreAccess {
    switch (self, other) {
    case (.reading, .reading): .reading
    case (.writing, .writing): .writing
    default: .all
    }
  }
}

/// Reads what workloads call from their configuration.
struct CallReader: Sendable {
  private let services: ServiceIndex
  private let workloads: [RunningWorkload]
  private let profiles: [SoftwareProfile]
  private let scanner: HostScanner
  private let configuration: ConfigurationReader

  /// Ports of OTLP, Zipkin, Jaeger, StatsD and Fluentd's forward protocol.
  private static let telemetryPorts: Set = [
    4317, 4318, 9411, 14_250, 14_268, 6831, 6832, 8125, 24_224,
  ]

  init(_ manifests: ManifestSet, _ software: PlatformSoftware) {
    services = software.services
    workloads = software.workloads
    profiles = software.profiles
    scanner = HostScanner(known: Set(services.services.map { $0.name.lowercased() }))
    configuration = ConfigurationReader(manifests)
  }

  /// What a workload calls, each callee once and in the order found; and what else was noticed.
  func calls(of caller: Int) -> (calls: [InferredCall], findings: [InferenceFinding]) {
    var calls: [InferredCall] = []
    var findings: [InferenceFinding] = []
    var noticed: Set<String> = []
    for (mention, text) in mentions(of: caller) {
      guard let index = service(of: mention, caller) else { continue }
      let service = services.services[index]
      if service.workloads.contains(caller) { continue }
      guard let callee = service.workloads.first else {
        note("names \(service.name), a Service without pods", text, caller, &noticed, &findings)
        continue
      }
      if isTelemetry(mention, callee) {
        note(
          "sends telemetry to \(service.name), for which no request waits", text, caller, &noticed,
          &findings)
        continue
      }
      if let known = calls.firstIndex(where: { $0.workload == callee }) {
        calls[known].access = calls[known].access.joined(with: service.access)
        continue
      }
      calls.append(
        InferredCall(
          workload: callee, service: index, port: mention.port, access: service.access,
          origin: text.origin, span: text.span))
    }
    return (calls, findings)
  }

  private func mentions(of caller: Int) -> [(HostMention, ConfigurationText)] {
    let workload = workloads[caller]
    let own = profiles[caller].hosts.map { host in
      (
        HostMention(host: host, port: nil, isURL: true, key: nil),
        ConfigurationText(
          text: host, key: nil, origin: "known of image \(workload.image.last)",
          span: workload.span)
      )
    }
    return own
      + configuration.texts(of: workload).flatMap { text in
        scanner.mentions(in: text.text, key: text.key).map { ($0, text) }
      }
  }

  /// The Service that is meant; a number behind a name that is no port of the Service is no port.
  private func service(of mention: HostMention, _ caller: Int) -> Int? {
    guard let index = services.resolve(mention.host, from: workloads[caller].namespace) else {
      return nil
    }
    let ports = services.services[index].ports
    guard let port = mention.port, !mention.isURL, !ports.isEmpty else { return index }
    return ports.contains(port) ? index : nil
  }

  private func isTelemetry(_ mention: HostMention, _ callee: Int) -> Bool {
    if case .telemetry = profiles[callee].role { return true }
    return mention.port.map(Self.telemetryPorts.contains) ?? false
      || mention.key.map(HostKey.isTelemetry) ?? false
  }

  private func note(
    _ what: String, _ text: ConfigurationText, _ caller: Int, _ noticed: inout Set<String>,
    _ findings: inout [InferenceFinding]
  ) {
    guard noticed.insert(what).inserted else { return }
    findings.append(
      InferenceFinding(workloads[caller].subject, "\(what): \(text.origin)", at: text.span))
  }
}
