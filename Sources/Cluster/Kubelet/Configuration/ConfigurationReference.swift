package import Manifests
package import SimulationKernel

/// A ConfigMap or Secret, by its name in a namespace.
package enum ConfigurationKind: String, Comparable, Sendable {
  case configMap = "configmap"
  case secret = "secret"

  /// An order for sorted tables.
  package static func < (left: ConfigurationKind, right: ConfigurationKind) -> Bool {
    left.rawValue < right.rawValue
  }
}

/// A container's environment variable or a pod's volume that takes its content from a ConfigMap or
/// Secret.
package struct ConfigurationReference: Hashable, Sendable {
  /// What is referred to.
  package var kind: ConfigurationKind
  /// Its name.
  package var name: String
  /// Key in it; nil for all.
  package var key: String?
  /// Whether its absence is no error.
  package var isOptional = false
  /// Name of the volume that shows it; nil for an environment variable.
  package var volume: String?

  /// Makes a reference.
  package init(kind: ConfigurationKind, name: String, key: String? = nil) {
    self.kind = kind
    self.name = name
    self.key = key
  }
}

/// A ConfigMap or Secret as far as pods depend on it: which keys it has.
package struct ConfigurationSpec: Sendable {
  /// What it is.
  package var kind: ConfigurationKind
  /// Its namespace.
  package var namespace: String
  /// Its name.
  package var name: String
  /// Its keys; nil for an object whose content nobody has stated, which has any key.
  package var keys: [String]?
  /// A hash of its content: another one is a change.
  package var content: UInt64
  /// How long software that reads it goes on serving after SIGTERM: a CoreDNS' `lameduck`.
  package var lameduck = SimDuration.zero
  /// How many replicas a cluster-proportional-autoscaler that reads it asks for.
  package var proportion: ClusterProportion?

  /// Makes an object.
  package init(
    kind: ConfigurationKind, namespace: String, name: String, keys: [String]?, content: UInt64 = 0
  ) {
    self.content = content
    self.kind = kind
    self.namespace = namespace
    self.name = name
    self.keys = keys
  }
}
