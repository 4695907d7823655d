/// The written ReplicaSets that Deployments with a given model select, now or after a change: these
/// adopt them, and what their pods run is what that model says.
struct AdoptedSets: Sendable {
  private var subjects: [String] = []

  /// Looks at a platform as it is at first and after each of its changes.
  init(_ states: [ManifestSet], given: PlatformModels) {
    let sets = states.first?.replicaSets ?? []
    guard !sets.isEmpty else { return }
    for state in states {
      let workloads = state.runningWorkloads
      let models = GivenModels(given, workloads).services
      for deployment in state.deployments where !deployment.selector.isEmpty {
        let (home, name) = (deployment.metadata.home, deployment.metadata.name)
        let isModelled = workloads.indices.contains { index in
          workloads[index].subject == "\(home)/deployment/\(name)" && models[index] != nil
        }
        guard isModelled else { continue }
        subjects += sets.filter {
          $0.metadata.home == home && deployment.selector.matches($0.metadata.labels)
        }.map { "\(home)/replicaset/\($0.metadata.name)" }
      }
    }
  }

  /// Whether a workload is one of them.
  func contains(_ workload: RunningWorkload) -> Bool { subjects.contains(workload.subject) }
}
