package import Manifests
package import SimulationKernel

/// A Service that an init container polls until it is there: `until nc -z db 5432; do sleep 2;
/// done`.
package struct ServiceWait: Hashable, Sendable {
  /// What the host may mean.
  package struct Meaning: Hashable, Sendable {
    /// The Service.
    package var service: ServicePlace
    /// The name of the one pod behind it that is meant; nil for any.
    package var pod: String?

    /// Means a Service, or one pod behind it.
    package init(_ service: ServicePlace, pod: String? = nil) {
      self.service = service
      self.pod = pod
    }
  }

  /// What the host may mean, as the cluster's DNS tries it; empty for a host outside.
  package var meanings: [Meaning]
  /// The port that is connected to; nil for any.
  package var port: Int?
  /// Whether only the name is looked up.
  package var isLookup = false
  /// The wait between two attempts.
  package var pause: SimDuration

  /// Makes a wait for a Service.
  package init(_ meanings: [Meaning], port: Int? = nil, pause: SimDuration) {
    self.meanings = meanings
    self.port = port
    self.pause = pause
  }
}

extension ServiceWait {
  /// Reads what a container in a namespace waits for.
  ///
  /// A name without a namespace is looked for in the pod's own one; one of two parts may be a
  /// Service's with its namespace or a pod's with its Service.
  init(_ wait: InitialWait, from home: String) {
    var labels = wait.host.split(separator: ".").map(String.init)
    let isAddress = labels.last.map { Int($0) != nil } ?? true
    if isAddress { labels = [] }
    if let end = labels.dropFirst(2).firstIndex(of: "svc") { labels = Array(labels[..<end]) }
    var meanings: [Meaning] = []
    switch labels.count {
    case 1: meanings = [Meaning(ServicePlace(name: labels[0], namespace: home))]
    case 2:
      meanings = [
        Meaning(ServicePlace(name: labels[0], namespace: labels[1])),
        Meaning(ServicePlace(name: labels[1], namespace: home), pod: labels[0]),
      ]
    case 3:
      meanings = [Meaning(ServicePlace(name: labels[1], namespace: labels[2]), pod: labels[0])]
    default: break
    }
    self.init(meanings, port: wait.port, pause: wait.pause)
    isLookup = wait.isLookup
  }
}
