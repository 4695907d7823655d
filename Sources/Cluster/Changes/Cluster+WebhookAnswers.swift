import Manifests
import SimulationKernel

/// What webhooks say of the commands of administrators, in the words of kubectl.
extension Cluster {
  /// Takes the objects out of an update that webhooks refuse; returns why, for the first of them.
  ///
  /// Webhooks that the file itself brings are known when it is written: the API server watches
  /// their configurations.
  mutating func refuseByWebhooks(
    _ update: inout ClusterUpdate, in simulation: borrowing Simulation
  ) -> String? {
    guard !webhookConfigurations.isEmpty else { return nil }
    var outcomes = update
    setOutcomes(of: &outcomes)
    var first: String?
    for object in outcomes.objects where object.outcome != "unchanged" {
      let request = webhookRequest(for: object, in: update)
      guard let failure = webhookFailure(for: request) else { continue }
      let text = recordWebhookFailure(
        failure, object.kind, object.namespace, object.name, in: simulation)
      update.drop(object.kind, object.namespace, object.name)
      first = first ?? text
    }
    return first
  }

  private func webhookRequest(
    for object: ClusterUpdate.Object, in update: ClusterUpdate
  ) -> WebhookRequest {
    let document = object.document
    let version = document.apiVersion.split(separator: "/").last.map(String.init) ?? "v1"
    let isClusters = ClusterScopes.areClusters(object.kind, of: document.group)
    var request = webhookRequest(
      object.outcome == "created" ? "CREATE" : "UPDATE", object.resource, version: version,
      namespace: isClusters ? nil : object.namespace, labels: document.labels)
    if object.kind == "Namespace" {
      request.namespaceLabels = document.labels
      request.namespaceLabels["kubernetes.io/metadata.name"] = object.name
    } else if let home = update.namespaces.first(where: { $0.name == request.namespace }) {
      request.namespaceLabels = home.labels
    }
    return request
  }

  /// Why webhooks do not let an object be deleted that is there; that they do not is recorded.
  mutating func webhookRefusal(
    ofDeleting object: NamedObject, _ namespace: String, in simulation: borrowing Simulation
  ) -> String? {
    guard !webhookConfigurations.isEmpty else { return nil }
    let pod = object.kind == "Pod" ? pod(namespace: namespace, name: object.name) : nil
    let resource =
      pod.map { _ in "pods" } ?? ledger.object(object.kind, namespace, object.name)?.resource
    guard let resource else { return nil }
    let group = resource.split(separator: ".", maxSplits: 1).dropFirst().first.map(String.init)
    let request = webhookRequest(
      "DELETE", resource,
      namespace: ClusterScopes.areClusters(object.kind, of: group ?? "") ? nil : namespace,
      labels: pod.map { StringMap(labels(of: $0)) } ?? workloadLabels(of: object, namespace))
    return refuse(request, object.kind, namespace, object.name, in: simulation)
  }

  /// The labels of an object that is a workload; other objects are taken to have none.
  private func workloadLabels(of object: NamedObject, _ namespace: String) -> StringMap {
    let owner = workloads.first {
      $0.exists && $0.userKind == object.kind && $0.name == object.name && $0.namespace == namespace
    }
    return owner?.spec.labels ?? StringMap()
  }

  /// Why webhooks do not let a scale be written; that they do not is recorded.
  mutating func webhookRefusal(
    ofScaling target: ScaleTarget, in simulation: borrowing Simulation
  ) -> String? {
    guard !webhookConfigurations.isEmpty else { return nil }
    let owner = workloads[target.workload]
    let set = target.revision.map { replicaSetName(target.workload, $0) }
    return refuse(
      webhookRequest(forScaleOf: target), set == nil ? owner.userKind : "ReplicaSet",
      owner.namespace, set ?? owner.name, in: simulation)
  }

  /// Why webhooks do not let a workload's template be changed; that they do not is recorded.
  mutating func webhookRefusal(
    ofChanging workload: Int, in simulation: borrowing Simulation
  ) -> String? {
    guard !webhookConfigurations.isEmpty else { return nil }
    var request = webhookRequest(forScaleOf: ScaleTarget(workload: workload))
    request.subresource = ""
    let owner = workloads[workload]
    request.labels = owner.spec.labels
    return refuse(request, owner.userKind, owner.namespace, owner.name, in: simulation)
  }

  /// Why webhooks do not let a pod's resources be changed; that they do not is recorded.
  mutating func webhookRefusal(
    ofResizing pod: PodHandle, in simulation: borrowing Simulation
  ) -> String? {
    guard !webhookConfigurations.isEmpty else { return nil }
    let namespace = namespace(of: pod)
    var request = webhookRequest(
      "UPDATE", "pods", namespace: namespace, labels: StringMap(labels(of: pod)))
    request.subresource = "resize"
    return refuse(request, "Pod", namespace, name(of: pod), in: simulation)
  }

  /// Why webhooks do not let an administrator change a node; that they do not is recorded.
  ///
  /// - Parameter lead: what kubectl says before the API server's words.
  mutating func webhookRefusal(
    ofChangingNode node: Int, lead: String = kubectlLead, in simulation: borrowing Simulation
  ) -> String? {
    guard !webhookConfigurations.isEmpty else { return nil }
    let request = webhookRequest(
      "UPDATE", "nodes", namespace: nil, labels: nodeSpecs[node].labels)
    return refuse(request, "Node", "", nodeSpecs[node].name, lead: lead, in: simulation)
  }

  /// What kubectl says before the words of an API server that fails.
  static let kubectlLead = "Error from server (InternalError): "

  private mutating func refuse(
    _ request: WebhookRequest, _ kind: String, _ namespace: String, _ name: String,
    lead: String = kubectlLead, in simulation: borrowing Simulation
  ) -> String? {
    guard let failure = webhookFailure(for: request) else { return nil }
    return recordWebhookFailure(failure, kind, namespace, name, lead: lead, in: simulation)
  }

  private mutating func recordWebhookFailure(
    _ failure: WebhookFailure, _ kind: String, _ namespace: String, _ name: String,
    lead: String = kubectlLead, in simulation: borrowing Simulation
  ) -> String {
    let text = lead + failure.text
    record(
      kind: kind, namespace: namespace, name: name, "InternalError", text, isWarning: true,
      by: .kubectl, in: simulation)
    return text
  }
}

extension ManifestDocument {
  /// The labels that an object is written with.
  fileprivate var labels: StringMap {
    StringMap(
      (node["metadata"]?["labels"]?.pairs ?? []).compactMap { key, value in
        key.text.flatMap { key in value.text.map { (key: key, value: $0) } }
      })
  }
}
