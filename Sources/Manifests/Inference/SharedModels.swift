/// Models for workloads that run the same software as one that somebody modelled.
///
/// Blue and green, or a stable version and its canary, are several workloads behind one Service, of
/// which often only one has a model. One whose main container has the same image, whatever its tag,
/// answers as the modelled one does; of one with another image nothing is known. Services that
/// select more for other ends, such as scraping, do not count: only those that lead to a model.
struct SharedModels: Sendable {
  /// A workload, its model and the Services that lead to it in any of the platform's states.
  private struct Member {
    let workload: RunningWorkload
    let model: ServiceModel?
    let isStore: Bool
    var services: [String] = []

    /// The Service by which callers reach its model: the named one, the workload's namesake, or
    /// else the first that selects its pods; nil without a model.
    var entrance: String? {
      guard let model else { return nil }
      let own = "\(workload.namespace)/\(model.service ?? workload.name)"
      return model.service != nil || services.contains(own) ? own : services.first
    }
  }

  private(set) var models: [ServiceModel] = []
  private(set) var findings: [InferenceFinding] = []

  /// Looks at a platform as it is at first and after each of its changes.
  init(_ states: [ManifestSet], given: PlatformModels) {
    guard !given.services.isEmpty else { return }
    let members = Self.members(of: states, given)
    var names = given.services.map { "\($0.namespace)/\($0.name)" }
    for member in members where member.model == nil && !member.isStore {
      let beside = members.filter { other in
        guard let entrance = other.entrance else { return false }
        return member.services.contains(entrance) && other.model?.proxies.isEmpty == true
      }
      guard let nearest = beside.first else { continue }
      let image = member.workload.image.path
      let same = beside.first { $0.workload.image(of: $0.model) == image && !image.isEmpty }
      guard let same, let model = same.model, let main = member.workload.main else {
        noteStranger(member, beside: nearest)
        continue
      }
      let home = member.workload.namespace
      var name = member.workload.name
      while names.contains("\(home)/\(name)") {
        name += "-" + member.workload.kind.prefix { $0 != "." }
      }
      names.append("\(home)/\(name)")
      models.append(model.shared(by: member.workload, as: name, in: main))
      findings.append(
        InferenceFinding(
          member.workload.subject,
          "runs \(image), as \(same.workload.subject) does behind the same Service: the model "
            + "\(model.name) is its own too", at: member.workload.span))
    }
  }

  /// The workloads of all states, in the order in which they come.
  private static func members(of states: [ManifestSet], _ given: PlatformModels) -> [Member] {
    var members: [Member] = []
    var known: [String: Int] = [:]
    for state in states {
      let workloads = state.runningWorkloads
      let index = ServiceIndex(state, workloads)
      let bound = GivenModels(given, workloads)
      for (position, workload) in workloads.enumerated() {
        let member = known[workload.subject] ?? members.count
        if member == members.count {
          known[workload.subject] = member
          members.append(
            Member(
              workload: workload, model: bound.services[position],
              isStore: bound.stores[position] != nil))
        }
        for service in index.services(of: position).map({ index.services[$0] }) {
          let name = "\(service.namespace)/\(service.name)"
          if !members[member].services.contains(name) { members[member].services.append(name) }
        }
      }
    }
    return members
  }

  /// Says that a workload can't answer what is asked of another behind the same Service.
  private mutating func noteStranger(_ member: Member, beside other: Member) {
    let unknown = other.model?.endpoints.map(\.name).filter { $0 != ModelMaker.serve } ?? []
    guard let endpoint = unknown.first else { return }
    findings.append(
      InferenceFinding(
        member.workload.subject,
        "has no model and another image than \(other.workload.subject) behind the same Service: "
          + "requests for \"\(endpoint)\" fail in its pods", at: member.workload.span))
  }
}

extension RunningWorkload {
  /// The image of the container whose software a model describes.
  fileprivate func image(of model: ServiceModel?) -> String {
    let named = containers.first { $0.name == model?.container }
    return named.map { ImageName($0.image).path } ?? image.path
  }
}

extension ServiceModel {
  /// The model as that of another workload that runs the same software, in whose namespace it is.
  fileprivate func shared(
    by other: RunningWorkload, as name: String, in main: Container
  ) -> ServiceModel {
    ServiceModel(
      name: name, span: other.nameSpan, namespace: other.namespace, system: system,
      workload: WorkloadReference(
        kind: other.kind, namespace: nil, name: other.name, span: other.nameSpan),
      service: nil, serviceSpan: other.span, container: main.name, containerSpan: other.span,
      workers: workers, queue: queue, threads: threads, processes: processes, startup: startup,
      warmUp: warmUp, memory: memory, log: log, background: background, balancer: balancer,
      clients: clients, pools: pools, consumers: consumers, endpoints: endpoints, proxies: [],
      source: source)
  }
}
