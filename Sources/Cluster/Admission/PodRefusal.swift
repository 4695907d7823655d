/// Why the API server does not create a pod.
enum PodRefusal {
  /// A plugin of admission is against it.
  case forbidden(String)
  /// Its fields contradict each other.
  case invalid(String)

  /// The answer to a request, by the name that it gives the pod.
  func text(named name: String) -> String {
    switch self {
    case .forbidden(let problem): "pods \"\(name)\" is forbidden: \(problem)"
    case .invalid(let problem): "Pod \"\(name)\" is invalid: \(problem)"
    }
  }
}
