/// A condition that the namespace controller writes of a namespace which goes
/// (pkg/controller/namespace/deletion/status_condition_utils.go).
///
/// The twin's resources are all known to it: only the last three ever tell of anything.
enum NamespaceCondition: String, CaseIterable {
  case discoveryFailure = "NamespaceDeletionDiscoveryFailure"
  case parsingFailure = "NamespaceDeletionGroupVersionParsingFailure"
  case contentFailure = "NamespaceDeletionContentFailure"
  case contentRemaining = "NamespaceContentRemaining"
  case finalizersRemaining = "NamespaceFinalizersRemaining"

  /// What it says.
  struct State: Equatable, Sendable {
    var isTrue = false
    let reason: String
    let message: String
  }

  /// What it says where there is nothing to tell (okReasons, okMessages).
  var absence: State {
    switch self {
    case .discoveryFailure:
      State(reason: "ResourcesDiscovered", message: "All resources successfully discovered")
    case .parsingFailure:
      State(reason: "ParsedGroupVersions", message: "All legacy kube types successfully parsed")
    case .contentFailure:
      State(
        reason: "ContentDeleted",
        message: "All content successfully deleted, may be waiting on finalization")
    case .contentRemaining:
      State(reason: "ContentRemoved", message: "All content successfully removed")
    case .finalizersRemaining:
      State(
        reason: "ContentHasNoFinalizers",
        message: "All content-preserving finalizers finished")
    }
  }
}
