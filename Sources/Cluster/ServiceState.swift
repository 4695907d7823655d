import SimulationKernel

/// A Service with the pods that its endpoint slices list.
package struct ServiceState: Sendable {
  /// What was asked.
  package internal(set) var spec: ServiceSpec
  /// Interned selector; -1 when it selects nothing.
  var selector: Int32
  /// The ports that its slices and the nodes' rules were last written with.
  package internal(set) var ports: [ServiceSpec.Port]
  /// Whether its object is in the API.
  package internal(set) var exists = true
  /// Whether it was there when its slices were written last.
  var wasThere = true
  /// Ready endpoints, as the EndpointSlices say; with `publishesNotReady` all endpoints.
  package internal(set) var endpoints: [PodHandle] = []
  /// For each endpoint the zone, by number, whose clients it is for; empty without hints.
  package internal(set) var hints: [Int32] = []
  /// The endpoints that the hints were made for.
  var hintedEndpoints: [PodHandle] = []
  /// The last event's text about the hints, so that it is recorded only when it changes.
  var hintsWord = ""
  /// Terminating pods that still serve; used only when no endpoint is ready.
  package internal(set) var terminating: [PodHandle] = []
  /// All pods with an address that the selector matches.
  var members: [PodHandle] = []
  /// Whether a change of the slices is on its way to kube-proxy.
  var isProxySyncScheduled = false
  /// Whether a slice update of the controller is on its way.
  var isSliceSyncScheduled = false
  /// When istiod pushes to the sidecars if nothing changes until then; `infinity` while nothing
  /// waits.
  var meshQuietUntil = SimTime.infinity
  /// When the first change was seen that istiod has not pushed yet; `infinity` without one.
  var meshChangedSince = SimTime.infinity

  /// Name.
  package var name: String { spec.name }
  /// Namespace.
  package var namespace: String { spec.namespace }
  /// Whether it has no cluster address.
  package var isHeadless: Bool { spec.isHeadless }
}
