/// A name by which pods are reached: a Service of the manifests, or one that an operator makes.
struct KnownService: Sendable {
  let name: String
  let namespace: String
  /// Its ports; empty where any will do.
  let ports: [Int]
  let type: ServiceType
  let access: StoreAccess
  /// The workloads whose pods it selects, by position.
  let workloads: [Int]
  /// The Service that an ExternalName Service stands for.
  var target: ServicePlace?
  let span: SourceSpan
}

/// The Services of a platform by name.
struct ServiceIndex: Sendable {
  /// All Services, those of operators last.
  let services: [KnownService]
  private let positions: [String: Int]
  private let workloads: [RunningWorkload]
  /// Services of each workload, by position.
  private let ofWorkload: [[Int]]

  init(_ manifests: ManifestSet, _ workloads: [RunningWorkload]) {
    let own = manifests.services.map { service in
      var known = KnownService(service, workloads)
      if service.type == .externalName { known.target = manifests.service(meantBy: service) }
      return known
    }
    let operated = workloads.enumerated().flatMap { index, workload in
      workload.operatedServices.map { made in
        KnownService(
          name: made.name, namespace: workload.namespace, ports: [], type: .clusterIP,
          access: made.access, workloads: [index], span: workload.span)
      }
    }
    var services: [KnownService] = []
    var positions: [String: Int] = [:]
    var ofWorkload = [[Int]](repeating: [], count: workloads.count)
    for service in own + operated {
      let key = "\(service.namespace)/\(service.name)"
      guard positions[key] == nil else { continue }
      positions[key] = services.count
      for workload in service.workloads { ofWorkload[workload].append(services.count) }
      services.append(service)
    }
    self.services = services
    self.positions = positions
    self.workloads = workloads
    self.ofWorkload = ofWorkload
  }

  /// The Services that select a workload's pods, by position.
  func services(of workload: Int) -> [Int] { ofWorkload[workload] }

  /// The position of a Service.
  func position(_ name: String, in namespace: String) -> Int? { positions["\(namespace)/\(name)"] }

  /// The Service that a host means, as the cluster's DNS resolves it from a namespace.
  ///
  /// Pods of a StatefulSet have names of their own before that of their Service.
  func resolve(_ host: String, from namespace: String) -> Int? {
    var labels = host.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
    if let end = labels.dropFirst(2).firstIndex(of: "svc") { labels = Array(labels[..<end]) }
    switch labels.count {
    case 1: return position(labels[0], in: namespace).flatMap(followed)
    case 2:
      return position(labels[0], in: labels[1]).flatMap(followed)
        ?? service(ofPod: labels[0], labels[1], in: namespace)
    case 3: return service(ofPod: labels[0], labels[1], in: labels[2])
    default: return nil
    }
  }

  /// Where a name leads in the end; nil for one of a host outside.
  private func followed(_ index: Int) -> Int? {
    guard services[index].type == .externalName else { return index }
    return services[index].target.flatMap { position($0.name, in: $0.namespace) }
  }

  private func service(ofPod pod: String, _ name: String, in namespace: String) -> Int? {
    guard let position = position(name, in: namespace) else { return nil }
    let isPod = services[position].workloads.contains {
      ([workloads[$0].name] + workloads[$0].sets).contains { pod.hasPrefix($0 + "-") }
    }
    return isPod ? position : nil
  }
}

extension KnownService {
  fileprivate init(_ service: Service, _ workloads: [RunningWorkload]) {
    name = service.metadata.name
    namespace = service.metadata.namespace ?? "default"
    ports = service.clusterIP == "None" ? [] : service.ports.map(\.port)
    type = service.type
    access = Self.access(named: service.metadata.name)
    span = service.span
    let home = namespace
    self.workloads =
      service.selector.isEmpty
      ? []
      : workloads.indices.filter {
        workloads[$0].namespace == home && workloads[$0].isSelected(by: service.selector)
      }
  }

  /// Words in the names of Services that lead to one role of a store only.
  private static func access(named name: String) -> StoreAccess {
    let words = name.split { $0 == "-" || $0 == "." }
    let isOne = { (roles: Set<Substring>) in words.contains(where: roles.contains) }
    if isOne([
      "ro", "follower", "replica", "replicas", "slave", "secondary", "readonly", "read", "repl",
    ]) {
      return .reading
    }
    return isOne(["leader", "master", "primary", "rw"]) ? .writing : .all
  }
}
