import Manifests
import SimulationKernel

/// A namespace that was deleted: it is there until nothing is left in it
/// (pkg/controller/namespace).
struct NamespaceEnd: Sendable {
  /// How far it is.
  enum Stage: Sendable {
    /// Nothing new comes into it, and what is there goes.
    case terminating
    /// Its object is gone.
    case gone
    /// Another one of its name is there.
    case replaced
  }

  /// Its name.
  let name: String
  /// When it was deleted.
  let deletedAt: SimTime
  /// How far its end is.
  var stage = Stage.terminating
  /// When the controller looks at it next; `infinity` while its queue does not have it.
  var passAt = SimTime.infinity
  /// Passes that ended with an error since the last one without any.
  var failedPasses = 0
  /// Its conditions, by `NamespaceCondition`; nil before the first pass.
  var conditions: [NamespaceCondition.State]?
  /// Whether nothing is left in it, and only finalizers of its own keep it.
  var isEmpty = false

  /// How long the controller waits after another pass with an error
  /// (namespace_controller.go nsControllerRateLimiter).
  mutating func backOff() -> SimDuration {
    failedPasses += 1
    return min(.milliseconds(5 << Int64(min(failedPasses - 1, 14))), .seconds(60))
  }
}
