package import Manifests
package import SimulationKernel

/// A Service: which pods it selects and how it is reached.
package struct ServiceSpec: Sendable {
  /// A port of a Service.
  package struct Port: Hashable, Sendable {
    /// Name; empty for a sole port.
    package var name: String
    /// Port clients connect to.
    package var port: Int
    /// Port number on the pod, where it is a number.
    package var target: Int
    /// Name of the container port, where the target is a name.
    package var targetName: String
    /// Transport protocol.
    package var transport = TransportProtocol.tcp

    /// Makes a port.
    package init(name: String, port: Int, target: Int, targetName: String = "") {
      self.name = name
      self.port = port
      self.target = target
      self.targetName = targetName
    }
  }

  /// Pods that are preferred while there are any (core/v1 ServiceTrafficDistribution, annotation
  /// service.kubernetes.io/topology-mode).
  package enum Preference: Hashable, Sendable {
    /// Those of the client's zone.
    case zone
    /// Those of its node, then those of its zone.
    case node
    /// Those that are allotted to its zone, in proportion to the zones' CPU.
    case allotted

    /// Reads a Service's annotation, or else its word.
    init?(_ annotations: StringMap, _ word: String?, _ version: ClusterVersion) {
      let mode =
        annotations["service.kubernetes.io/topology-aware-hints"]
        ?? annotations["service.kubernetes.io/topology-mode"]
      if mode == "Auto" || mode == "auto" {
        self = .allotted
      } else {
        self.init(word, version)
      }
    }

    /// Reads a Service's word, as far as a version knows it.
    private init?(_ word: String?, _ version: ClusterVersion) {
      switch word {
      case "PreferClose" where version.hasTrafficDistribution: self = .zone
      case "PreferSameZone" where version.hasSameNodeTraffic: self = .zone
      case "PreferSameNode" where version.hasSameNodeTraffic: self = .node
      default: return nil
      }
    }
  }

  /// Name.
  package var name: String
  /// Namespace.
  package var namespace: String
  /// Labels of the Service itself, which ServiceMonitors select.
  package var labels = StringMap()
  /// Labels that its pods have; empty selects nothing.
  package var selector: StringMap
  /// Ports.
  package var ports: [Port] = []
  /// The port of the nodes that each of its ports asks for by number; nil for none, or any.
  package var nodePorts: [Int?] = []
  /// The cluster address that it asks for; nil for any.
  package var address: String?
  /// Whether it has no cluster address (`clusterIP: None`).
  package var isHeadless = false
  /// Whether unready pods are published.
  package var publishesNotReady = false
  /// Type: ClusterIP, NodePort, LoadBalancer or ExternalName.
  package var type = "ClusterIP"
  /// DNS name that an ExternalName Service stands for.
  package var externalName: String?
  /// Whether it exists from the start; else a change of the scenario creates it.
  package var isDormant = false
  /// How long a client sticks to a pod after its last connection (`sessionAffinity: ClientIP`); nil
  /// where it does not.
  package var clientAffinity: SimDuration?
  /// Whether only pods of the client's node serve it (`internalTrafficPolicy: Local`).
  package var isNodeLocal = false
  /// Which pods kube-proxy prefers; nil for none.
  package var preference: Preference?
  /// Whether traffic from outside stays on the node that it enters (`externalTrafficPolicy:
  /// Local`).
  package var isEntryLocal = false

  /// Makes a Service.
  package init(name: String, namespace: String, selector: StringMap) {
    self.name = name
    self.namespace = namespace
    self.selector = selector
  }
}

extension ServiceSpec {
  /// Whether it is the cluster's DNS, which kubelets name as `clusterDNS`.
  ///
  /// kubeadm, kops, k3s and the managed offerings all call its Service kube-dns or coredns, and
  /// label it `k8s-app: kube-dns`.
  package var isClusterDNS: Bool {
    namespace == "kube-system"
      && (labels["k8s-app"] == "kube-dns" || ["kube-dns", "coredns"].contains(name))
  }
}
