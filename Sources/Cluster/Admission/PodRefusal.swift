/// Why the API server does not create a pod.
enum PodRefusal {
  /// A plugin of admission is against it.
  case forbidden(String)
  /// Its fields contradict each other.
  case invalid(String)
  /// A webhook that has to be asked does not answer.
  case unanswered(WebhookFailure)

  /// The answer to a request, by the name that it gives the pod.
  func text(named name: String) -> String {
    switch self {
    case .forbidden(let problem): "pods \"\(name)\" is forbidden: \(problem)"
    case .invalid(let problem): "Pod \"\(name)\" is invalid: \(problem)"
    case .unanswered(let failure): failure.text
    }
  }

  /// Its reason among events.
  var reason: String {
    if case .unanswered = self { return "InternalError" }
    return "Forbidden"
  }
}
