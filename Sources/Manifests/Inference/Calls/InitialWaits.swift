package import SimulationKernel

/// What an init container polls until it is there, in a loop of the shell or by a script for that.
package struct InitialWait: Hashable, Sendable {
  /// The host in lower case.
  package let host: String
  /// The port; nil where the command names none.
  package let port: Int?
  /// Whether only the host's name is looked up.
  package let isLookup: Bool
  /// The wait between two attempts.
  package let pause: SimDuration
}

/// Reads what init containers wait for, by their command lines and the values that are written for
/// their variables.
///
/// Values of ConfigMaps and Secrets are left out: they may change while the pod's template, which
/// the waits are a part of, stays as it is.
package struct InitialWaits: Sendable {
  private let reader = ConfigurationReader(ManifestSet())

  /// Makes a reader.
  package init() {}

  /// What a container waits for, in this order.
  package func waits(of container: Container, in namespace: String) -> [InitialWait] {
    reader.waits(of: container, in: namespace).compactMap { wait, _ in
      wait.pause.map {
        InitialWait(host: wait.host, port: wait.port, isLookup: wait.isLookup, pause: $0)
      }
    }
  }
}
