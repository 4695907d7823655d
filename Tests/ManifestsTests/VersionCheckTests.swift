import Manifests
import Testing

/// Fields that some versions of the API server refuse or drop (pkg/apis/core/validation
/// validateContainers, pkg/api/pod dropDisabledFields, pkg/features/kube_features.go).
@Suite("Fields of later versions")
struct VersionCheckTests {
  private func items(_ text: String, version: String?) -> [Diagnostic] {
    let read = ReadText(text)
    _ = ManifestSet.decode(
      read.documents, read.collector, version: version.flatMap { ClusterVersion($0) })
    return read.items
  }

  private static let rule = "{action: Restart, exitCodes: {operator: In, values: [42]}}"

  @Test(
    "A container's own restart policy is refused, dropped or taken, as its version does",
    arguments: [
      ("restartPolicy: Always", false, [("1.33", "error invalid-value"), ("1.35", "")]),
      ("restartPolicy: Never", true, [("1.33", "error invalid-value"), ("1.35", "")]),
      ("restartPolicy: Always", true, [("1.31", ""), ("1.35", "")]),
      ("restartPolicy: Never", false, [("1.34", "warning dropped-field")]),
      ("restartPolicy: Never", true, [("1.34.2", "warning dropped-field")]),
      ("restartPolicyRules: [\(rule)]", false, [("1.33", "error unknown-field")]),
      ("restartPolicyRules: [\(rule)]", false, [("1.35", "error missing-field")]),
      ("restartPolicy: Never, restartPolicyRules: [\(rule)]", false, [("1.35", "")]),
      (
        "restartPolicy: Never, restartPolicyRules: [{action: RestartAllContainers, "
          + "exitCodes: {operator: NotIn, values: [0]}}]", false,
        [("1.35", "error invalid-value"), ("1.36", "warning no-effect")]
      ),
      (
        "restartPolicy: Never, restartPolicyRules: [{action: Restart}]", false,
        [("1.35", "error missing-field")]
      ),
      (
        "restartPolicy: Never, restartPolicyRules: [{action: Restart, "
          + "exitCodes: {operator: Equals, values: [1]}}]", false, [("1.35", "error invalid-value")]
      ),
    ] as [(String, Bool, [(String, String)])])
  func restarts(fields: String, isInit: Bool, outcomes: [(String, String)]) {
    let other = isInit ? "containers: [{name: c, image: \"i:1\"}], initContainers" : "containers"
    let text = """
      apiVersion: v1
      kind: Pod
      metadata: {name: p}
      spec: {\(other): [{name: own, image: "i:1", \(fields)}]}
      """
    for (version, outcome) in outcomes {
      let found = items(text, version: version).map {
        "\($0.severity == .error ? "error" : "warning") \($0.code)"
      }
      #expect(found == (outcome.isEmpty ? [] : [outcome]), "\(version)")
    }
  }

  @Test(
    "What is behind a gate is looked at where its version has it",
    arguments: [
      (
        "hostUsers: false, hostNetwork: true",
        [("1.32", ""), ("1.33", "error conflicting-fields"), (nil, "warning conflicting-fields")]
      ),
      ("hostUsers: false", [("1.33", "")]),
      (
        "securityContext: {supplementalGroupsPolicy: strict}",
        [
          ("1.30", "error unknown-field"), ("1.32", "warning dropped-field"),
          ("1.33", "error invalid-value"), (nil, "error invalid-value"),
        ]
      ),
      ("securityContext: {supplementalGroupsPolicy: Strict}", [("1.33", "")]),
      (
        "securityContext: {seLinuxChangePolicy: recursive}",
        [
          ("1.31", "error unknown-field"), ("1.32", "warning dropped-field"),
          ("1.33", "error invalid-value"), (nil, "error invalid-value"),
        ]
      ),
      ("securityContext: {seLinuxChangePolicy: MountOption}", [("1.33", "")]),
      (
        resizes("{resourceName: cpu, restartPolicy: Always}"),
        [("1.32", "warning dropped-field"), ("1.33", "error invalid-value")]
      ),
      (resizes("{resourceName: memory, restartPolicy: RestartContainer}"), [("1.36", "")]),
      // An init container that is no sidecar (pull request 137458).
      (
        resizes("{resourceName: memory, restartPolicy: RestartContainer}", "name: i"),
        [("1.35", ""), ("1.36", "error invalid-value"), (nil, "warning invalid-value")]
      ),
      (
        resizes("{resourceName: memory, restartPolicy: NotRequired}", "name: i"),
        [("1.36", ""), (nil, "")]
      ),
      (
        variable("volumeName: v, path: a/../b, key: k"),
        [
          ("1.33", "error unknown-field"), ("1.34", "warning dropped-field"),
          ("1.35", "error invalid-value"), (nil, "error invalid-value"),
        ]
      ),
      (variable("volumeName: v, path: a/b, key: k"), [("1.35", "")]),
      (
        "volumes: [{name: v, ephemeral: {volumeClaimTemplate: {spec: {accessModes: "
          + "[ReadWriteOnce], volumeAttributesClassName: A_b, "
          + "resources: {requests: {storage: 1Gi}}}}}}]",
        [
          ("1.28", "error unknown-field"), ("1.33", "warning dropped-field"),
          ("1.34", "error invalid-name"), (nil, "error invalid-name"),
        ]
      ),
      (
        mount("recursiveReadOnly: Enabled"),
        [
          ("1.29", "error unknown-field"), ("1.30", "warning dropped-field"),
          ("1.31", "error invalid-value"), (nil, "error invalid-value"),
        ]
      ),
      (mount("recursiveReadOnly: \"\", readOnly: true"), [("1.31", "error invalid-value")]),
      (mount("recursiveReadOnly: IfPossible, readOnly: true"), [("1.31", "")]),
      (
        "initContainers: [{name: i, image: \"i:1\", securityContext: {procMount: Unmasked}}]",
        [
          ("1.32", "warning dropped-field"), ("1.33", "error missing-field"),
          (nil, "warning missing-field"),
        ]
      ),
      (
        "hostUsers: false, initContainers: [{name: i, image: \"i:1\", "
          + "securityContext: {procMount: Unmasked}}]", [("1.33", "")]
      ),
      (
        "resourceClaims: [{name: a}]",
        [("1.33", "warning dropped-field"), ("1.34", "error missing-field")]
      ),
      (
        "resources: {limits: {cpu: 1}}, initContainers: [{name: i, image: \"i:1\", "
          + "resources: {requests: {cpu: 2}}}]",
        [("1.33", ""), ("1.34", "error request-beyond-limit")]
      ),
      (
        "volumes: [{name: v, image: {reference: \"i:1\"}}]",
        [("1.34", "warning dropped-field"), ("1.35", "")]
      ),
      // Pull request 128212; what is preferred is not looked at.
      (
        "affinity: {nodeAffinity: {requiredDuringSchedulingIgnoredDuringExecution: "
          + "{nodeSelectorTerms: [{matchExpressions: [\(among("[b, c d]"))]}]}}}",
        [
          ("1.31", "warning invalid-label"), ("1.32", "error invalid-label"),
          (nil, "warning invalid-label"),
        ]
      ),
      (
        "affinity: {nodeAffinity: {preferredDuringSchedulingIgnoredDuringExecution: "
          + "[{weight: 1, preference: {matchExpressions: [\(among("[c d]"))]}}]}}",
        [("1.32", ""), (nil, "")]
      ),
    ] as [(String, [(String?, String)])])
  func gates(fields: String, outcomes: [(String?, String)]) {
    let text = """
      apiVersion: v1
      kind: Pod
      metadata: {name: p}
      spec: {containers: [{name: c, image: "i:1"}], \(fields)}
      """
    for (version, outcome) in outcomes {
      let found = items(text, version: version).map {
        "\($0.severity == .error ? "error" : "warning") \($0.code)"
      }
      #expect(found == (outcome.isEmpty ? [] : [outcome]), "\(version ?? "no version")")
    }
  }

  private static func among(_ values: String) -> String {
    "{key: a, operator: In, values: \(values)}"
  }

  private static func resizes(
    _ policy: String, _ container: String = "name: i, restartPolicy: Always"
  ) -> String {
    "initContainers: [{\(container), image: \"i:1\", resizePolicy: [\(policy)]}]"
  }

  private static func variable(_ source: String) -> String {
    "volumes: [{name: v, emptyDir: {}}], initContainers: [{name: i, image: \"i:1\", "
      + "env: [{name: A, valueFrom: {fileKeyRef: {\(source)}}}]}]"
  }

  private static func mount(_ fields: String) -> String {
    "volumes: [{name: v, emptyDir: {}}], initContainers: [{name: i, image: \"i:1\", "
      + "volumeMounts: [{name: v, mountPath: /v, \(fields)}]}]"
  }

  @Test(
    "Who manages a Job is a path with a domain before it, of at most 63 bytes",
    arguments: [
      ("kueue.x-k8s.io/multikueue", true), ("acme.io/a/b", true), ("multikueue", false),
      ("acme.io/", false), ("/foo", false), ("Acme.io/foo", false), ("\"\"", false),
      ("\"acme.io/a b\"", false), ("a.io/" + String(repeating: "x", count: 58), true),
      ("a.io/" + String(repeating: "x", count: 59), false),
    ])
  func managers(name: String, isTaken: Bool) {
    let job =
      "spec: {managedBy: \(name), template: {spec: {restartPolicy: Never, "
      + "containers: [{name: c, image: \"i:1\"}]}}}"
    let texts = [
      "apiVersion: batch/v1\nkind: Job\nmetadata: {name: j}\n\(job)",
      "apiVersion: batch/v1\nkind: CronJob\nmetadata: {name: j}\n"
        + "spec: {schedule: \"0 * * * *\", jobTemplate: {\(job)}}",
    ]
    for text in texts {
      // Before 1.32 the API server drops the field unseen.
      for (version, severity) in [("1.31", nil), ("1.32", .error), (nil, .warning)]
        as [(String?, Diagnostic.Severity?)]
      {
        let found = items(text, version: version).filter { $0.code == "invalid-value" }
        #expect(found.map(\.severity) == (isTaken ? [] : severity.map { [$0] } ?? []))
      }
    }
  }

  @Test("An autoscaler that may leave no replica is refused before 1.37")
  func idling() {
    let text = """
      apiVersion: autoscaling/v2
      kind: HorizontalPodAutoscaler
      metadata: {name: a}
      spec:
        scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: d}
        minReplicas: 0
        maxReplicas: 3
        metrics: [{type: External, external: {metric: {name: q}, target: {type: Value, value: 5}}}]
      """
    #expect(items(text, version: "1.36").map(\.severity) == [.error])
    #expect(items(text, version: "1.37").isEmpty)
    #expect(items(text, version: nil).map(\.severity) == [.warning])
  }

  /// Strategy of the autoscalers, validationOptionsForHorizontalPodAutoscaler.
  @Test(
    "From 1.34 on an autoscaler's target needs a group, unless its kind has none",
    arguments: [
      ("apiVersion: apps/v1, kind: Deployment", []), ("kind: ReplicationController", []),
      ("kind: Deployment", ["missing-field"]), ("apiVersion: v1, kind: Foo", ["missing-field"]),
      ("apiVersion: a/b/c, kind: Deployment", ["invalid-value"]),
    ])
  func targets(target: String, codes: [String]) {
    let text = """
      apiVersion: autoscaling/v2
      kind: HorizontalPodAutoscaler
      metadata: {name: a}
      spec: {scaleTargetRef: {\(target), name: d}, maxReplicas: 3}
      """
    #expect(items(text, version: "1.33").isEmpty && items(text, version: nil).isEmpty)
    let found = items(text, version: "1.34")
    #expect(found.map(\.code) == codes && found.allSatisfy { $0.severity == .error })
  }

  @Test("A StatefulSet's pods that may be missing are a field from 1.37 on, and dropped before")
  func missingPods() {
    let text = """
      apiVersion: apps/v1
      kind: StatefulSet
      metadata: {name: a}
      spec:
        selector: {matchLabels: {app: a}}
        serviceName: a
        updateStrategy: {rollingUpdate: {maxUnavailable: 0}}
        template:
          metadata: {labels: {app: a}}
          spec: {containers: [{name: c, image: "i:1"}]}
      """
    #expect(items(text, version: "1.31").isEmpty)
    // It was on in 1.35.0 to 1.35.3 alone (pull request 137926).
    #expect(items(text, version: "1.36").isEmpty)
    #expect(items(text, version: "1.37").map(\.code) == ["out-of-range"])
    #expect(items(text, version: nil).map(\.code) == ["out-of-range"])
  }

  @Test("Claim templates are looked at from 1.34 on; before, they make no claims")
  func claimTemplates() {
    let text = """
      apiVersion: apps/v1
      kind: StatefulSet
      metadata: {name: a}
      spec:
        selector: {matchLabels: {app: a}}
        serviceName: a
        template:
          metadata: {labels: {app: a}}
          spec: {containers: [{name: c, image: "i:1"}]}
        volumeClaimTemplates: [{metadata: {name: d}, spec: {accessModes: [ReadWriteOnce]}}]
      """
    for (version, severity, code) in [
      ("1.33", Diagnostic.Severity.warning, "refused-claim"), ("1.34", .error, "missing-field"),
      (nil, .error, "missing-field"),
    ] as [(String?, Diagnostic.Severity, String)] {
      let found = items(text, version: version)
      #expect(found.map(\.severity) == [severity] && found.map(\.code) == [code])
      #expect(found.first?.span.line == 10)
    }
  }

  @Test("A version is a minor one of 1, with a patch or without")
  func versions() {
    #expect(ClusterVersion("1.31.4") == ClusterVersion("1.31"))
    #expect(ClusterVersion("1") == nil && ClusterVersion("v1.31") == nil)
    #expect(ClusterVersion("2.31") == nil && ClusterVersion("1.31.x") == nil)
  }
}
