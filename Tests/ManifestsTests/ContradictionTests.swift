import Foundation
import Manifests
import TestSupport
import Testing

/// More that the API server refuses, each at the place where it is written.
@Suite("Contradictions")
struct ContradictionTests {
  private static func service(_ what: String, _ spec: String, _ codes: String...) -> RefusedManifest
  {
    var manifest = RefusedManifest.spec(what, "v1 Service", spec)
    manifest.messages = codes
    return manifest
  }

  static let services: [RefusedManifest] = [
    service(
      "a headless Service on nodes",
      "{type: NodePort, clusterIP: §None, selector: {a: b}, ports: [{port: 80}]}",
      "invalid-value"),
    service(
      "a node port without nodes", "{selector: {a: b}, ports: [{port: 80, nodePort: §30080}]}",
      "invalid-value"),
    service(
      "a node port outside the range",
      "{type: NodePort, selector: {a: b}, ports: [{port: 80, nodePort: §8080}]}", "out-of-range"),
    service(
      "local traffic from outside that does not come",
      "{externalTrafficPolicy: §Local, selector: {a: b}, ports: [{port: 80}]}", "invalid-value"),
    service(
      "an address that is none", "{clusterIP: §10.0.0.999, selector: {a: b}, ports: [{port: 80}]}",
      "invalid-value"),
    service(
      "a selector that no label can meet", "{selector: §{a: b c}, ports: [{port: 80}]}",
      "invalid-label"),
    service(
      "a port's name", "{selector: {a: b}, ports: [{port: 80, targetPort: §HTTP}]}",
      "invalid-name"),
    service(
      "an outside name with a scheme", "{type: ExternalName, externalName: §\"http://x\"}",
      "invalid-name"),
  ]

  static let pods: [RefusedManifest] = [
    .container(
      "two volumes at a path",
      "volumeMounts: [{name: data, mountPath: /d}, {name: data, mountPath: §/d}]",
      "duplicate-name"),
    .container(
      "an absolute subPath", "volumeMounts: [{name: data, mountPath: /d, subPath: §/x}]",
      "invalid-value"),
    .container(
      "two ports want one of the node",
      "ports: [{containerPort: 1, hostPort: 80}, {containerPort: 2, hostPort: §80}]",
      "duplicate-name"),
    .container(
      "a device without a vendor", "resources: {limits: {gpu: §1}}", "invalid-value"),
    .container(
      "a shared device", "resources: {requests: {a.b/gpu: §1}, limits: {a.b/gpu: 2}}",
      "request-beyond-limit"),
    .container(
      "a part of a device, and one without a limit",
      "resources: {requests: {a.b/c: §1}, limits: {a.b/gpu: §500m}}", "missing-field",
      "invalid-value"),
    .container(
      "a probe without a command, that kills at once",
      "livenessProbe: {exec: §{command: []}, terminationGracePeriodSeconds: §0}",
      "missing-field", "out-of-range"),
    .container("a variable's name", "env: [{name: §\"A=B\", value: c}]", "invalid-name"),
    .container(
      "privileged without privileges",
      "securityContext: {privileged: true, allowPrivilegeEscalation: §false}", "invalid-value"),
    .container("a negative user", "securityContext: {runAsUser: §-1}", "out-of-range"),
    .container(
      "a sleep beyond the grace", "lifecycle: {preStop: {sleep: {seconds: §31}}}", "out-of-range"),
    .container(
      "a probe's port without a name", "livenessProbe: {httpGet: {port: §\"\"}}", "invalid-name"),
    .pod(
      "a volume of two kinds", "volumes: [§{name: a, emptyDir: {}, hostPath: {path: /x}}]",
      "invalid-value"),
    .pod("a toleration's operator", "tolerations: [{key: a, operator: §Exits}]", "invalid-value"),
    .pod("a deadline of nothing", "activeDeadlineSeconds: §0", "out-of-range"),
    .pod("no DNS at all", "dnsPolicy: §None", "missing-field"),
    .pod("a node's label", "nodeSelector: §{a b: c}", "invalid-label"),
    .pod(
      "two constraints that are the same",
      "topologySpreadConstraints: [{maxSkew: 1, topologyKey: z, whenUnsatisfiable: DoNotSchedule},"
        + " §{maxSkew: 2, topologyKey: z, whenUnsatisfiable: DoNotSchedule}]", "duplicate-name"),
    .pod(
      "a constraint over no label",
      "topologySpreadConstraints: [{maxSkew: 1, topologyKey: §\"\", "
        + "whenUnsatisfiable: ScheduleAnyway}]", "invalid-value"),
    .pod(
      "domains that need not be",
      "topologySpreadConstraints: [{maxSkew: 1, topologyKey: z, minDomains: §2, "
        + "whenUnsatisfiable: ScheduleAnyway}]", "invalid-value"),
    .pod(
      "terms without values, that compare text, and none",
      "affinity: {nodeAffinity: {requiredDuringSchedulingIgnoredDuringExecution: "
        + "{nodeSelectorTerms: [{matchExpressions: [{key: a, operator: In, values: §[]}, "
        + "{key: a, operator: Gt, values: §[x]}]}]}}}", "invalid-value", "invalid-value"),
    .pod(
      "a place that is no label",
      "affinity: {podAffinity: {requiredDuringSchedulingIgnoredDuringExecution: "
        + "[{labelSelector: {}, topologyKey: §\"\"}]}}", "invalid-value"),
    .pod("the name of an account", "serviceAccountName: §My_Account", "invalid-name"),
    .pod("the name of a priority", "priorityClassName: §High", "invalid-name"),
    .pod("the name of a volume", "volumes: [§{name: a.b, emptyDir: {}}]", "invalid-name"),
    .pod(
      "an init container that is not restarted",
      "initContainers: [{name: i, image: \"i:1\", restartPolicy: §Never}]", "invalid-value"),
  ]

  static let others: [RefusedManifest] = [
    .workload(
      "a negative surge", "Deployment",
      "\(SemanticCheckTests.selector)\n  strategy: {rollingUpdate: {maxSurge: §-1}}",
      "out-of-range"),
    .workload(
      "more pods missing than there are", "Deployment",
      "\(SemanticCheckTests.selector)\n  strategy: {rollingUpdate: {maxUnavailable: §150%}}",
      "out-of-range"),
    .workload(
      "a negative history", "DaemonSet",
      "\(SemanticCheckTests.selector)\n  revisionHistoryLimit: §-1", "out-of-range"),
    .spec(
      "a claim's size and mode, once each", "v1 PersistentVolumeClaim",
      "{accessModes: [§ReadWriteAll], resources: {requests: {storage: §-1Gi}}}", "invalid-value",
      "invalid-value"),
    .spec(
      "a claim's class that was never filled in", "v1 PersistentVolumeClaim",
      "{storageClassName: §<YOUR_STORAGE_CLASS>, accessModes: [ReadWriteOnce], "
        + "resources: {requests: {storage: 1Gi}}}", "invalid-name"),
    .spec(
      "fewer Redis pods and Sentinels than none", "databases.spotahome.com/v1 RedisFailover",
      "{redis: {replicas: §-1}, sentinel: {replicas: §-2}}", "out-of-range", "out-of-range"),
    .spec(
      "fewer brokers and ZooKeeper servers than none", "kafka.strimzi.io/v1beta2 Kafka",
      "{kafka: {replicas: §-1, listeners: [], storage: {type: ephemeral}}, "
        + "zookeeper: {replicas: §-1, storage: {type: ephemeral}}}", "out-of-range",
      "out-of-range"),
    .spec(
      "an Ingress' Service by its address", "networking.k8s.io/v1 Ingress",
      "defaultBackend: {service: {name: §web.shop.svc, port: {number: 80}}}", "invalid-name"),
    .spec(
      "an Ingress' path type, host and backend", "networking.k8s.io/v1 Ingress",
      "rules: [{host: §\"a.b:80\", http: {paths: [{path: /, pathType: §prefix, backend: §{}}]}}]",
      "invalid-name", "invalid-value", "missing-field"),
    .spec(
      "ranges of addresses", "networking.k8s.io/v1 NetworkPolicy",
      "podSelector: {}\n  ingress: [{from: [{ipBlock: {cidr: §10.0.0.0/40}}, "
        + "{ipBlock: {cidr: 10.0.0.0/8, except: §[11.0.0.0/16]}}], "
        + "ports: [{port: http, endPort: §90}]}]", "invalid-value", "invalid-value",
      "invalid-value"),
    .spec(
      "a share of nothing", "autoscaling/v2 HorizontalPodAutoscaler",
      "scaleTargetRef: {kind: Deployment, name: d}\n  maxReplicas: 3\n  metrics: "
        + "[{type: Resource, resource: {name: cpu, target: {type: Utilization, "
        + "averageUtilization: §0}}}]", "out-of-range"),
    .spec(
      "a port by its number and its name", "networking.k8s.io/v1 Ingress",
      "defaultBackend: §{service: {name: web, port: {number: 80, name: http}}}", "invalid-value"),
    .spec(
      "a budget in two ways", "policy/v1 PodDisruptionBudget",
      "{minAvailable: §120%, maxUnavailable: §1, selector: {}}", "out-of-range", "invalid-value"),
    .spec(
      "a quota of nothing known", "v1 ResourceQuota",
      "{hard: {requests.storag: §1Gi, count/jobs.batch: 3, pods: 4}}", "invalid-value"),
    .spec(
      "limits of an unknown thing, that contradict each other", "v1 LimitRange",
      "{limits: [§{type: container, max: {cpu: 1}, defaultRequest: {cpu: §2}}]}", "invalid-value",
      "out-of-range"),
    .spec(
      "a metric that is wrong inside, told once", "autoscaling/v2 HorizontalPodAutoscaler",
      "scaleTargetRef: {kind: Deployment, name: d}\n  maxReplicas: 3\n  metrics: "
        + "[{type: Resource, resource: {name: cpu, target: {type: §Utilisation}}}]",
      "invalid-value"),
    .spec(
      "a selector with a slip, told once", "apps/v1 Deployment",
      "selector: {§matchLabel: {a: b}}\n  template: {metadata: {labels: {a: b}}, "
        + "spec: {containers: [{name: c, image: \"i:1\"}]}}", "unknown-field"),
    .spec(
      "a route to nowhere", "networking.istio.io/v1 VirtualService",
      "{hosts: [a], http: [§{match: [{uri: {prefix: /}}]}]}", "missing-field"),
    RefusedManifest(
      testDescription: "keys and contents of a ConfigMap",
      text: """
        apiVersion: v1
        kind: ConfigMap
        metadata: {name: c}
        data: {a/b: §x, k: v}
        binaryData: {z: §"***"}
        """, messages: ["invalid-name", "invalid-value"]),
    RefusedManifest(
      testDescription: "a certificate without its key",
      text: """
        §apiVersion: v1
        kind: Secret
        metadata: {name: c}
        type: kubernetes.io/tls
        data: {tls.crt: eA==}
        """, messages: ["missing-field"]),
    RefusedManifest(
      testDescription: "roles and their subjects",
      text: """
        apiVersion: rbac.authorization.k8s.io/v1
        kind: RoleBinding
        metadata: {name: r}
        roleRef: {apiGroup: rbac.authorization.k8s.io, kind: §Roles, name: x}
        subjects: [{kind: §Serviceaccount, name: a}]
        ---
        apiVersion: rbac.authorization.k8s.io/v1
        kind: Role
        metadata: {name: x}
        rules: [{apiGroups: [""], resources: [pods], verbs: §[]}]
        """, messages: ["invalid-value", "invalid-value", "missing-field"]),
    RefusedManifest(
      testDescription: "two controllers of an object",
      text: """
        apiVersion: v1
        kind: ConfigMap
        metadata:
          name: c
          ownerReferences:
            - {apiVersion: v1, kind: Pod, name: a, uid: "1", controller: true}
            - {apiVersion: v1, kind: Pod, name: b, uid: "2", controller: §true}
        """, messages: ["invalid-value"]),
  ]

  @Test("each contradiction is one message at its place", arguments: services + pods + others)
  func refused(manifest: RefusedManifest) {
    let platform = DecodedPlatform(manifest.text.replacing("§", with: ""))
    #expect(platform.places.sorted() == manifest.places.sorted(), "\(platform.items)")
    #expect(platform.items.allSatisfy { $0.severity == .error })
  }

  @Test("a platform full of contradictions is told all of them at once")
  func golden() throws {
    let text = """
      apiVersion: apps/v1
      kind: Deployment
      metadata: {name: web, namespace: shop}
      spec:
        replicas: -2
        selector: {matchLabels: {app: web}}
        template:
          metadata: {labels: {app: wbe}}
          spec:
            containers:
              - name: web
                image: example/web:1
                ports: [{name: http, containerPort: 80}, {name: http, containerPort: 8080}]
                resources: {requests: {cpu: 2, memory: 64MB}, limits: {cpu: 500mc, memory: 1Gb}}
              - {name: web, image: "example/side:1"}
      ---
      apiVersion: v1
      kind: Service
      metadata: {name: Web, namespace: shop}
      spec: {type: LoadBalancer, clusterIP: None, selector: {app: web}, ports: [{port: 80000}]}
      ---
      apiVersion: v1
      kind: ConfigMap
      metadata: {name: a, namespace: shop, ownerReferences: [{apiVersion: v1, kind: Secret, name: b, uid: b}]}
      ---
      apiVersion: v1
      kind: Secret
      metadata: {name: b, namespace: shop, ownerReferences: [{apiVersion: v1, kind: ConfigMap, name: a, uid: a}]}
      ---
      apiVersion: autoscaling/v2
      kind: HorizontalPodAutoscaler
      metadata: {name: web, namespace: shop}
      spec: {scaleTargetRef: {kind: Deployment, name: web}, minReplicas: 5, maxReplicas: 3}

      """
    let sources = SourceMap()
    let collector = DiagnosticCollector()
    let documents = ManifestLoader(sources: sources, diagnostics: collector)
      .documents(of: [UInt8](text.utf8), path: "shop.yaml")
    _ = ManifestSet.decode(documents, collector)
    try expectGolden(
      collector.diagnostics.rendered(sources: sources, color: false), named: "contradictions.txt")
  }
}
