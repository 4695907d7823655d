import Mesh
package import SimulationKernel
import Workload

/// Audio as a fluid: every second of every open session is judged at once, no packet is an event.
///
/// A session has audio from its first answer on. Packets suffer the user's distance and the
/// network's jitter and loss; a server whose own periodic work (the audio of its sessions) takes
/// longer than its period is too late for the rest; one that is gone is heard no more. Hops inside
/// the cluster are below a millisecond and left out.
extension Traffic {
  /// The time over which quality is judged.
  private static var step: SimDuration { .seconds(1) }

  /// Begins to listen where a journey carries voice.
  func startListening(in simulation: inout Simulation) {
    guard programs.contains(where: { $0.voice != nil }) else { return }
    schedule(.voiceSecond, at: simulation.now + Self.step, 0, in: &simulation)
  }

  /// Judges the second that ends now.
  mutating func listen(in simulation: inout Simulation, _ workload: inout Workload) {
    schedule(.voiceSecond, at: simulation.now + Self.step, 0, in: &simulation)
    heard.resize(to: iterations.capacity, filling: HeardSecond())
    for index in 0..<iterations.capacity {
      guard let handle = iterations.handle(at: index), iterations[handle].pinned != .max else {
        continue
      }
      let iteration = iterations[handle]
      let journey = Int(iteration.journey)
      guard let voice = programs[journey].voice else { continue }
      let isServed = workload.isServing(iteration.pinned)
      let used = workload.backgroundShare(ofPod: iteration.pinned, at: simulation.now)
      let late = isServed ? max(0, 1 - 1 / max(1, used)) : 1
      let session = iteration.random.key
      if heard[index].session != session || heard[index].lateShare != late {
        let distance = laws.duration(voice.latency, iteration.random.bits(Self.distancePurpose))
        heard[index] = HeardSecond(
          session: session, lateShare: late,
          score: voice.score(networkMilliseconds: distance.milliseconds, lateShare: late))
      }
      record(heard[index].score, journey)
      counters[journey].voiceSeconds += isServed ? 1 : 0
    }
  }

  /// What a session's distance is drawn for; its steps draw above 2^31.
  private static var distancePurpose: UInt32 { 1 << 30 }

  /// Scores are kept in millionths.
  private mutating func record(_ score: Double, _ journey: Int) {
    scores.record(SimDuration(nanoseconds: Int64((score * 1e6).rounded())), in: journey)
  }

  /// The scores of a journey's seconds since the last reset, in millionths.
  package func scores(ofJourney journey: Int) -> Histogram { scores.snapshot(journey) }
}
