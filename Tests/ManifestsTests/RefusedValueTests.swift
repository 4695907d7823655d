import Manifests
import Testing

/// Values of the right type that the API server refuses, each told once and at the line of its own
/// field, however far that is from where its object begins.
///
/// The rules are those of pkg/apis/core/validation, pkg/apis/apps/validation,
/// pkg/apis/batch/validation, pkg/apis/autoscaling/validation, pkg/apis/networking/validation,
/// pkg/apis/storage/validation and pkg/apis/discovery/validation.
@Suite("Refused values")
struct RefusedValueTests {
  private static func object(
    _ what: String, _ text: String, _ codes: String...
  ) -> RefusedManifest {
    RefusedManifest(testDescription: what, text: text, messages: codes)
  }

  static let pods: [RefusedManifest] = [
    .pod(
      "resolvers and names that there are not",
      "dnsConfig: {nameservers: §[here], searches: §[a b], options: [{name: §\"\"}]}\n  "
        + "hostAliases: [{ip: 10.0.0.1, hostnames: §[A_B]}]", "invalid-value", "invalid-name",
      "missing-field", "invalid-name"),
    .pod("search paths with dots and underscores", "dnsConfig: {searches: [\".\", a_b.c.]}"),
    .pod(
      "users, groups and kernel parameters",
      "securityContext: {runAsUser: §2147483648, supplementalGroups: §[-1], "
        + "sysctls: [{name: §\"a b\", value: x}, {name: a.b, value: x}, {name: §a.b, value: z}]}",
      "out-of-range", "out-of-range", "invalid-name", "duplicate-name"),
    .pod(
      "a deadline beyond 31 bits", "activeDeadlineSeconds: §2147483648", "out-of-range"),
    .pod(
      "a toleration of no taint", "tolerations: [{key: a, value: §b c}]", "invalid-label"),
    .pod(
      "conditions on what nodes do not have",
      "affinity: {nodeAffinity: {requiredDuringSchedulingIgnoredDuringExecution: "
        + "{nodeSelectorTerms: [{matchExpressions: [{key: §a b, operator: Exists}], matchFields: "
        + "[{key: §spec.x, operator: In, values: [a]}, "
        + "{key: metadata.name, operator: In, values: §[a, b]}, "
        + "{key: metadata.name, operator: §Exists}]}]}}}", "invalid-label", "invalid-value",
      "invalid-value", "invalid-value"),
    .pod(
      "neighbours in no namespace",
      "affinity: {podAffinity: {requiredDuringSchedulingIgnoredDuringExecution: "
        + "[{labelSelector: {}, namespaces: §[A_B], topologyKey: a}]}}", "invalid-name"),
    .container(
      "ports and words far below the container's name",
      "ports:\n        - containerPort: 80\n          name: web\n          hostPort: §65536\n"
        + "      securityContext:\n        privileged: false\n        procMount: §Open\n"
        + "      volumeMounts:\n        - name: data\n          mountPath: /d\n"
        + "          mountPropagation: §Both", "out-of-range", "invalid-value", "invalid-value"),
    .container(
      "a probe's numbers, each on its own line",
      "livenessProbe:\n        tcpSocket:\n          port: §70000\n        periodSeconds: 5\n"
        + "        failureThreshold: §-1", "out-of-range", "out-of-range"),
    .container(
      "a hook's port and a header's name",
      "lifecycle:\n        postStart:\n          httpGet:\n            path: /\n"
        + "            port: §0\n            httpHeaders: [{name: §\"A B\", value: c}]",
      "out-of-range", "invalid-name"),
    .container(
      "keys and units of nothing",
      "env: [{name: A, valueFrom: {configMapKeyRef: {name: m, key: §\"\"}}}, "
        + "{name: B, valueFrom: {secretKeyRef: {name: s, key: §a/b}}}, "
        + "{name: C, valueFrom: {resourceFieldRef: {resource: limits.cpu, divisor: §5m}}}, "
        + "{name: D, valueFrom: {resourceFieldRef: {resource: limits.memory, divisor: 1Mi}}}]",
      "missing-field", "invalid-name", "invalid-value"),
    .container(
      "fields of another version, and labels that there are not",
      "env: [{name: A, valueFrom: {fieldRef: {apiVersion: §v2, fieldPath: metadata.name}}}, "
        + "{name: B, valueFrom: {fieldRef: {fieldPath: §\"\"}}}, "
        + "{name: C, valueFrom: {fieldRef: {fieldPath: §\"metadata.labels['a b']\"}}}, "
        + "{name: D, valueFrom: {fieldRef: {fieldPath: \"metadata.annotations['A.io/b']\"}}}, "
        + "{name: E, valueFrom: {fieldRef: {apiVersion: \"\", fieldPath: spec.host}}}]",
      "invalid-value", "missing-field", "invalid-label"),
    .container(
      "units that are those of the other base",
      "env: [{name: A, valueFrom: {resourceFieldRef: {resource: limits.memory, divisor: §1024}}}, "
        + "{name: B, valueFrom: {resourceFieldRef: {resource: limits.memory, divisor: 1000}}}, "
        + "{name: C, valueFrom: {resourceFieldRef: {resource: limits.memory, divisor: 1024Ki}}}, "
        + "{name: D, valueFrom: {resourceFieldRef: {resource: limits.cpu, divisor: 1000m}}}, "
        + "{name: E, valueFrom: {resourceFieldRef: {resource: §\"\"}}}]",
      "invalid-value", "missing-field"),
    .pod(
      "volumes without what they are made of",
      "volumes: [{name: a, configMap: {name: §\"\"}}, {name: b, hostPath: {path: §\"\"}}, "
        + "{name: d, downwardAPI: {items: [{path: p, fieldRef: {fieldPath: §status.phase}}, "
        + "{path: o, fieldRef: {fieldPath: §\"metadata.labels['a b']\"}}, "
        + "§{path: q}, {path: r, resourceFieldRef: §{resource: limits.cpu}}]}}, "
        + "{name: e, secret: {secretName: s, items: [{key: §\"\", path: p}]}}]", "missing-field",
      "missing-field", "invalid-value", "invalid-label", "invalid-value", "missing-field",
      "missing-field"),
  ]

  static let workloads: [RefusedManifest] = [
    .workload(
      "a StatefulSet that updates no pod", "StatefulSet",
      "\(SemanticCheckTests.selector)\n  serviceName: s\n  updateStrategy:\n    rollingUpdate:\n"
        + "      partition: §-1\n      maxUnavailable: §0", "out-of-range", "out-of-range"),
    .workload(
      "more daemons missing than there are", "DaemonSet",
      "\(SemanticCheckTests.selector)\n  updateStrategy: {rollingUpdate: {maxUnavailable: §101%}}",
      "out-of-range"),
    .workload(
      "early success by indexes that are none", "Job",
      "completionMode: Indexed\n  completions: 3\n  successPolicy:\n    rules:\n"
        + "      - succeededIndexes: §\"2,1\"\n      - succeededIndexes: 0,1-2\n"
        + "      - {succeededIndexes: \"\", succeededCount: 1}\n"
        + "      - succeededCount: §4", "invalid-value", "out-of-range"),
    .workload(
      "a failure policy about no condition", "Job",
      "podFailurePolicy: {rules: [{action: Ignore, onPodConditions: "
        + "[{type: §a b, status: §Maybe}, {type: a, status: \"\"}]}]}", "invalid-name",
      "invalid-value"),
    .workload(
      "a negative deadline after other fields", "Job",
      "backoffLimit: 1\n  activeDeadlineSeconds: §-5", "out-of-range"),
    .spec(
      "a metric of nothing", "autoscaling/v2 HorizontalPodAutoscaler",
      "scaleTargetRef: {kind: Deployment, name: d}\n  maxReplicas: 3\n  metrics:\n"
        + "    - type: ContainerResource\n      containerResource:\n        name: cpu\n"
        + "        container: §\"\"\n        target: {type: AverageValue, averageValue: §0}",
      "missing-field", "out-of-range"),
    .spec(
      "a rule of scaling far below", "autoscaling/v2 HorizontalPodAutoscaler",
      "scaleTargetRef: {kind: Deployment, name: d}\n  maxReplicas: 3\n  behavior:\n"
        + "    scaleUp:\n      stabilizationWindowSeconds: §3601\n      policies:\n"
        + "        - type: Pods\n          value: 1\n          periodSeconds: §1801",
      "out-of-range", "out-of-range"),
  ]

  static let others: [RefusedManifest] = [
    .spec(
      "a volume of nothing, nowhere", "v1 PersistentVolume",
      "accessModes: [ReadWriteOnce]\n  capacity: §{storage: 0}\n  local: {path: §\"\"}\n"
        + "  nodeAffinity: §{}", "out-of-range", "missing-field", "missing-field"),
    .spec(
      "a local volume on no node", "v1 PersistentVolume",
      "accessModes: [ReadWriteOnce]\n  capacity: {storage: 1Gi}\n  local: {path: /m}\n"
        + "  nodeAffinity: {required: {nodeSelectorTerms: §[]}}", "missing-field"),
    object(
      "a class of no provisioner, in no place",
      """
      apiVersion: storage.k8s.io/v1
      kind: StorageClass
      metadata: {name: c}
      provisioner: §a b
      allowedTopologies:
        - matchLabelExpressions: [{key: §a b, values: §[]}]
      """, "invalid-name", "invalid-label", "missing-field"),
    object(
      "endpoints at no address",
      """
      apiVersion: discovery.k8s.io/v1
      kind: EndpointSlice
      metadata: {name: e}
      addressType: IPv4
      endpoints:
        - {addresses: §[db.example]}
      """, "invalid-value"),
    object(
      "addresses of no type",
      """
      apiVersion: discovery.k8s.io/v1
      kind: EndpointSlice
      metadata: {name: e}
      addressType: §IPv5
      endpoints: [{addresses: ["2001:db8::1"]}, {addresses: [db.example]}]
      """, "invalid-value"),
    object(
      "addresses of the other family, and of a machine's own link",
      """
      apiVersion: discovery.k8s.io/v1
      kind: EndpointSlice
      metadata: {name: e}
      addressType: IPv6
      endpoints:
        - {addresses: ["2001:db8::1"]}
        - {addresses: §["::ffff:10.0.0.1"]}
        - {addresses: §["febf::1"]}
        - {addresses: §["FF12::1"]}
        - {addresses: §["0:0:0:0:0:0:0:1"]}
        - {addresses: §["2001:db8:::1"]}
        - {addresses: ["fec0::1"]}
      ---
      apiVersion: discovery.k8s.io/v1
      kind: EndpointSlice
      metadata: {name: f}
      addressType: IPv4
      endpoints:
        - {addresses: ["::ffff:10.0.0.1"]}
        - {addresses: [010.000.0.01]}
        - {addresses: §["::ffff:127.0.0.1"]}
        - {addresses: §["+1.0.0.1"]}
        - {addresses: §["cafe"]}
      """, "invalid-value", "invalid-value", "invalid-value", "invalid-value", "invalid-value",
      "invalid-value", "invalid-value", "invalid-value"),
    object(
      "ports and protocols of names that there are not",
      """
      apiVersion: v1
      kind: Service
      metadata: {name: s}
      spec:
        ports: [{name: a, port: 1, appProtocol: §a b}, {name: b, port: 2, appProtocol: a.io/H2c_1}]
      ---
      apiVersion: discovery.k8s.io/v1
      kind: EndpointSlice
      metadata: {name: e}
      addressType: IPv4
      endpoints: [{addresses: [10.0.0.1]}]
      ports: [{name: §B_, appProtocol: §""}]
      ---
      apiVersion: v1
      kind: Endpoints
      metadata: {name: e}
      subsets: [{addresses: [{ip: 10.0.0.1}], ports: [{port: §65536, appProtocol: §a/b/c}]}]
      """, "invalid-name", "invalid-name", "invalid-name", "out-of-range", "invalid-name"),
    object(
      "subsets of no address, of a name and of the machine itself",
      """
      apiVersion: v1
      kind: Endpoints
      metadata: {name: e}
      subsets:
        - §{ports: [{port: 1}]}
        - addresses: [{ip: §db.example}, {ip: §169.254.1.1}]
          ports: [§{port: 1}, {name: b, port: 2}]
        - {addresses: [{ip: 10.0.0.1}], ports: [§{name: a}]}
      ---
      §apiVersion: discovery.k8s.io/v1
      kind: EndpointSlice
      metadata: {name: e}
      endpoints: []
      """, "missing-field", "invalid-value", "invalid-value", "missing-field", "missing-field",
      "missing-field"),
    object(
      "credentials of registries that are no JSON object",
      """
      apiVersion: v1
      kind: Secret
      metadata: {name: a}
      type: kubernetes.io/dockerconfigjson
      stringData: {.dockerconfigjson: §not JSON}
      ---
      apiVersion: v1
      kind: Secret
      metadata: {name: b}
      type: kubernetes.io/dockercfg
      data: {.dockercfg: §W10=}
      ---
      apiVersion: v1
      kind: Secret
      metadata: {name: c}
      type: kubernetes.io/dockerconfigjson
      data: {.dockerconfigjson: §""}
      ---
      apiVersion: v1
      kind: Secret
      metadata: {name: d}
      type: kubernetes.io/dockerconfigjson
      data: {.dockerconfigjson: §<base64>}
      ---
      apiVersion: v1
      kind: Secret
      metadata: {name: e}
      type: kubernetes.io/dockerconfigjson
      data: {.dockerconfigjson: e30=}
      ---
      apiVersion: v1
      kind: Secret
      metadata: {name: f}
      type: kubernetes.io/basic-auth
      stringData: {username: u}
      """, "invalid-value", "invalid-value", "invalid-value", "invalid-value"),
    object(
      "a token of no ServiceAccount",
      """
      apiVersion: v1
      kind: Secret
      metadata: §{name: a}
      type: kubernetes.io/service-account-token
      ---
      apiVersion: v1
      kind: Secret
      metadata: {name: b, annotations: {kubernetes.io/service-account.name: s}}
      type: kubernetes.io/service-account-token
      """, "missing-field"),
    .spec(
      "bounds of what no container asks for", "v1 LimitRange",
      "limits: [{type: Container, default: {cpux: §1}}]", "invalid-value"),
    .spec(
      "a class's controller without a domain", "networking.k8s.io/v1 IngressClass",
      "controller: §nginx", "invalid-name"),
    .spec(
      "a certificate and a class by names that there can not be", "networking.k8s.io/v1 Ingress",
      "ingressClassName: §A_B\n  tls: [{secretName: §A_B}]\n"
        + "  defaultBackend: {service: {name: a, port: {number: 80}}}", "invalid-name",
      "invalid-name"),
    .spec(
      "ports below each other", "networking.k8s.io/v1 NetworkPolicy",
      "podSelector: {}\n  ingress:\n    - from: []\n      ports:\n        - port: 90\n"
        + "          endPort: §80", "out-of-range"),
    .spec(
      "a taint without an effect", "v1 Node", "taints: [{key: a, effect: §\"\"}]", "missing-field"),
    .spec(
      "values that could not be read, told once", "policy/v1 PodDisruptionBudget",
      "minAvailable: 1\n  selector: {matchExpressions: [{key: a, operator: In, values: [§5]}]}",
      "wrong-type"),
  ]

  @Test("are errors at their own fields", arguments: pods + workloads + others)
  func refused(manifest: RefusedManifest) {
    let platform = DecodedPlatform(manifest.text.replacing("§", with: ""))
    let refused = platform.items.filter { $0.severity == .error }
    let places = refused.map { "\($0.code) \($0.span.line):\($0.span.column)" }
    #expect(places == manifest.places, "\(refused.map(\.message))")
  }

  @Test("what no node can do is a warning where the API server takes it")
  func taken() {
    let platform = DecodedPlatform(
      """
      apiVersion: v1
      kind: Pod
      metadata: {name: p}
      spec:
        volumes:
          - {name: a, emptyDir: {medium: Disk}}
          - {name: b, emptyDir: {medium: Memory}}
          - name: d
            downwardAPI:
              items: [{path: f, resourceFieldRef: {containerName: e, resource: limits.cpu}}]
        containers:
          - name: c
            image: "i:1"
            ports: [{containerPort: 80, hostPort: 80, hostIP: here}]
            env:
              - name: V
                valueFrom: {resourceFieldRef: {containerName: c, resource: limits.cpu}}
      """)
    #expect(platform.items.allSatisfy { $0.severity == .warning })
    let found = platform.items.map { "\($0.code) \($0.span.line)" }
    #expect(
      found == ["invalid-value 6", "unknown-container 10", "invalid-value 14"],
      "\(platform.items)")
  }
}
