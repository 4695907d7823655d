import Manifests
import Testing

/// A manifest that the API server refuses though every field is known and of the right type.
///
/// A `§` in the text stands before what a message must point at; a message with a place of its own
/// points there.
struct RefusedManifest: CustomTestStringConvertible, Sendable {
  var testDescription: String
  var text: String
  var messages: [String]

  /// Each message as `code line:column`.
  var places: [String] {
    var markers: [String] = []
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    for (line, content) in lines.enumerated() {
      var column = 1
      for letter in content {
        if letter == "§" { markers.append("\(line + 1):\(column)") } else { column += 1 }
      }
    }
    return messages.map { $0.contains(" ") ? $0 : "\($0) \(markers.removeFirst())" }
  }

  /// A pod with one container whose further fields the text gives.
  static func container(_ what: String, _ fields: String, _ messages: String...) -> Self {
    Self(
      testDescription: what,
      text: """
        apiVersion: v1
        kind: Pod
        metadata: {name: p}
        spec:
          volumes: [{name: data, emptyDir: {}}]
          containers:
            - name: c
              image: i:1
              \(fields)

        """, messages: messages)
  }

  /// A pod with one container, whose own further fields the text gives.
  static func pod(_ what: String, _ fields: String, _ messages: String...) -> Self {
    var manifest = spec(what, "v1 Pod", fields + "\n  containers: [{name: c, image: \"i:1\"}]")
    manifest.messages = messages
    return manifest
  }

  /// An object whose spec the text gives.
  static func spec(
    _ what: String, _ kind: String, _ spec: String, _ messages: String...
  ) -> Self {
    Self(
      testDescription: what,
      text: """
        apiVersion: \(kind.prefix { $0 != " " })
        kind: \(kind.split(separator: " ")[1])
        metadata: {name: x}
        spec:
          \(spec)

        """, messages: messages)
  }

  /// A Deployment whose template selects itself, with further fields.
  static func workload(_ what: String, _ kind: String, _ fields: String, _ messages: String...)
    -> Self
  {
    Self(
      testDescription: what,
      text: """
        apiVersion: \(kind == "Job" ? "batch/v1" : "apps/v1")
        kind: \(kind)
        metadata: {name: w}
        spec:
          \(fields)
          template:
            metadata: {labels: {a: b}}
            spec:
              restartPolicy: \(kind == "Job" ? "Never" : "Always")
              containers: [{name: c, image: "i:1"}]

        """, messages: messages)
  }
}

@Suite("Checks of the API server")
struct SemanticCheckTests {
  static let selector = "selector: {matchLabels: {a: b}}"

  static let workloads: [RefusedManifest] = [
    .workload(
      "selector that does not match", "Deployment", "selector: §{matchLabels: {a: c}}",
      "selector-mismatch"),
    .workload("empty selector", "ReplicaSet", "selector: §{}", "empty-selector"),
    .workload(
      "negative replicas", "StatefulSet", "replicas: §-1\n  \(selector)", "out-of-range"),
    .workload(
      "a rolling update that can not begin", "Deployment",
      "\(selector)\n  strategy: §{rollingUpdate: {maxSurge: 0, maxUnavailable: 0%}}",
      "out-of-range"),
    .workload(
      "Recreate with bounds", "Deployment",
      "\(selector)\n  strategy: {type: Recreate, §rollingUpdate: {maxSurge: 1}}",
      "invalid-value"),
    .workload(
      "unknown strategy", "Deployment", "\(selector)\n  strategy: {type: §Rollingupdate}",
      "invalid-value"),
    .workload(
      "two bounds in a DaemonSet", "DaemonSet",
      "\(selector)\n  updateStrategy: {rollingUpdate: {maxSurge: 1, maxUnavailable: §1}}",
      "out-of-range"),
    .workload(
      "deadline below minReadySeconds", "Deployment",
      "\(selector)\n  minReadySeconds: 20\n  progressDeadlineSeconds: §20", "out-of-range"),
    .workload("negative backoffLimit", "Job", "backoffLimit: §-2", "out-of-range"),
    .workload(
      "indexed without completions", "Job",
      "§completionMode: Indexed\n  parallelism: 2", "missing-field"),
    .spec(
      "restart policy of a Job", "batch/v1 Job",
      "template:\n    spec: §{containers: [{name: c, image: \"i:1\"}]}", "invalid-value"),
    .spec(
      "restart policy of a ReplicaSet", "apps/v1 ReplicaSet",
      "\(selector)\n  template: {metadata: {labels: {a: b}}, "
        + "spec: {restartPolicy: §Never, containers: [{name: c, image: \"i:1\"}]}}",
      "invalid-value"),
    .spec(
      "wrong cron schedule", "batch/v1 CronJob",
      "schedule: §\"61 * * * *\"\n  jobTemplate: {spec: {template: {spec: {restartPolicy: Never, "
        + "containers: [{name: c, image: \"i:1\"}]}}}}", "invalid-value"),
  ]

  static let containers: [RefusedManifest] = [
    .container(
      "request beyond its limit", "resources: {requests: {cpu: §2}, limits: {cpu: 1500m}}",
      "request-beyond-limit"),
    .container("unknown quantity unit", "resources: {limits: {memory: §1Gb}}", "invalid-value"),
    .container(
      "negative quantity", "resources: {requests: {cpu: §-1}}", "invalid-value"),
    .container("port out of range", "ports: [{containerPort: §70000}]", "out-of-range"),
    .container(
      "two ports of a name", "ports: [{name: a, containerPort: 1}, §{name: a, containerPort: 2}]",
      "duplicate-name"),
    .container(
      "mount without volume", "volumeMounts: [§{name: dta, mountPath: /d}]",
      "unknown-volume"),
    .container("probe without handler", "livenessProbe: §{periodSeconds: 5}", "invalid-value"),
    .container(
      "probe with two handlers", "readinessProbe: §{exec: {command: [a]}, tcpSocket: {port: 1}}",
      "invalid-value"),
    .container(
      "negative probe timeout", "livenessProbe: {tcpSocket: {port: 1}, timeoutSeconds: §-1}",
      "out-of-range"),
    .container(
      "liveness that must pass twice",
      "livenessProbe: {tcpSocket: {port: 1}, successThreshold: §2}", "out-of-range"),
    .container(
      "two containers of a name", "tty: true\n    - {name: §c, image: \"j:1\"}",
      "duplicate-name"),
    .container("container without image", "tty: true\n    - §{name: d}", "missing-field"),
    .container(
      "container name", "tty: true\n    - {name: §D_, image: \"j:1\"}", "invalid-name"),
    .container(
      "value and valueFrom",
      "env: [§{name: A, value: b, valueFrom: {fieldRef: {fieldPath: metadata.name}}}]",
      "invalid-value"),
    .container(
      "probe of an init container",
      "tty: true\n  initContainers: [{name: i, image: \"i:1\", livenessProbe: "
        + "§{tcpSocket: {port: 1}}}]", "invalid-value"),
    .container(
      "host port of a pod on the node's network",
      "ports: [{containerPort: 80, hostPort: §81}]\n  hostNetwork: true", "invalid-value"),
    .container(
      "toleration seconds without NoExecute",
      "tty: true\n  tolerations: [{key: a, operator: Exists, tolerationSeconds: §5}]",
      "invalid-value"),
    .container(
      "skew of 0",
      "tty: true\n  topologySpreadConstraints: [{maxSkew: §0, topologyKey: zone, "
        + "whenUnsatisfiable: DoNotSchedule}]", "out-of-range"),
    .container(
      "no containers",
      "tty: true\n---\n" + """
        apiVersion: v1
        kind: Pod
        metadata: {name: q}
        spec: §{containers: []}
        """, "missing-field"),
    .container(
      "no second message for what could not be read",
      "livenessProbe: {exec: {command: §ls}}\n      lifecycle: {preStop: {exec: §[ls]}}",
      "wrong-type", "wrong-type"),
    .container(
      "no second message for a container that could not be read",
      "tty: true\n---\n" + """
        apiVersion: v1
        kind: Pod
        metadata: {name: q}
        spec: {containers: [{name: §n, image: "i:1"}]}
        """, "wrong-type"),
  ]

  static let others: [RefusedManifest] = [
    .spec(
      "least above greatest", "autoscaling/v2 HorizontalPodAutoscaler",
      "scaleTargetRef: {kind: Deployment, name: d}\n  minReplicas: §5\n  maxReplicas: 3",
      "out-of-range"),
    .spec(
      "no replica at all, by a metric of the pods", "autoscaling/v2 HorizontalPodAutoscaler",
      "scaleTargetRef: {kind: Deployment, name: d}\n  minReplicas: §0\n  maxReplicas: 3\n"
        + "  metrics: [{type: Pods, "
        + "pods: {metric: {name: q}, target: {type: AverageValue, averageValue: 5}}}]",
      "out-of-range"),
    .spec(
      "less than none, by a metric of the outside", "autoscaling/v2 HorizontalPodAutoscaler",
      "scaleTargetRef: {kind: Deployment, name: d}\n  minReplicas: §-1\n  maxReplicas: 3\n"
        + "  metrics: [{type: External, "
        + "external: {metric: {name: q}, target: {type: Value, value: 5}}}]",
      "out-of-range"),
    .spec(
      "a metric without its field", "autoscaling/v2 HorizontalPodAutoscaler",
      "scaleTargetRef: {kind: Deployment, name: d}\n  maxReplicas: 3\n"
        + "  metrics: [§{type: Resource}]", "missing-field"),
    .spec(
      "two kinds of budget", "policy/v1 PodDisruptionBudget",
      "minAvailable: 1\n  maxUnavailable: §1", "invalid-value"),
    .spec("Service without ports", "v1 Service", "selector: {a: b}", "missing-field 1:1"),
    .spec(
      "several ports without names", "v1 Service", "ports: [§{port: 80}, {port: 81, name: b}]",
      "missing-field"),
    .spec(
      "target port out of range", "v1 Service", "ports: [§{port: 80, targetPort: 70000}]",
      "out-of-range"),
    .spec(
      "a claim without size", "v1 PersistentVolumeClaim", "§accessModes: [ReadWriteOnce]",
      "missing-field"),
    .spec(
      "a peer of both kinds", "networking.k8s.io/v1 NetworkPolicy",
      "podSelector: {}\n  ingress: [§{from: [{podSelector: {}, ipBlock: {cidr: 10.0.0.0/8}}]}]",
      "invalid-value"),
    .spec(
      "an Ingress without rules", "networking.k8s.io/v1 Ingress", "ingressClassName: a",
      "missing-field 1:1"),
    .spec(
      "contradictory limits", "v1 LimitRange",
      "limits: [{type: Container, min: {cpu: §2}, max: {cpu: 1}, default: {cpu: §2},"
        + " defaultRequest: {cpu: §2}}]", "out-of-range", "out-of-range", "out-of-range"),
    .spec(
      "a priority of the system", "scheduling.k8s.io/v1 PriorityClass",
      "{}\nvalue: §2000000000", "unknown-field 4:1", "out-of-range"),
    .spec(
      "Postgres with more synchronous standbys than standbys", "postgresql.cnpg.io/v1 Cluster",
      "instances: 2\n  storage: {size: 1Gi}\n  maxSyncReplicas: 2", "out-of-range 1:1"),
  ]

  @Test(
    "each contradiction is one message at its place", arguments: workloads + containers + others)
  func refused(manifest: RefusedManifest) {
    let platform = DecodedPlatform(manifest.text.replacing("§", with: ""))
    #expect(platform.places.sorted() == manifest.places.sorted(), "\(platform.items)")
    #expect(platform.items.allSatisfy { $0.severity == .error })
  }

  @Test(
    "names follow the rule of their kind",
    arguments: [
      ("v1 ConfigMap", "a.b-c", true), ("v1 ConfigMap", "A", false), ("v1 ConfigMap", "a_b", false),
      ("v1 ConfigMap", "a..b", false), ("v1 ConfigMap", "-a", false),
      ("v1 Namespace", "a.b", false), ("v1 Namespace", "1a", true),
      ("rbac.authorization.k8s.io/v1 Role", "system:node", true),
      ("rbac.authorization.k8s.io/v1 Role", "a/b", false),
    ])
  func names(kind: String, name: String, isValid: Bool) {
    let words = kind.split(separator: " ")
    let platform = DecodedPlatform(
      "apiVersion: \(words[0])\nkind: \(words[1])\nmetadata:\n  name: \"\(name)\"\n")
    #expect(platform.places == (isValid ? [] : ["invalid-name 4:9"]))
  }

  @Test("a label's name and value follow the API server's rules")
  func labels() {
    let platform = DecodedPlatform(
      """
      apiVersion: v1
      kind: ConfigMap
      metadata:
        name: c
        labels: {app.kubernetes.io/name: shop, ok: "", "bad name": a, team: "a b", -x: b}
      """)
    #expect(platform.items.map(\.code) == ["invalid-label", "invalid-label", "invalid-label"])
  }

  @Test("objects that own each other are one message that shows the circle")
  func cyclicOwnership() {
    func object(_ name: String, ownedBy owner: String) -> String {
      """
      apiVersion: v1
      kind: ConfigMap
      metadata:
        name: \(name)
        ownerReferences: [{apiVersion: v1, kind: ConfigMap, name: \(owner), uid: u}]

      """
    }
    let platform = DecodedPlatform(
      [
        object("a", ownedBy: "b"), object("b", ownedBy: "c"), object("c", ownedBy: "a"),
        object("d", ownedBy: "a"),
      ].joined(separator: "---\n"))
    #expect(platform.places == ["cyclic-ownership 4:9"])
    #expect(platform.items.first?.labels.count == 2)
  }

  @Test("all problems of a file are reported at once, in the order of the file")
  func allAtOnce() {
    let platform = DecodedPlatform(
      """
      apiVersion: apps/v1
      kind: Deployment
      metadata: {name: Shop}
      spec:
        replicas: -3
        selector: {matchLabels: {app: shop}}
        template:
          metadata: {labels: {app: shopp}}
          spec:
            containers:
              - name: web
                image: i:1
                imagePullPolicy: always
                resources: {limits: {memory: 1GiB}}
                volumeMounts: [{name: data, mountPath: /data}]
      ---
      apiVersion: v1
      kind: Service
      metadata: {name: shop}
      spec: {prots: [{port: 80}], ports: [{port: "80"}]}
      """)
    #expect(
      platform.places
        == [
          "invalid-name 3:18", "out-of-range 5:13", "selector-mismatch 6:13", "invalid-value 13:28",
          "invalid-value 14:40", "unknown-volume 15:26", "missing-field 17:1", "unknown-field 20:8",
          "wrong-type 20:44",
        ])
  }
}
