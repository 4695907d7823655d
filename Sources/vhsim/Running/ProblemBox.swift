import Manifests
import Synchronization

/// The first problems that any run reported.
final class ProblemBox: Sendable {
  private let first = Mutex<Diagnostics?>(nil)

  /// Keeps some problems unless others came before.
  func put(_ diagnostics: Diagnostics) {
    first.withLock { if $0 == nil { $0 = diagnostics } }
  }

  /// The problems, if there were any.
  var diagnostics: Diagnostics? { first.withLock { $0 } }
}
