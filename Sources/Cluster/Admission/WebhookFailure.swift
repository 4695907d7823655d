import Manifests
import SimulationKernel

/// A call of a webhook that failed: a refusal of the request, unless the webhook's failure policy
/// lets it through.
struct WebhookFailure {
  /// The webhook.
  let webhook: AdmissionWebhook
  /// What became of the call.
  let problem: String
  /// How long the call took.
  var wait = SimDuration.zero

  /// The API server's answer (apiserver pkg/util/webhook ErrCallingWebhook, within
  /// errors.NewInternalError).
  var text: String {
    "Internal error occurred: failed calling webhook \"\(webhook.name)\": failed to call webhook: "
      + "Post \"\(address)\": \(problem)"
  }

  /// Where a Service's webhook is called (apiserver pkg/util/webhook HookClient).
  private var address: String {
    guard let service = webhook.clientConfig.service else { return "" }
    let path = service.path.isEmpty ? "/" : service.path
    return "https://\(service.name).\(service.namespace).svc:\(service.port)\(path)"
      + "?timeout=\(webhook.timeoutSeconds)s"
  }
}
