import Glibc
import Synchronization

/// The user's wish to stop, by SIGINT (ctrl-c) or SIGTERM.
///
/// The first signal asks the runs to end after the present simulated second, so that everything
/// until then is kept; a second one ends the program at once.
enum Interruption {
  private static let isAsked = Atomic<Bool>(false)

  /// Whether a stop was asked for.
  static var isRequested: Bool { isAsked.load(ordering: .relaxed) }

  /// Starts to listen, also where the parent process blocked the signals.
  static func listen() {
    isAsked.store(false, ordering: .relaxed)
    var signals = sigset_t()
    sigemptyset(&signals)
    for number in [SIGINT, SIGTERM] {
      sigaddset(&signals, number)
      signal(number) { number in
        Interruption.isAsked.store(true, ordering: .relaxed)
        signal(number, SIG_DFL)
      }
    }
    pthread_sigmask(SIG_UNBLOCK, &signals, nil)
  }
}
