import SimulationKernel

/// Answers that the software of pods keeps itself, as the Java virtual machine does.
///
/// Source: java.net.InetAddress and java.security (networkaddress.cache.ttl,
/// networkaddress.cache.negative.ttl).
struct ClientAnswers {
  /// How long the absence of an answer is kept (networkaddress.cache.negative.ttl).
  private static let absenceLife = SimDuration.seconds(10)

  private struct Answer {
    let expiresAt: SimTime
    let isAbsent: Bool
  }

  /// By pod and target.
  private var answers = SortedMap<ClientPair, Answer>()

  /// What a pod knows about a target: true for its address, false for there being none; nil where
  /// it has to ask.
  func known(to client: UInt32, of target: UInt32, at now: SimTime) -> Bool? {
    guard let answer = answers[ClientPair(client, target)], answer.expiresAt > now else {
      return nil
    }
    return !answer.isAbsent
  }

  /// Keeps what a pod was told.
  mutating func keep(
    _ client: UInt32, _ target: UInt32, isAbsent: Bool, for life: SimDuration, now: SimTime
  ) {
    guard known(to: client, of: target, at: now) == nil else { return }
    let time = isAbsent ? min(life, Self.absenceLife) : life
    let answer = Answer(
      expiresAt: time == .infinity ? .infinity : now + time, isAbsent: isAbsent)
    answers.set(answer, for: ClientPair(client, target))
  }

  /// Forgets what a pod knew: its software starts anew.
  mutating func forget(client: UInt32) { answers.removeAll { $0.client == client } }
}
