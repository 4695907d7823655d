extension ScalingRules {
  /// Scaling up by default: at once, by the greater of 4 pods and 100 % every 15 seconds.
  ///
  /// Source: Kubernetes pkg/apis/autoscaling/v2/defaults.go scaleUpRules.
  package static var scaleUpDefaults: ScalingRules {
    var rules = ScalingRules()
    rules.stabilizationWindowSeconds = 0
    rules.policies = [
      ScalingPolicy(type: .pods, value: 4, periodSeconds: 15),
      ScalingPolicy(type: .percent, value: 100, periodSeconds: 15),
    ]
    return rules
  }

  /// Scaling down by default: 100 % every 15 seconds, with the controller's own stabilisation.
  ///
  /// Source: Kubernetes pkg/apis/autoscaling/v2/defaults.go scaleDownRules.
  package static var scaleDownDefaults: ScalingRules {
    var rules = ScalingRules()
    rules.policies = [ScalingPolicy(type: .percent, value: 100, periodSeconds: 15)]
    return rules
  }

  /// Takes over the window and the policies that are not given.
  package mutating func fill(from defaults: ScalingRules) {
    stabilizationWindowSeconds = stabilizationWindowSeconds ?? defaults.stabilizationWindowSeconds
    if policies.isEmpty { policies = defaults.policies }
  }
}

extension ScalingPolicy {
  /// Makes a policy.
  package init(type: ScalingPolicyType, value: Int, periodSeconds: Int) {
    self.type = type
    self.value = value
    self.periodSeconds = periodSeconds
  }
}
