package import Manifests
package import SimulationKernel

/// A number of replicas and what limited it.
package struct LimitedReplicas: Hashable, Sendable {
  /// Replicas.
  package var replicas: Int
  /// Reason of the ScalingLimited condition.
  package var reason: ScalingLimitReason
}

/// Reasons of the ScalingLimited condition.
package enum ScalingLimitReason: String, Sendable {
  /// Nothing limited the number.
  case desiredWithinRange = "DesiredWithinRange"
  /// `minReplicas` did.
  case tooFewReplicas = "TooFewReplicas"
  /// `maxReplicas` did.
  case tooManyReplicas = "TooManyReplicas"
  /// The speed of scaling up did.
  case scaleUpLimit = "ScaleUpLimit"
  /// The speed of scaling down did.
  case scaleDownLimit = "ScaleDownLimit"

  /// The sentence that goes with the reason.
  package var message: String {
    switch self {
    case .desiredWithinRange: "the desired count is within the acceptable range"
    case .tooFewReplicas: "the desired replica count is less than the minimum replica count"
    case .tooManyReplicas: "the desired replica count is more than the maximum replica count"
    case .scaleUpLimit:
      "the desired replica count is increasing faster than the maximum scale rate"
    case .scaleDownLimit:
      "the desired replica count is decreasing faster than the maximum scale rate"
    }
  }
}

/// The bounds of an autoscaler's steps.
///
/// Source: kubernetes pkg/controller/podautoscaler/horizontal.go.
package struct ScalingLimits: Sendable {
  /// `spec.minReplicas`.
  package var minReplicas: Int
  /// `spec.maxReplicas`.
  package var maxReplicas: Int

  /// Makes bounds.
  package init(minReplicas: Int, maxReplicas: Int) {
    self.minReplicas = minReplicas
    self.maxReplicas = maxReplicas
  }

  /// Without `spec.behavior`: at most twice as many, or four (convertDesiredReplicasWithRules).
  package func limit(_ desired: Int, current: Int) -> LimitedReplicas {
    let upLimit = max(2 * current, 4)
    if desired < minReplicas {
      return LimitedReplicas(replicas: minReplicas, reason: .tooFewReplicas)
    }
    if desired > min(maxReplicas, upLimit) {
      return maxReplicas > upLimit
        ? LimitedReplicas(replicas: upLimit, reason: .scaleUpLimit)
        : LimitedReplicas(replicas: maxReplicas, reason: .tooManyReplicas)
    }
    return LimitedReplicas(replicas: desired, reason: .desiredWithinRange)
  }

  /// With `spec.behavior`: as fast as its policies allow
  /// (convertDesiredReplicasWithBehaviorRate).
  package func limit(
    _ desired: Int, current: Int, behavior: ScalingBehavior, history: ScalingHistory,
    at now: SimTime
  ) -> LimitedReplicas {
    if desired > current {
      let limit = max(
        current, Self.upLimit(current: current, rules: behavior.scaleUp, history: history, at: now))
      if desired > min(maxReplicas, limit) {
        return maxReplicas > limit
          ? LimitedReplicas(replicas: limit, reason: .scaleUpLimit)
          : LimitedReplicas(replicas: maxReplicas, reason: .tooManyReplicas)
      }
    } else if desired < current {
      let limit = min(
        current,
        Self.downLimit(current: current, rules: behavior.scaleDown, history: history, at: now))
      if desired < max(minReplicas, limit) {
        return minReplicas < limit
          ? LimitedReplicas(replicas: limit, reason: .scaleDownLimit)
          : LimitedReplicas(replicas: minReplicas, reason: .tooFewReplicas)
      }
    }
    return LimitedReplicas(replicas: desired, reason: .desiredWithinRange)
  }

  /// Replicas that the policies of scaling up allow now (calculateScaleUpLimitWithScalingRules);
  /// percentages are rounded up.
  package static func upLimit(
    current: Int, rules: ScalingRules, history: ScalingHistory, at now: SimTime
  ) -> Int {
    let proposals = rules.policies.map { policy in
      let start = periodStart(current, policy, history, now)
      return switch policy.type {
      case .pods: start + policy.value
      case .percent:
        ReplicaCalculator.rounded(Double(start) * (1 + Double(policy.value) / 100))
      }
    }
    let allowed = rules.selectPolicy == .min ? proposals.min() : proposals.max()
    return rules.selectPolicy == .disabled ? current : allowed ?? current
  }

  /// Replicas that the policies of scaling down allow now (calculateScaleDownLimitWithBehaviors);
  /// percentages are rounded towards zero.
  package static func downLimit(
    current: Int, rules: ScalingRules, history: ScalingHistory, at now: SimTime
  ) -> Int {
    let proposals = rules.policies.map { policy in
      let start = periodStart(current, policy, history, now)
      return switch policy.type {
      case .pods: start - policy.value
      case .percent: Int(Double(start) * (1 - Double(policy.value) / 100))
      }
    }
    let allowed = rules.selectPolicy == .min ? proposals.max() : proposals.min()
    return rules.selectPolicy == .disabled ? current : allowed ?? current
  }

  /// Replicas at the start of a policy's period.
  private static func periodStart(
    _ current: Int, _ policy: ScalingPolicy, _ history: ScalingHistory, _ now: SimTime
  ) -> Int {
    current - ScalingHistory.sum(history.increases, of: policy.periodSeconds, at: now)
      + ScalingHistory.sum(history.decreases, of: policy.periodSeconds, at: now)
  }
}
