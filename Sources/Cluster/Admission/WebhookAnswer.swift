import SimulationKernel

/// What became of asking webhooks about a request.
struct WebhookAnswer {
  /// Why they refuse it; nil where they do not.
  var failure: WebhookFailure?
  /// How long whoever made the request has waited for those that did not answer, also for those
  /// whose failure policy lets it through.
  var waited = SimDuration.zero
}
