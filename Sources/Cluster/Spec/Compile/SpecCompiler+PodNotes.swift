import Manifests
import SimulationKernel

/// What pods ask of their kubelet that is read but not done.
extension SpecCompiler {
  mutating func addPodNotes() {
    var templates = manifests.deployments.map(\.template) + manifests.statefulSets.map(\.template)
    templates += manifests.daemonSets.map(\.template) + manifests.replicaSets.map(\.template)
    templates += manifests.jobs.map(\.spec.template)
    let pods = templates.map(\.spec) + manifests.pods.map(\.spec)
    let gates = pods.map { pod in
      pod.readinessGates.map { GateController(condition: $0.conditionType) }
    }
    note(gates.count { $0.contains(nil) }, "have readiness gates that nobody sets: never Ready")
    note(
      gates.count { !$0.isEmpty && !$0.contains(nil) },
      "have readiness gates, which load balancers set \(Int(GateController.delay.seconds)) s after "
        + "their containers are ready")
    note(
      pods.count {
        $0.volumes.contains {
          $0.emptyDir.map { $0.sizeLimit != nil || $0.medium == "Memory" } ?? false
        }
      },
      "have an emptyDir with a limit or in memory: of models only a log with its name as `volume` "
        + "fills it")
    note(
      pods.count { pod in
        (pod.initContainers + pod.containers).contains {
          $0.resources.limits["ephemeral-storage"] != nil
        }
      },
      "limit their ephemeral storage, of which they use what they request, or their log if it is more"
    )
    note(
      pods.count { pod in
        pod.containers.contains { $0.lifecycle?.stopSignal != nil }
      }, "ask for a stop signal of their own; they end as by SIGTERM")
    addStartNotes(pods)
  }

  /// What is read of pods before they start.
  private mutating func addStartNotes(_ pods: [PodSpec]) {
    note(
      pods.count { $0.initContainers.contains(where: \.looksOnceForHosts) },
      "have init containers that look once for others, or so many times: these are taken to be "
        + "there"
    )
    guard !spec.version.hasPodLevelResources else { return }
    note(
      pods.count { $0.resources != nil },
      "ask for resources as a whole, which \(spec.version.name) drops: it has them from 1.34 on")
  }

  mutating func note(_ count: Int, _ text: String) {
    if count > 0 { spec.notes.append("Pod templates (\(count)) \(text)") }
  }
}
