import Manifests

/// What init containers poll before the software of their pods starts.
extension SpecCompiler {
  /// The Services that a container in a namespace waits for.
  func waits(of container: Container, in namespace: String) -> [ServiceWait] {
    guard container.restartPolicy != .always else { return [] }
    return initialWaits.waits(of: container, in: namespace).map {
      ServiceWait($0, from: namespace)
    }.filter { !isTakenAsThere($0) }
  }

  /// Whether nobody's manifests need to define what is waited for: the pod itself, a Service that
  /// every cluster has, or one that an operator may make which the twin does not know.
  private func isTakenAsThere(_ wait: ServiceWait) -> Bool {
    guard let service = wait.meanings.first?.service else { return true }
    let isDefined = manifests.services.contains {
      $0.metadata.name == service.name && $0.metadata.home == service.namespace
    }
    guard !isDefined else { return false }
    return ["localhost", "kubernetes"].contains(service.name)
      || ["kube-system", "istio-system"].contains(service.namespace)
      || manifests.mayBeOperated(service.name, in: service.namespace)
  }

  /// Says how many workloads wait for what is no Service of the manifests and could be none.
  mutating func addWaitNotes() {
    let count = spec.workloads.count { workload in
      workload.template.initContainers.flatMap(\.waits).contains { !mayEnd($0) }
    }
    note(
      count,
      "have init containers that wait for hosts outside of the cluster: these are taken to be "
        + "there")
  }

  private func mayEnd(_ wait: ServiceWait) -> Bool {
    let isKnown = spec.services.contains { service in
      wait.meanings.contains {
        $0.service == ServicePlace(name: service.name, namespace: service.namespace)
      }
    }
    let home = wait.meanings.first?.service.namespace
    return isKnown || spec.namespaces.contains { $0.name == home }
      || spec.workloads.contains { $0.namespace == home }
  }
}
