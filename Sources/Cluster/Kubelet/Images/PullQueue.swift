import Manifests
import SimulationKernel

/// The images that one node's kubelet pulls: one after the other, or several at once, and at most
/// so many a second (pkg/kubelet/images puller.go, helpers.go).
///
/// Pulls that load at once share the node's line alike; each unpacks at its own rate. A pull of an
/// image that another one loads ends with that one. A pure state machine: it takes pulls and the
/// time, and says which have ended.
struct PullQueue: Sendable {
  /// What an image costs that is not on the node.
  struct Work {
    /// Seconds on the whole line.
    let load: Double
    let unpack: SimDuration
  }

  /// A pull that is over.
  struct Ending {
    let pod: PodHandle
    /// The container that is started again with it; -1 for the pod's next one.
    let container: Int32
    let image: Int
    let askedAt: SimTime
    let begunAt: SimTime
    /// Whether the kubelet asked for too many images a second.
    let isRefused: Bool
  }

  private enum Phase {
    case waiting
    /// On the line, with so many seconds of the whole line left.
    case loading(Double)
    /// Alone until a time: its layers are unpacked, or the registry is asked for its manifest.
    case finishing(SimTime)
    /// Another pull brings the image.
    case following
  }

  private struct Pull {
    let pod: PodHandle
    var container: Int32 = -1
    let image: Int
    var work: Work?
    let askedAt: SimTime
    var begunAt = SimTime.infinity
    var phase = Phase.waiting
  }

  /// Less than this of the line's time, in seconds, is nothing: a clock's least step.
  private static let nothing = 1e-9

  private let limit: Int
  private var registry: ClientRate?
  private var pulls: [Pull] = []
  /// Until when what was loaded is counted.
  private var loadedUntil = SimTime.zero
  private var armedAt = SimTime.infinity

  init(_ settings: ImagePullSettings) {
    limit = settings.atOnce
    registry =
      settings.callsPerSecond > 0
      ? ClientRate(rate: Double(settings.callsPerSecond), burst: settings.burst) : nil
  }

  /// Puts a pull at the end; `work` is nil for one that only asks for the manifest.
  ///
  /// It is for the pod's next container, or for one that is started again.
  mutating func add(
    _ pod: PodHandle, container: Int32 = -1, image: Int, work: Work?, at now: SimTime
  ) {
    pulls.append(Pull(pod: pod, container: container, image: image, work: work, askedAt: now))
  }

  /// Goes on to a time and returns the pulls that are over by then.
  mutating func advance(to now: SimTime) -> [Ending] {
    load(until: now)
    var endings: [Ending] = []
    for index in pulls.indices { end(index, at: now, &endings) }
    pulls.removeAll { $0.askedAt == .infinity }
    beginNext(at: now, &endings)
    return endings
  }

  /// When it wants to go on, if that has changed since the last call; `infinity` for never.
  mutating func nextTime() -> SimTime? {
    let next = dueAt
    guard next != armedAt else { return nil }
    armedAt = next
    return next
  }

  /// Whether it wants to go on now.
  func isDue(at now: SimTime) -> Bool { armedAt == now }

  /// Begins all pulls anew, as after a stop of the kubelet or of the runtime.
  mutating func restart(at now: SimTime) {
    for index in pulls.indices {
      pulls[index].begunAt = .infinity
      pulls[index].phase = .waiting
    }
    loadedUntil = now
    armedAt = .infinity
  }

  /// Forgets everything, as a node does that loses its power.
  mutating func clear() {
    pulls.removeAll()
    armedAt = .infinity
  }

  private var loading: Int {
    pulls.count { if case .loading = $0.phase { true } else { false } }
  }

  private var dueAt: SimTime {
    let sharers = Double(loading)
    var due = SimTime.infinity
    for pull in pulls {
      switch pull.phase {
      case .loading(let left): due = min(due, loadedUntil + SimDuration(seconds: left * sharers))
      case .finishing(let end): due = min(due, end)
      case .waiting, .following: break
      }
    }
    return due
  }

  /// What loads gets on by its share of the line, and what is loaded is unpacked.
  private mutating func load(until now: SimTime) {
    let share = (now - loadedUntil).seconds / Double(max(1, loading))
    loadedUntil = now
    for index in pulls.indices {
      guard case .loading(let before) = pulls[index].phase else { continue }
      let left = before - share
      let unpack = pulls[index].work?.unpack ?? .zero
      pulls[index].phase = left < Self.nothing ? .finishing(now + unpack) : .loading(left)
    }
  }

  private mutating func end(_ index: Int, at now: SimTime, _ endings: inout [Ending]) {
    guard case .finishing(let end) = pulls[index].phase, end <= now else { return }
    let image = pulls[index].image
    endings.append(ending(of: index, isRefused: false))
    pulls[index] = Pull(pod: .none, image: -1, askedAt: .infinity)
    // Who waits for the same image finds it there.
    for other in pulls.indices where pulls[other].image == image {
      pulls[other].work = nil
      guard case .following = pulls[other].phase else { continue }
      endings.append(ending(of: other, isRefused: false))
      pulls[other] = Pull(pod: .none, image: -1, askedAt: .infinity)
    }
  }

  private mutating func beginNext(at now: SimTime, _ endings: inout [Ending]) {
    var running = pulls.count { $0.begunAt != .infinity }
    var index = 0
    while index < pulls.count, running < limit {
      guard pulls[index].begunAt == .infinity else {
        index += 1
        continue
      }
      pulls[index].begunAt = now
      if registry?.tryAccept(at: now) == false {
        endings.append(ending(of: index, isRefused: true))
        pulls.remove(at: index)
        continue
      }
      pulls[index].phase = firstPhase(of: pulls[index], at: now)
      running += 1
      index += 1
    }
  }

  private func firstPhase(of pull: Pull, at now: SimTime) -> Phase {
    guard let work = pull.work else { return .finishing(now + Timings.manifestCheck) }
    let isUnderWay = pulls.contains { other in
      guard other.image == pull.image, other.work != nil else { return false }
      switch other.phase {
      case .loading, .finishing: return true
      case .waiting, .following: return false
      }
    }
    return isUnderWay ? .following : .loading(work.load)
  }

  private func ending(of index: Int, isRefused: Bool) -> Ending {
    let pull = pulls[index]
    return Ending(
      pod: pull.pod, container: pull.container, image: pull.image, askedAt: pull.askedAt,
      begunAt: pull.begunAt, isRefused: isRefused)
  }
}
