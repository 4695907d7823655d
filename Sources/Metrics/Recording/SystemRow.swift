/// What became of one system of the platform by the end of a run.
package struct SystemRow: Sendable {
  /// The system's name.
  package var system: String
  /// Its pods.
  package var pods: Int32
  /// Those of its pods that are ready.
  package var ready: Int32
  /// Requests that it answered, well or badly, since the warm-up.
  package var requests: Int64
  /// Those of the requests that failed.
  package var errors: Int64

  /// Describes a system.
  package init(system: String, pods: Int32, ready: Int32, requests: Int64, errors: Int64) {
    self.system = system
    self.pods = pods
    self.ready = ready
    self.requests = requests
    self.errors = errors
  }
}
