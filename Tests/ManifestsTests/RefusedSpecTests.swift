import Manifests
import Testing

/// Fields that do not go together, of which the API server refuses the object.
///
/// The rules are those of pkg/apis/batch/validation, pkg/apis/core/validation,
/// pkg/apis/autoscaling/validation, pkg/apis/networking/validation and pkg/apis/storage/validation.
@Suite("Refused specs")
struct RefusedSpecTests {
  private static func rules(_ rule: String) -> String { "podFailurePolicy: {rules: [\(rule)]}" }

  private static let indexed = "completionMode: Indexed\n  completions: 3"

  static let jobs: [RefusedManifest] = [
    .workload(
      "a rule about codes and conditions", "Job",
      rules(
        "§{action: Ignore, onExitCodes: {operator: In, values: [1]}, "
          + "onPodConditions: [{type: X}]}"),
      "invalid-value"),
    .workload(
      "a rule about another container", "Job",
      rules(
        "{action: Count, onExitCodes: {containerName: §zz, operator: In, values: [1]}}"),
      "invalid-value"),
    .workload(
      "exit codes out of order", "Job",
      rules("{action: Count, onExitCodes: {operator: NotIn, values: §[2, 1]}}"), "invalid-value"),
    .workload(
      "a pod replaced before it has failed", "Job",
      "§podReplacementPolicy: TerminatingOrFailed\n  "
        + rules("{action: Ignore, onPodConditions: [{type: DisruptionTarget}]}"), "invalid-value"),
    .workload(
      "an index that fails without a limit", "Job",
      rules("§{action: FailIndex, onExitCodes: {operator: In, values: [1]}}"), "missing-field"),
    .workload(
      "failed indexes without a limit of each", "Job", "\(indexed)\n  maxFailedIndexes: §1",
      "missing-field"),
    .workload(
      "more failed indexes than there are", "Job",
      "\(indexed)\n  backoffLimitPerIndex: 1\n  maxFailedIndexes: §9", "out-of-range"),
    .workload(
      "early success without indexes", "Job",
      "completions: 3\n  successPolicy: §{rules: [{succeededCount: 1}]}", "invalid-value"),
    .workload(
      "more indexes at a time than the API keeps", "Job",
      "parallelism: §150000\n  completions: 200000\n  completionMode: Indexed", "out-of-range"),
    .workload(
      "an Indexed job with all of it", "Job",
      "\(indexed)\n  backoffLimitPerIndex: 1\n  maxFailedIndexes: 3\n  "
        + "successPolicy: {rules: [{succeededCount: 3}]}\n  "
        + rules("{action: FailIndex, onExitCodes: {operator: In, values: [1, 2]}}")),
  ]

  private static func cron(_ what: String, _ zone: String, _ codes: String...) -> RefusedManifest {
    var manifest = RefusedManifest.spec(
      what, "batch/v1 CronJob",
      "{timeZone: §\(zone), schedule: \"@daily\", jobTemplate: {spec: {template: {spec: "
        + "{restartPolicy: Never, containers: [{name: c, image: \"i:1\"}]}}}}}")
    manifest.messages = codes
    return manifest
  }

  static let pods: [RefusedManifest] = [
    cron("a zone of no place", "Mars/Base", "invalid-value"),
    cron("the machine's own zone", "Local", "invalid-value"),
    cron("no zone", "\"\"", "invalid-value"), cron("a zone", "America/Argentina/Ushuaia"),
    .spec(
      "labels of a spread that the selector has, and that are none", "v1 Pod",
      "containers: [{name: c, image: \"i:1\"}]\n"
        + "  topologySpreadConstraints: [{topologyKey: zone, maxSkew: 1, "
        + "whenUnsatisfiable: DoNotSchedule, labelSelector: {matchLabels: {a: b, c: d}}, "
        + "matchLabelKeys: §§§[a, \"?\", c]}]", "invalid-value", "invalid-label",
      "invalid-value"),
    .container(
      "a readiness probe that ends nothing",
      "readinessProbe: {tcpSocket: {port: 1}, terminationGracePeriodSeconds: §2}",
      "invalid-value"),
    .container(
      "huge pages alone", "resources: {limits: {hugepages-2Mi: §4Mi}}", "missing-field"),
    .container(
      "huge pages with memory", "resources: {limits: {hugepages-2Mi: 4Mi, memory: 1Gi}}"),
    .pod(
      "a node before the gates are gone", "§nodeName: w-1\n  schedulingGates: [{name: a/b}]",
      "invalid-value"),
    .pod(
      "a label that the selector has",
      "topologySpreadConstraints: [{maxSkew: 1, topologyKey: z, whenUnsatisfiable: DoNotSchedule, "
        + "labelSelector: {matchLabels: {app: d}}, matchLabelKeys: §[app]}]", "invalid-value"),
    .workload(
      "a partition of no rolling update", "StatefulSet",
      "\(SemanticCheckTests.selector)\n  updateStrategy: {type: OnDelete, "
        + "§rollingUpdate: {partition: 1}}", "invalid-value"),
  ]

  private static func autoscaler(_ what: String, _ fields: String, _ codes: String...)
    -> RefusedManifest
  {
    var manifest = RefusedManifest.spec(
      what, "autoscaling/v2 HorizontalPodAutoscaler",
      "scaleTargetRef: {kind: Deployment, name: d}\n  maxReplicas: 3\n  \(fields)")
    manifest.messages = codes
    return manifest
  }

  static let policies: [RefusedManifest] = [
    autoscaler("no policies", "behavior: {scaleDown: {policies: §[]}}", "missing-field"),
    autoscaler(
      "CPU as a sum",
      "metrics: [§{type: Resource, resource: {name: cpu, target: {type: Value, value: 3}}}]",
      "invalid-value"),
    autoscaler(
      "a share of what is outside",
      "metrics: [§{type: External, external: {metric: {name: q}, target: {type: Utilization, "
        + "averageUtilization: 3}}}]", "invalid-value"),
    .spec(
      "a limit below its request", "v1 LimitRange",
      "limits: [{type: Container, maxLimitRequestRatio: {cpu: §500m}}]", "out-of-range"),
    .spec(
      "a quotient beyond the bounds", "v1 LimitRange",
      "limits: [{type: Container, min: {cpu: 1}, max: {cpu: 2}, maxLimitRequestRatio: {cpu: §3}}]",
      "out-of-range"),
    .spec(
      "an exception that is all", "networking.k8s.io/v1 NetworkPolicy",
      "podSelector: {}\n"
        + "  ingress: [{from: [{ipBlock: {cidr: 10.0.0.0/8, except: §[10.0.0.0/8]}}]}]",
      "invalid-value"),
    .spec(
      "a scope with values", "v1 ResourceQuota",
      "{hard: {pods: 1}, scopeSelector: {matchExpressions: [§{scopeName: BestEffort, "
        + "operator: In, values: [a]}]}}", "invalid-value"),
  ]

  static let others: [RefusedManifest] = [
    .spec(
      "words of a Service", "v1 Service",
      "{ipFamilies: §[IPv5], ipFamilyPolicy: §Dual, trafficDistribution: §Nope, selector: {a: b}, "
        + "ports: [{port: 80}]}", "invalid-value", "invalid-value", "invalid-value"),
    .spec(
      "ranges of no load balancer", "v1 Service",
      "{loadBalancerSourceRanges: §[10.0.0.0/8], selector: {a: b}, ports: [{port: 80}]}",
      "invalid-value"),
    .spec(
      "a name with an address", "v1 Service",
      "{type: ExternalName, externalName: a.b, clusterIP: §10.0.0.1}", "invalid-value"),
    .spec(
      "a certificate's host", "networking.k8s.io/v1 Ingress",
      "tls: [{hosts: §[\"https://a.b\"]}]\n"
        + "  defaultBackend: {service: {name: a, port: {number: 80}}}",
      "invalid-name"),
    .spec(
      "a certificate without a host", "networking.k8s.io/v1 Ingress",
      "tls: [{hosts: §[\"\"]}]\n  defaultBackend: {service: {name: a, port: {number: 80}}}",
      "invalid-name"),
    .spec(
      "a certificate of an address", "networking.k8s.io/v1 Ingress",
      "tls: [{hosts: [10.0.0.1]}]\n  defaultBackend: {service: {name: a, port: {number: 80}}}"),
    .spec(
      "taints that no node has", "v1 Node",
      "taints: [{key: §a b, effect: NoSchedule}, {key: c, effect: NoExecute}, "
        + "§{key: c, effect: NoExecute}]", "invalid-label", "duplicate-name"),
    RefusedManifest(
      testDescription: "a class of nobody that wipes",
      text: """
        apiVersion: storage.k8s.io/v1
        kind: StorageClass
        metadata: {name: c}
        provisioner: §""
        reclaimPolicy: §Recycle
        """, messages: ["missing-field", "invalid-value"]),
  ]

  @Test("are errors at their places", arguments: jobs + pods + policies + others)
  func refused(manifest: RefusedManifest) {
    let platform = DecodedPlatform(manifest.text.replacing("§", with: ""))
    let refused = platform.items.filter { $0.severity == .error }
    let places = refused.map { "\($0.code) \($0.span.line):\($0.span.column)" }
    #expect(places.sorted() == manifest.places.sorted(), "\(refused.map(\.message))")
  }

  @Test("What the newest versions take is a warning where older ones refuse it")
  func newerVersions() {
    let idle = RefusedManifest.spec(
      "", "autoscaling/v2 HorizontalPodAutoscaler",
      "scaleTargetRef: {kind: Deployment, name: d}\n  minReplicas: 0\n  maxReplicas: 3\n"
        + "  metrics: [{type: External, "
        + "external: {metric: {name: q}, target: {type: Value, value: 5}}}]")
    for (manifest, code, version) in [
      (idle, "out-of-range", "1.37"),
      (RefusedManifest.container("", "restartPolicy: Always"), "invalid-value", "1.35"),
    ] {
      let found = DecodedPlatform(manifest.text).items.filter { $0.message.contains(version) }
      #expect(found.map(\.code) == [code])
      #expect(found.map(\.severity) == [.warning])
    }
  }

  @Test("A Job whose containers restart in their pod has no rules for failed pods")
  func restartingContainers() {
    let manifest = RefusedManifest.workload(
      "restarts", "Job", Self.rules("{action: Ignore, onPodConditions: [{type: DisruptionTarget}]}")
    )
    let platform = DecodedPlatform(manifest.text.replacing("Never", with: "OnFailure"))
    #expect(platform.items.map(\.code) == ["invalid-value"])
    #expect(platform.items.first?.help?.contains("never fail it") == true)
  }
}
