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
  /// How far its end is.
  var stage = Stage.terminating
  /// What the conditions of its status said last.
  var remaining = ""
  var finalizing = ""
  /// Whether nothing is left in it, and only finalizers of its own keep it.
  var isEmpty = false
}
