/// The object that changed, for the plugins' hints.
package struct ChangeSubject {
  /// Index of the node; -1 when a change is about no node.
  var node: Int = -1
  /// What the pod asked and which selectors match it; nil when a change is about no pod.
  var pod: WaitingDemand?
}
