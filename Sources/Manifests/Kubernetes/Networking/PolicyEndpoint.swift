/// One end of a connection, as network policies see it: a pod, or an address outside the cluster.
package struct PolicyEndpoint: Sendable {
  /// A port of a container that has a name.
  package struct NamedPort: Hashable, Sendable {
    /// Name.
    package var name: String
    /// Number.
    package var number: Int
    /// Transport protocol.
    package var `protocol`: TransportProtocol

    /// Makes a port.
    package init(name: String, number: Int, protocol: TransportProtocol = .tcp) {
      self.name = name
      self.number = number
      self.protocol = `protocol`
    }
  }

  /// Namespace of the pod; nil for an address outside.
  package var namespace: String?
  /// Labels of the namespace, `kubernetes.io/metadata.name` included.
  package var namespaceLabels = StringMap()
  /// Labels of the pod.
  package var labels = StringMap()
  /// Address; nil where it is not known, and then no `ipBlock` contains it.
  package var address: UInt32?
  /// Whether it is a pod on its node's network: policies see the node there, and no pod.
  package var usesHostNetwork = false
  /// The pod's ports that have names.
  package var ports: [NamedPort] = []

  /// An address outside the cluster.
  package init(address: UInt32?) { self.address = address }

  /// A pod with labels in a namespace.
  ///
  /// The API server gives each namespace the label `kubernetes.io/metadata.name`.
  package init(
    namespace: String, namespaceLabels: StringMap, labels: StringMap, address: UInt32? = nil
  ) {
    self.namespace = namespace
    self.namespaceLabels = namespaceLabels
    self.namespaceLabels["kubernetes.io/metadata.name"] = namespace
    self.labels = labels
    self.address = address
  }

  /// Whether selectors of pods can mean it.
  var isSelectable: Bool { namespace != nil && !usesHostNetwork }
}
