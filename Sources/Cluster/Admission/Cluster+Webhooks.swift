import Manifests
import SimulationKernel

/// Webhooks of admission: which are asked about a request, and whether they can be reached.
///
/// A webhook that is reached allows everything and changes nothing; one outside of the cluster
/// always is. About what kubelets write, what controllers delete, what Deployments write into their
/// ReplicaSets, and about EndpointSlices, Leases and taints of controllers nobody is asked.
///
/// Source: apiserver pkg/admission/plugin/webhook.
extension Cluster {
  /// Why webhooks refuse a request; nil where none does.
  mutating func webhookFailure(for request: WebhookRequest) -> WebhookFailure? {
    askWebhooks(about: request).failure
  }

  /// Asks webhooks about a request, first those that may change its object.
  mutating func askWebhooks(about request: WebhookRequest) -> WebhookAnswer {
    guard !webhookConfigurations.isEmpty else { return WebhookAnswer() }
    var answer = askWebhooks(about: request, areMutating: true)
    guard answer.failure == nil else { return answer }
    let last = askWebhooks(about: request, areMutating: false)
    answer.failure = last.failure
    answer.waited += last.waited
    return answer
  }

  /// Asks the webhooks of one kind about a request.
  ///
  /// Mutating ones are asked one after the other until one refuses. Validating ones are asked all
  /// at once, all are waited for, and the first refusal counts (mutating/dispatcher.go,
  /// validating/dispatcher.go Dispatch).
  private mutating func askWebhooks(
    about request: WebhookRequest, areMutating: Bool
  ) -> WebhookAnswer {
    var answer = WebhookAnswer()
    // What stands before time zero was admitted long ago.
    guard !isSettling else { return answer }
    for configuration in webhookConfigurations where configuration.isMutating == areMutating {
      for webhook in configuration.webhooks where webhook.isCalled(for: request) {
        guard let failure = call(webhook) else { continue }
        answer.waited =
          areMutating ? answer.waited + failure.wait : max(answer.waited, failure.wait)
        guard webhook.failurePolicy == .fail else { continue }
        guard !areMutating else {
          answer.failure = failure
          return answer
        }
        if answer.failure.map({ failure.wait < $0.wait }) ?? true { answer.failure = failure }
      }
    }
    return answer
  }

  /// A request about an object with the labels of its namespace.
  ///
  /// - Parameter resource: with its group, as `deployments.apps`.
  func webhookRequest(
    _ operation: String, _ resource: String, version: String = "v1", namespace: String?,
    labels: StringMap = StringMap()
  ) -> WebhookRequest {
    let parts = resource.split(separator: ".", maxSplits: 1).map(String.init)
    var request = WebhookRequest(
      operation, group: parts.count > 1 ? parts[1] : "", version: version, resource: parts[0],
      namespace: namespace)
    request.labels = labels
    guard let namespace else { return request }
    request.namespaceLabels =
      namespaces.first { $0.name == namespace }?.labels ?? StringMap()
    request.namespaceLabels["kubernetes.io/metadata.name"] = namespace
    return request
  }

  /// Asks the webhooks of one kind about a pod of a template; a static pod runs without its object.
  mutating func askWebhooks(aboutPodOf template: Int32, areMutating: Bool) -> WebhookAnswer {
    guard !webhookConfigurations.isEmpty, !templates[Int(template)].spec.isStatic else {
      return WebhookAnswer()
    }
    let request = webhookRequest(
      "CREATE", "pods", namespace: namespaceTable[templates[Int(template)].namespace],
      labels: templates[Int(template)].spec.labels)
    return askWebhooks(about: request, areMutating: areMutating)
  }

  /// Asks webhooks about the request that writes a scale.
  mutating func askWebhooks(aboutScaleOf target: ScaleTarget) -> WebhookAnswer {
    guard !webhookConfigurations.isEmpty else { return WebhookAnswer() }
    return askWebhooks(about: webhookRequest(forScaleOf: target))
  }

  /// The request that writes a scale, whose object has no labels.
  func webhookRequest(forScaleOf target: ScaleTarget) -> WebhookRequest {
    let owner = workloads[target.workload]
    let kind = target.revision == nil ? objectKind(of: target.workload) : "ReplicaSet"
    let known = ledger.object(kind, owner.namespace, owner.name)?.resource
    var request = webhookRequest(
      "UPDATE", known ?? QuotaObject.plural(of: kind) + ".apps", namespace: owner.namespace)
    request.subresource = "scale"
    return request
  }

  /// Calls a webhook; returns what became of the call, nil where it was answered.
  ///
  /// The API server takes any of the endpoints in the slices, and finds out by itself that one is
  /// gone (apiserver pkg/util/proxy ResolveEndpoint, which `--enable-aggregator-routing` chooses;
  /// without it kube-proxy chooses alike, and its rule for no endpoints answers "connection
  /// refused").
  private mutating func call(_ webhook: AdmissionWebhook) -> WebhookFailure? {
    guard let reference = webhook.clientConfig.service else { return nil }
    let failed = { WebhookFailure(webhook: webhook, problem: $0) }
    let name = reference.name
    guard let index = serviceIndex(namespace: reference.namespace, name: name),
      services[index].exists
    else { return failed("service \"\(name)\" not found") }
    let service = services[index]
    guard service.spec.externalName == nil else {
      return failed("unsupported service type \"ExternalName\"")
    }
    guard let port = service.spec.ports.first(where: { $0.port == reference.port }) else {
      return failed("no service port \(reference.port) found for service \"\(name)\"")
    }
    // Endpoints that somebody wrote are outside of the twin, and answer.
    guard !service.spec.selector.isEmpty else { return nil }
    let endpoints = service.endpoints
    guard !endpoints.isEmpty else {
      return failed("no endpoints available for service \"\(name)\"")
    }
    webhookCalls += 1
    let draw = RequestRandom(stream: serviceKeys[index], request: webhookCalls)
      .unit(Draw.webhook.rawValue)
    let endpoint = endpoints[min(Int(draw * Double(endpoints.count)), endpoints.count - 1)]
    return failure(of: endpoint, port, webhook)
  }

  /// What becomes of a call to one pod: without its machine nobody answers, without its process its
  /// machine does.
  private func failure(
    of endpoint: PodHandle, _ port: ServiceSpec.Port, _ webhook: AdmissionWebhook
  ) -> WebhookFailure? {
    let timeout = SimDuration.seconds(Int64(webhook.timeoutSeconds))
    guard pods.contains(endpoint), pods[endpoint].node >= 0,
      nodes[Int(pods[endpoint].node)].isUp, nodes[Int(pods[endpoint].node)].isReachable,
      !pods[endpoint].isCutOff, pods[endpoint].isAlive || !pods[endpoint].isServing
    else {
      return WebhookFailure(
        webhook: webhook, problem: "context deadline exceeded", wait: timeout)
    }
    guard !pods[endpoint].isServing else { return nil }
    let named = templates[Int(pods[endpoint].template)].spec.namedPorts ?? []
    let number = named.first { $0.name == port.targetName }?.number ?? port.target
    return WebhookFailure(
      webhook: webhook,
      problem: "dial tcp \(addressText(of: endpoint)):\(number): connect: connection refused")
  }
}
