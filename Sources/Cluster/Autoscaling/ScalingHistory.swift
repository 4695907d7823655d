package import Manifests
package import SimulationKernel

/// What an autoscaler remembers: recommendations and changes, both with their times.
///
/// Source: kubernetes pkg/controller/podautoscaler/horizontal.go.
package struct ScalingHistory: Sendable {
  /// A number of replicas that the metrics asked for.
  package struct Recommendation: Hashable, Sendable {
    /// Replicas.
    package var replicas: Int
    /// When.
    package var time: SimTime

    /// Makes a recommendation.
    package init(replicas: Int, time: SimTime) {
      self.replicas = replicas
      self.time = time
    }
  }

  /// A change that was made.
  package struct Change: Hashable, Sendable {
    /// Replicas added or removed, positive in both cases.
    package var replicas: Int
    /// When.
    package var time: SimTime
    /// Whether it is older than every policy's period; its place may be used again.
    package var isOutdated: Bool

    /// Makes a change.
    package init(replicas: Int, time: SimTime, isOutdated: Bool = false) {
      self.replicas = replicas
      self.time = time
      self.isOutdated = isOutdated
    }
  }

  /// Recommendations; places of outdated ones are used again.
  package var recommendations: [Recommendation]
  /// Changes upwards.
  package var increases: [Change]
  /// Changes downwards.
  package var decreases: [Change]

  /// Makes a history.
  package init(
    recommendations: [Recommendation] = [], increases: [Change] = [], decreases: [Change] = []
  ) {
    self.recommendations = recommendations
    self.increases = increases
    self.decreases = decreases
  }

  /// The greatest recommendation of a window, this one included (stabilizeRecommendation: an
  /// autoscaler without `spec.behavior`).
  package mutating func stabilize(_ desired: Int, window: SimDuration, at now: SimTime) -> Int {
    let cutoff = now - window
    let recent = recommendations.lazy.filter { $0.time >= cutoff }.map(\.replicas)
    let stabilized = recent.reduce(desired, max)
    remember(desired, at: now, replacing: recommendations.lastIndex { $0.time < cutoff })
    return stabilized
  }

  /// The present number, moved into the band of recent recommendations
  /// (stabilizeRecommendationWithBehaviors).
  package mutating func stabilize(
    _ desired: Int, current: Int, upWindow: SimDuration, downWindow: SimDuration, at now: SimTime
  ) -> Int {
    let (upCutoff, downCutoff) = (now - upWindow, now - downWindow)
    var (low, high) = (desired, desired)
    for entry in recommendations {
      if entry.time > upCutoff { low = min(low, entry.replicas) }
      if entry.time > downCutoff { high = max(high, entry.replicas) }
    }
    let outdated = recommendations.lastIndex { $0.time < upCutoff && $0.time < downCutoff }
    remember(desired, at: now, replacing: outdated)
    return min(max(current, low), high)
  }

  private mutating func remember(_ desired: Int, at now: SimTime, replacing index: Int?) {
    let entry = Recommendation(replicas: desired, time: now)
    if let index {
      recommendations[index] = entry
    } else {
      recommendations.append(entry)
    }
  }

  /// Remembers a change that was made under rules (storeScaleEvent).
  package mutating func record(
    from old: Int, to new: Int, behavior: ScalingBehavior?, at now: SimTime
  ) {
    guard let behavior else { return }
    if new > old {
      Self.store(new - old, rules: behavior.scaleUp, at: now, in: &increases)
    } else {
      Self.store(old - new, rules: behavior.scaleDown, at: now, in: &decreases)
    }
  }

  private static func store(
    _ replicas: Int, rules: ScalingRules, at now: SimTime, in changes: inout [Change]
  ) {
    let longest = rules.policies.map(\.periodSeconds).max() ?? 0
    let cutoff = now - .seconds(Int64(longest))
    for index in changes.indices where changes[index].time < cutoff {
      changes[index].isOutdated = true
    }
    let change = Change(replicas: replicas, time: now)
    if let index = changes.lastIndex(where: \.isOutdated) {
      changes[index] = change
    } else {
      changes.append(change)
    }
  }

  /// Replicas by which changes of a period sum up (getReplicasChangePerPeriod).
  package static func sum(_ changes: [Change], of seconds: Int, at now: SimTime) -> Int {
    let cutoff = now - .seconds(Int64(seconds))
    return changes.lazy.filter { $0.time > cutoff }.reduce(0) { $0 + $1.replicas }
  }
}
