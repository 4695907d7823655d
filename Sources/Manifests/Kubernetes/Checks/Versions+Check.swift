extension ManifestSet {
  /// Reports what the API server of a version refuses or drops; where no version is known, what
  /// some would.
  func check(_ version: ClusterVersion?, _ diagnostics: DiagnosticCollector) {
    for maker in podMakers {
      maker.spec?.checkUsers(version, diagnostics)
      maker.spec?.securityContext?.checkPolicy(version, diagnostics)
      maker.spec?.securityContext?.checkLabelling(version, diagnostics)
      maker.spec?.checkResources(version, diagnostics)
      maker.spec?.checkClaims(version, diagnostics)
      maker.spec?.checkProcesses(version, diagnostics)
      maker.spec?.checkImages(version, diagnostics)
      maker.spec?.checkResizing(version, diagnostics)
      maker.spec?.checkFileVariables(version, diagnostics)
      maker.spec?.checkAffinityValues(version, diagnostics)
      for container in maker.spec?.initContainers ?? [] {
        container.checkRestarts(isInit: true, version, diagnostics)
        for mount in container.volumeMounts { mount.checkDepth(version, diagnostics) }
      }
      for container in maker.spec?.containers ?? [] {
        container.checkRestarts(isInit: false, version, diagnostics)
        for mount in container.volumeMounts { mount.checkDepth(version, diagnostics) }
      }
    }
    checkAttributeClasses(version, diagnostics)
    for autoscaler in horizontalPodAutoscalers {
      autoscaler.checkIdling(version, diagnostics)
      autoscaler.checkTarget(version, diagnostics)
    }
    for set in statefulSets {
      set.checkMissing(version, diagnostics)
      set.checkClaims(version, diagnostics)
    }
    for spec in jobs.map(\.spec) + cronJobs.map(\.jobTemplate.spec) {
      spec.checkManager(version, diagnostics)
    }
  }
}

extension JobSpec {
  /// The most bytes that the name of a Job's controller may have (maxManagedByLength).
  private static let managerLimit = 63

  /// Who manages a Job is a path with a domain before it; where the field is dropped nobody looks
  /// (pkg/apis/batch/validation validateJobSpec; apimachinery pkg/util/validation
  /// IsDomainPrefixedPath).
  fileprivate func checkManager(
    _ version: ClusterVersion?, _ diagnostics: DiagnosticCollector
  ) {
    guard let managedBy, version?.knowsManagedJobs ?? true,
      !isDomainPath(managedBy) || managedBy.utf8.count > Self.managerLimit
    else { return }
    guard version != nil else {
      diagnostics.warning(
        "managedBy is refused from Kubernetes 1.32 on, and dropped before", at: spans["managedBy"],
        code: "invalid-value", help: Self.managerForm)
      return
    }
    diagnostics.error(
      "managedBy is refused", at: spans["managedBy"], code: "invalid-value",
      help: Self.managerForm)
  }

  private static let managerForm =
    "write a path with a domain before it, such as acme.io/foo, of at most \(managerLimit) bytes"
}

extension Container {
  /// A restart policy that makes no sidecar, and rules beside it: refused before there were such
  /// fields, dropped where they are off (pkg/api/pod dropContainerRestartRules).
  fileprivate func checkRestarts(
    isInit: Bool, _ version: ClusterVersion?, _ diagnostics: DiagnosticCollector
  ) {
    let hasPolicy = restartPolicy.map { !isInit || $0 != .always } ?? false
    guard hasPolicy || !restartPolicyRules.isEmpty else { return }
    guard let version else {
      reportUnversioned(isInit: isInit, hasPolicy: hasPolicy, diagnostics)
      return
    }
    if version.hasContainerRestarts {
      checkRules(version, diagnostics)
    } else if version.knowsContainerRestarts {
      diagnostics.warning(
        "\(version.name) drops the restart rules of the container \(name): it has them from 1.35 "
          + "on",
        at: hasPolicy ? restartPolicySpan : restartPolicyRulesSpan.start, code: "dropped-field")
    } else {
      if hasPolicy { refusePolicy(isInit: isInit, by: version, diagnostics) }
      guard !restartPolicyRules.isEmpty else { return }
      diagnostics.error(
        "\(version.name) knows no restartPolicyRules: it has them from 1.35 on",
        at: restartPolicyRulesSpan.start, code: "unknown-field")
    }
  }

  private func refusePolicy(
    isInit: Bool, by version: ClusterVersion?, _ diagnostics: DiagnosticCollector
  ) {
    let place = isInit ? "an init container can only be Always" : "the container \(name) is refused"
    let versions = version.map { " in \($0.name)" } ?? ""
    diagnostics.error(
      "the restartPolicy of \(place)\(versions)", at: restartPolicySpan, code: "invalid-value",
      help: isInit ? nil : "write it in the pod's spec")
  }

  private func reportUnversioned(
    isInit: Bool, hasPolicy: Bool, _ diagnostics: DiagnosticCollector
  ) {
    guard !isInit || !hasPolicy else {
      refusePolicy(isInit: true, by: nil, diagnostics)
      return
    }
    let what = hasPolicy ? "restartPolicy" : "restartPolicyRules"
    diagnostics.warning(
      "the \(what) of the container \(name) \(hasPolicy ? "has" : "have") no effect; before "
        + "Kubernetes 1.35 it is refused",
      at: hasPolicy ? restartPolicySpan : restartPolicyRulesSpan.start, code: "invalid-value",
      help: "write it in the pod's spec, or name the version in a Cluster document")
  }

  /// Reports rules that the API server refuses (validateContainerRestartPolicy).
  private func checkRules(_ version: ClusterVersion, _ diagnostics: DiagnosticCollector) {
    guard let first = restartPolicyRules.first else { return }
    if restartPolicy == nil {
      diagnostics.error(
        "restartPolicyRules need a restartPolicy beside them", at: first.span.start,
        code: "missing-field")
    }
    if restartPolicyRules.count > 20 {
      diagnostics.error(
        "a container has at most 20 restartPolicyRules", at: first.span.start,
        code: "out-of-range")
    }
    for rule in restartPolicyRules { rule.check(version, diagnostics) }
  }
}

extension ContainerRestartRule {
  fileprivate func check(_ version: ClusterVersion, _ diagnostics: DiagnosticCollector) {
    if action == "RestartAllContainers", version.hasRestartOfAll {
      diagnostics.warning(
        "no rule restarts all containers of a pod here: this one has no effect", at: span.start,
        code: "no-effect")
    } else if action != "Restart" {
      diagnostics.error(
        "\"\(action)\" is no action of a restart rule", at: span.start, code: "invalid-value",
        help: "write Restart")
    }
    if !hasExitCodes {
      diagnostics.error("a restart rule needs exitCodes", at: span.start, code: "missing-field")
    } else if !["In", "NotIn"].contains(self.operator) {
      diagnostics.error(
        "\"\(self.operator)\" is no operator of exit codes", at: span.start, code: "invalid-value",
        help: "In or NotIn")
    }
    if values.count > 255 {
      diagnostics.error(
        "a restart rule names at most 255 exit codes", at: span.start, code: "out-of-range")
    }
  }
}

extension PodSpec {
  /// Reports namespaces of the node beside users of the pod's own (validateHostUsers).
  ///
  /// Before 1.33 the API server drops hostUsers ahead of that (pkg/api/pod dropDisabledFields).
  fileprivate func checkUsers(_ version: ClusterVersion?, _ diagnostics: DiagnosticCollector) {
    guard !hostUsers, version?.hasUserNamespaces ?? true else { return }
    let shared = [("hostNetwork", hostNetwork), ("hostPID", hostPID), ("hostIPC", hostIPC)]
    for (field, isShared) in shared where isShared {
      let labels = [(span: spans["hostUsers"], text: "its own users")]
      if version == nil {
        diagnostics.warning(
          "a pod with users of its own (hostUsers: false) can not have \(field) from Kubernetes "
            + "1.33 on; before, hostUsers is dropped", at: spans[field],
          code: "conflicting-fields", labels: labels)
      } else {
        diagnostics.error(
          "a pod with users of its own (hostUsers: false) can not have \(field)",
          at: spans[field], code: "conflicting-fields", labels: labels)
      }
    }
  }
}

extension PodSpec {
  /// Reports containers that see all of /proc beside users of the node (ValidateSecurityContext);
  /// before 1.33 they have the usual view (pkg/api/pod dropDisabledProcMountField).
  fileprivate func checkProcesses(_ version: ClusterVersion?, _ diagnostics: DiagnosticCollector) {
    for container in initContainers + containers {
      guard let context = container.securityContext, context.procMount == "Unmasked" else {
        continue
      }
      let place = context.spans["procMount"]
      if let version, !version.hasProcMount {
        diagnostics.warning(
          "\(version.name) drops procMount Unmasked: it has it from 1.33 on", at: place,
          code: "dropped-field")
      } else if hostUsers {
        let message = "procMount Unmasked needs hostUsers: false"
        if version == nil {
          diagnostics.warning(
            "\(message) from Kubernetes 1.33 on; before, it is dropped", at: place,
            code: "missing-field")
        } else {
          diagnostics.error(message, at: place, code: "missing-field")
        }
      }
    }
  }

  /// Tells of images as volumes, which the API server drops where the gate is off: the volume is
  /// left without a source and refused (pkg/api/pod dropDisabledFields).
  fileprivate func checkImages(_ version: ClusterVersion?, _ diagnostics: DiagnosticCollector) {
    guard let version, !version.hasImageVolumes else { return }
    for volume in volumes where volume.image != nil {
      diagnostics.warning(
        "\(version.name) refuses the image volume \(volume.name) but behind the feature gate "
          + "ImageVolume, which is on from 1.35", at: volume.span.start, code: "dropped-field")
    }
  }
}

extension PodSecurityContext {
  private static let policies = ["Merge", "Strict"]

  /// Reports a policy of groups that there is not (validatePodSpecSecurityContext), or that is
  /// dropped where it is off (pkg/api/pod dropDisabledFields).
  fileprivate func checkPolicy(_ version: ClusterVersion?, _ diagnostics: DiagnosticCollector) {
    guard let policy = supplementalGroupsPolicy else { return }
    let place = spans["supplementalGroupsPolicy"]
    if let version, !version.hasGroupsPolicy {
      diagnostics.reportMissing(
        "supplementalGroupsPolicy", in: version, isKnown: version.knowsGroupsPolicy,
        from: "1.33", at: place)
    } else {
      diagnostics.checkWord(policy, "supplementalGroupsPolicy", of: Self.policies, at: place)
    }
  }
}

extension PodSecurityContext {
  private static let labellings = ["MountOption", "Recursive"]

  /// Reports a way to label volumes that there is not (validateSELinuxChangePolicy), or that is
  /// dropped where it is off (pkg/api/pod dropSELinuxChangePolicy).
  fileprivate func checkLabelling(
    _ version: ClusterVersion?, _ diagnostics: DiagnosticCollector
  ) {
    guard let policy = seLinuxChangePolicy else { return }
    let place = spans["seLinuxChangePolicy"]
    if let version, !version.hasLabelling {
      diagnostics.reportMissing(
        "seLinuxChangePolicy", in: version, isKnown: version.knowsLabelling, from: "1.33",
        at: place)
    } else {
      diagnostics.checkWord(policy, "seLinuxChangePolicy", of: Self.labellings, at: place)
    }
  }
}

extension VolumeMount {
  private static let depths = ["Disabled", "IfPossible", "Enabled"]

  /// Reports what a mount needs that is read-only with all below it
  /// (validateMountRecursiveReadOnly), or that this is dropped where it is off (pkg/api/pod
  /// dropDisabledFields).
  fileprivate func checkDepth(_ version: ClusterVersion?, _ diagnostics: DiagnosticCollector) {
    guard let depth = recursiveReadOnly else { return }
    let place = spans["recursiveReadOnly"]
    if let version, !version.hasRecursiveReadOnly {
      diagnostics.reportMissing(
        "recursiveReadOnly", in: version, isKnown: version.knowsRecursiveReadOnly, from: "1.31",
        at: place)
      return
    }
    guard diagnostics.checkWord(depth, "recursiveReadOnly", of: Self.depths, at: place),
      depth != "Disabled"
    else { return }
    if !readOnly {
      diagnostics.error(
        "recursiveReadOnly \(depth) needs readOnly: true", at: place, code: "invalid-value")
    } else if let mountPropagation, mountPropagation != "None" {
      diagnostics.error(
        "recursiveReadOnly \(depth) needs the mountPropagation None", at: place,
        code: "invalid-value")
    }
  }
}

extension DiagnosticCollector {
  /// Reports a field that a version drops, or refuses because it does not know it.
  func reportMissing(
    _ field: String, in version: ClusterVersion, isKnown: Bool, from first: String,
    at place: SourceSpan
  ) {
    if isKnown {
      warning(
        "\(version.name) drops \(field): it has it from \(first) on", at: place,
        code: "dropped-field")
    } else {
      error(
        "\(version.name) knows no \(field): it has it from \(first) on", at: place,
        code: "unknown-field")
    }
  }

  /// Whether a text is one of the words of a field; that it is not is reported.
  @discardableResult
  func checkWord(
    _ text: String, _ field: String, of words: [String], at place: SourceSpan
  ) -> Bool {
    if words.contains(text) { return true }
    error(
      "\"\(text)\" is no \(field)", at: place, code: "invalid-value",
      help: nearest(text, in: words).map { "did you mean \"\($0)\"?" }
        ?? "one of \(words.joined(separator: ", "))")
    return false
  }
}

extension StatefulSet {
  /// Reports how many pods may be missing where that can not be (ValidateStatefulSetSpec).
  ///
  /// Before 1.37 the API server drops the field, and refuses no value of it
  /// (pkg/registry/apps/statefulset dropStatefulSetDisabledFields).
  fileprivate func checkMissing(
    _ version: ClusterVersion?, _ diagnostics: DiagnosticCollector
  ) {
    guard version?.hasMaxUnavailableStatefulSet ?? true else { return }
    let update = updateStrategy.rollingUpdate
    let place = update.spans["maxUnavailable"]
    update.maxUnavailable.checkBound("maxUnavailable", isShare: true, place, diagnostics)
    guard update.maxUnavailable.isZero else { return }
    diagnostics.error("maxUnavailable may not be 0", at: place, code: "out-of-range")
  }
}

extension StatefulSet {
  /// Reports claim templates of which no claim can be made (ValidateVolumeClaimTemplates): before
  /// 1.34 the API server takes them, and refuses each claim, without which no pod is made.
  fileprivate func checkClaims(_ version: ClusterVersion?, _ diagnostics: DiagnosticCollector) {
    guard let version, !version.checksClaimTemplates else {
      for claim in volumeClaimTemplates { claim.check(diagnostics) }
      return
    }
    let found = DiagnosticCollector()
    for claim in volumeClaimTemplates { claim.check(found) }
    for problem in found.diagnostics.items where problem.severity == .error {
      diagnostics.warning(
        "\(problem.message): \(version.name) takes the StatefulSet, and makes no claim and no pod",
        at: problem.span, code: "refused-claim")
    }
  }
}

extension HorizontalPodAutoscaler {
  /// Reports that no replica may be left, which the API server takes with HPAScaleToZero
  /// (validateHorizontalPodAutoscalerSpec); metrics of the pods themselves never allow it.
  fileprivate func checkIdling(
    _ version: ClusterVersion?, _ diagnostics: DiagnosticCollector
  ) {
    guard minReplicas == 0, canBeIdle else { return }
    guard let version else {
      diagnostics.warning(
        "minReplicas 0 is on from Kubernetes 1.37, and before behind the feature gate "
          + "HPAScaleToZero", at: minReplicasSpan, code: "out-of-range")
      return
    }
    guard !version.hasScaleToZero else { return }
    diagnostics.error(
      "minReplicas must be at least 1 in \(version.name)", at: minReplicasSpan,
      code: "out-of-range", help: "0 is on from 1.37")
  }
}
