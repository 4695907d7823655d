import SimulationKernel

/// What became of other resources that were asked for in a pod that is there (Kubernetes KEP-1287).
///
/// A pod has them on three levels: what its object asks for, what its kubelet has set aside, and
/// what its containers have, which is the pod's own template. The first can wait, or be refused,
/// while the second is still brought about.
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

  /// What the kubelet says to what the object asks for.
  enum Answer: UInt8, Sendable {
    case awaited, granted, deferred, infeasible
  }

  /// The kubelet's answer to what the object asks for now.
  var answer = Answer.granted
  /// Whether the containers do not have all that is set aside: condition PodResizeInProgress, which
  /// a pod may have beside PodResizePending.
  package internal(set) var isInProgress = false
  /// The object's generation.
  package internal(set) var generation: Int64 = 1
  /// The generation of which the kubelet last set resources aside.
  var allocatedGeneration: Int64 = 1
  /// Message of condition PodResizePending; empty without it.
  var obstacle = ""
  /// Message of condition PodResizeInProgress, whose reason it makes Error; empty without one.
  package internal(set) var problem = ""
  /// Index of the template that the object's resources make.
  var written: Int32
  /// Index of the template that the kubelet has set aside (pkg/kubelet/allocation, its checkpoint).
  var allocated: Int32
  /// Index of the template with the greatest of what is set aside and had, and of what is asked
  /// unless that is infeasible: so much the scheduler and quotas count (component-helpers
  /// resource.PodRequests, UseStatusResources).
  var charged: Int32
  /// When it was first deferred.
  var deferredSince = SimTime.infinity
  /// Whether others have to go for it.
  var isPreempting = false
  /// When the kubelet decides on what the object asks for; other notices are stale.
  var decidesAt = SimTime.infinity
  /// When the kubelet looks at what it brings about; other notices are stale.
  var actuatesAt = SimTime.infinity
  /// Looks that failed since it was set aside.
  var looks: UInt64 = 0

  /// Makes that of a pod which has what its object asks for.
  init(template: Int32) {
    written = template
    allocated = template
    charged = template
  }

  /// How far what the object asks for is.
  package var stage: Stage {
    switch answer {
    case .awaited: .asked
    case .granted: isInProgress ? .inProgress : .done
    case .deferred: .deferred
    case .infeasible: .infeasible
    }
  }

  /// What its conditions say: that of what is asked, else that of what is set aside; empty where
  /// there is nothing to say.
  package var message: String { obstacle.isEmpty ? problem : obstacle }

  /// Whether the kubelet has still to decide on it.
  var isPending: Bool { answer == .awaited || answer == .deferred }
}
