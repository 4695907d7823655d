/// Whose recorder an event of a pod or a node comes from.
enum EventSource {
  /// The kubelet of the pod's node.
  case kubelet
  /// Another component, which has a recorder of its own, or whoever says something once.
  ///
  /// Nothing of it is filtered: the scheduler's recorder, of events.k8s.io, has no such filter, and
  /// the controllers say little of one pod.
  case another
}
