/// What the pods of a StatefulSet do in the system that an operator makes of several, as their
/// labels say.
package enum OperatedRole: Sendable {
  /// They hold data.
  case data
  /// They only agree on who holds it.
  case coordinator
  /// They do neither.
  case other

  /// Reads the labels of Elastic's operator; pods without them hold data.
  package init(of labels: StringMap) {
    let prefix = "elasticsearch.k8s.elastic.co/node-"
    switch (labels[prefix + "data"], labels[prefix + "master"]) {
    case ("true", _), (nil, _): self = .data
    case (_, "true"): self = .coordinator
    default: self = .other
    }
  }
}
