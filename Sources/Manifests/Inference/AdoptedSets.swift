/// The written ReplicaSets that Deployments with a given model select, now or after a change: these
/// adopt them, and what their pods run is what that model says.
struct AdoptedSets: Sendable {
  private var subjects: Set<String> = []

  /// Looks at a platform as it is at first and after each of its changes.
  init(_ states: [ManifestSet], given: PlatformModels) {
    let sets = Dictionary(grouping: states.first?.replicaSets ?? [], by: \.metadata.home)
    guard !sets.isEmpty else { return }
    for state in states {
      let workloads = state.runningWorkloads
      let models = GivenModels(given, workloads).services
      let modelled = Set(zip(workloads, models).filter { $0.1 != nil }.map(\.0.subject))
      guard !modelled.isEmpty else { continue }
      for deployment in state.deployments where !deployment.selector.isEmpty {
        let home = deployment.metadata.home
        guard modelled.contains("\(home)/deployment/\(deployment.metadata.name)") else { continue }
        for set in sets[home] ?? [] where deployment.selector.matches(set.metadata.labels) {
          subjects.insert("\(home)/replicaset/\(set.metadata.name)")
        }
      }
    }
  }

  /// Whether a workload is one of them.
  func contains(_ workload: RunningWorkload) -> Bool { subjects.contains(workload.subject) }
}
