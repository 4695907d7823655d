/// Pods that have succeeded or failed and whose objects stay, the earliest first.
struct EndedPods: Sendable {
  /// How many may stay (--terminated-pod-gc-threshold); 0 for any number.
  var limit = 0
  private var pods: [PodHandle] = []

  /// Whether more stay than may.
  var isOverLimit: Bool { limit > 0 && pods.count > limit }

  /// Keeps a pod that has ended.
  mutating func keep(_ pod: PodHandle) { pods.append(pod) }

  /// A pod's object is gone.
  mutating func forget(_ pod: PodHandle) {
    if let index = pods.firstIndex(of: pod) { pods.remove(at: index) }
  }

  /// The pods that are too many, by an order in which the first go.
  func surplus(by isBefore: (PodHandle, PodHandle) -> Bool) -> [PodHandle] {
    guard isOverLimit else { return [] }
    return Array(pods.sorted(by: isBefore).prefix(pods.count - limit))
  }
}
