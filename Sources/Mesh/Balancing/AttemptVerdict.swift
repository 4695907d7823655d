/// What an attempt says of the pod that it was sent to.
package enum AttemptVerdict: BitwiseCopyable, Sendable {
  /// It answered.
  case success
  /// It answered with an error of its own (HTTP 500).
  case error
  /// It had no room for the request, or gave no answer: its connection was refused or broke, or it
  /// was too late (HTTP 502, 503, 504; source/common/router/router.cc Filter::onUpstreamReset).
  case gatewayError
}
