import SimulationKernel

/// What became of other resources that were asked for in a pod that is there (Kubernetes KEP-1287).
package struct PodResize: Sendable {
  /// How far it is.
  package enum Stage: UInt8, Sendable {
    /// What the object asks for is what the containers have.
    case done
    /// The object asks for it, and the kubelet has not seen that.
    case asked
    /// Condition PodResizePending, reason Deferred: the node has no room yet.
    case deferred
    /// Condition PodResizePending, reason Infeasible: the node never has it.
    case infeasible
    /// Condition PodResizeInProgress: the node has set it aside, the containers do not have it all.
    case inProgress
  }

  /// How far it is.
  package internal(set) var stage = Stage.done
  /// What its condition says; empty where there is nothing to say.
  package internal(set) var message = ""
  /// The object's generation.
  package internal(set) var generation: Int64 = 1
  /// Index of the template that the object's resources make.
  var written: Int32
  /// Index of the template with the greatest of what is asked, set aside and had: so much the
  /// scheduler and quotas count (component-helpers resource.PodRequests, UseStatusResources).
  var charged: Int32
  /// When it was first deferred.
  var deferredSince = SimTime.infinity
  /// When the kubelet looks at it again; other notices are stale.
  var dueAt = SimTime.infinity
  /// Looks that failed since it was set aside.
  var looks: UInt64 = 0

  /// Makes that of a pod which has what its object asks for.
  init(template: Int32) {
    written = template
    charged = template
  }

  /// Whether the kubelet has still to decide on it.
  var isPending: Bool { stage == .asked || stage == .deferred }
}
