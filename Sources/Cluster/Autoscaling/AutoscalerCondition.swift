package import SimulationKernel

/// A condition of an autoscaler, as `kubectl describe hpa` shows it.
///
/// Source: kubernetes pkg/controller/podautoscaler/horizontal.go setCondition and its callers.
package struct AutoscalerCondition: Hashable, Sendable {
  /// What a condition is about.
  package enum Kind: String, Sendable, CaseIterable {
    /// Whether the target's scale can be read and written, and whether something holds it back.
    case ableToScale = "AbleToScale"
    /// Whether the metrics give a number of replicas.
    case scalingActive = "ScalingActive"
    /// Whether the bounds or the speed limits keep the number from what the metrics ask for.
    case scalingLimited = "ScalingLimited"
  }

  /// What it is about.
  package let kind: Kind
  /// Whether its status is True.
  package var isTrue: Bool
  /// Reason in CamelCase.
  package var reason: String
  /// The sentence.
  package var message: String
  /// When the status last changed.
  package var changedAt: SimTime
}

/// The conditions of one autoscaler; those that were never set are absent.
package struct AutoscalerConditions: Sendable {
  /// In the order in which they were first set.
  package private(set) var entries: [AutoscalerCondition] = []

  /// Sets a condition; its time moves on only when its status changes.
  mutating func set(
    _ kind: AutoscalerCondition.Kind, _ isTrue: Bool, _ reason: String, _ message: String,
    at now: SimTime
  ) {
    guard let index = entries.firstIndex(where: { $0.kind == kind }) else {
      entries.append(
        AutoscalerCondition(
          kind: kind, isTrue: isTrue, reason: reason, message: message, changedAt: now))
      return
    }
    if entries[index].isTrue != isTrue { entries[index].changedAt = now }
    entries[index].isTrue = isTrue
    entries[index].reason = reason
    entries[index].message = message
  }

  /// Notes that the target's scale could be read.
  mutating func setScaleKnown(at now: SimTime) {
    set(
      .ableToScale, true, "SucceededGetScale",
      "the HPA controller was able to get the target's current scale", at: now)
  }

  /// Notes what stabilisation made of a recommendation.
  mutating func setStabilized(isMoved: Bool, isUp: Bool, at now: SimTime) {
    guard isMoved else {
      set(
        .ableToScale, true, "ReadyForNewScale", "recommended size matches current size", at: now)
      return
    }
    let (found, applied) = isUp ? ("lower", "lowest") : ("higher", "highest")
    set(
      .ableToScale, true, isUp ? "ScaleUpStabilized" : "ScaleDownStabilized",
      "recent recommendations were \(found) than current one, applying the \(applied) recent "
        + "recommendation", at: now)
  }

  /// Notes what the bounds and speed limits made of a number.
  mutating func setLimited(_ limited: LimitedReplicas, from stable: Int, at now: SimTime) {
    set(
      .scalingLimited, limited.replicas != stable, limited.reason.rawValue,
      limited.reason.message, at: now)
  }
}
