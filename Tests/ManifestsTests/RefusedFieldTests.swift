import Manifests
import Testing

/// Fields of the right type that the API server, or the resource's own webhook, refuses.
///
/// The rules are those of pkg/apis/core/validation, pkg/apis/networking/validation,
/// pkg/apis/rbac/validation and istio's pkg/config/validation.
@Suite("Refused fields")
struct RefusedFieldTests {
  static let containers: [RefusedManifest] = [
    .container(
      "a variable from two places",
      "env: [§{name: A, valueFrom: {fieldRef: {fieldPath: metadata.uid}, "
        + "secretKeyRef: {name: s, key: k}}}]", "invalid-value"),
    .container(
      "a field that no variable shows",
      "env: [{name: A, valueFrom: {fieldRef: {fieldPath: §status.phase}}}]", "invalid-value"),
    .container(
      "a label that a variable shows",
      "env: [{name: A, valueFrom: {fieldRef: {fieldPath: \"metadata.labels['a/b']\"}}}]"),
    .container("variables of nothing", "envFrom: [§{prefix: A_}]", "invalid-value"),
    .container(
      "a mount at no path", "volumeMounts: [{name: data, mountPath: §\"\"}]", "missing-field"),
    .container(
      "a probe's scheme in small letters",
      "readinessProbe: {httpGet: {port: 80, scheme: §https}}", "invalid-value"),
    .container(
      "more nameservers than a resolver reads",
      "tty: true\n  dnsConfig: {nameservers: §[10.0.0.1, 10.0.0.2, 10.0.0.3, 10.0.0.4]}",
      "out-of-range"),
    .container(
      "names of sources and of variables that there are not",
      "envFrom: [{prefix: §\"a=\", configMapRef: {name: m}}, {secretRef: {name: §A_B}}, "
        + "{configMapRef: {name: base-}}]\n      "
        + "env: [{name: A, valueFrom: {configMapKeyRef: {name: §A_B, key: k}}}]", "invalid-name",
      "invalid-name", "invalid-name"),
    .container(
      "profiles without a file, and a file without its type",
      "securityContext: {seccompProfile: {type: §Localhost}, "
        + "appArmorProfile: {type: RuntimeDefault, localhostProfile: §p}}", "missing-field",
      "invalid-value"),
    .container(
      "profiles outside of their directory and of no name",
      "securityContext: {seccompProfile: {type: Localhost, localhostProfile: §a/../b}, "
        + "appArmorProfile: {type: Localhost, localhostProfile: §\"\"}}\n  securityContext: "
        + "{seccompProfile: {type: Localhost, localhostProfile: §/a}, "
        + "appArmorProfile: {type: Localhost, localhostProfile: §\" p\"}}", "invalid-value",
      "missing-field", "invalid-value", "invalid-value"),
    .container(
      "the directory of profiles, and a file in it",
      "securityContext: {seccompProfile: {type: Localhost, localhostProfile: \"\"}}\n"
        + "  securityContext: {seccompProfile: {type: Localhost, localhostProfile: a/b..c}}"),
    .container(
      "mounts that are shared with the node and below",
      "volumeMounts: [{name: data, mountPath: /a, mountPropagation: §Bidirectional}, "
        + "{name: data, mountPath: /b, recursiveReadOnly: §Enabled}, "
        + "{name: data, mountPath: /c, readOnly: true, recursiveReadOnly: §IfPossible, "
        + "mountPropagation: HostToContainer}, "
        + "{name: data, mountPath: /d, readOnly: true, recursiveReadOnly: Enabled}]",
      "invalid-value", "invalid-value", "invalid-value"),
    .container(
      "a privileged container's mount",
      "securityContext: {privileged: true}\n      "
        + "volumeMounts: [{name: data, mountPath: /a, mountPropagation: Bidirectional}]"),
    .container(
      "a device that is a directory, and mounted",
      "volumeMounts: [{name: data, mountPath: /a}]\n"
        + "      volumeDevices: [§{name: §data, devicePath: /dev/x}]", "conflicting-fields",
      "invalid-value"),
    .spec(
      "a device at the path of another volume's mount", "v1 Pod",
      "volumes: [{name: data, emptyDir: {}}, "
        + "{name: block, persistentVolumeClaim: {claimName: b}}]\n"
        + "  containers: [{name: c, image: \"i:1\", volumeMounts: [{name: data, mountPath: /a}], "
        + "volumeDevices: [§{name: block, devicePath: /a}]}]", "conflicting-fields"),
    .pod(
      "namespaces of the kernel that exclude each other",
      "hostPID: true\n  shareProcessNamespace: §true", "conflicting-fields"),
    .pod(
      "gates twice and of no name, and containers for debugging",
      "ephemeralContainers: §[{name: d, image: \"i:1\"}]\n"
        + "  schedulingGates: [{name: a/b}, {name: §a/b}, {name: §a b}]", "invalid-value",
      "duplicate-name", "invalid-name"),
    .pod(
      "volumes of no server, driver and claim",
      "volumes: [{name: a, nfs: {server: §\"\", path: /}}, {name: b, csi: {driver: §a b}}, "
        + "§{name: c, ephemeral: {}}, §{name: d, ephemeral: {volumeClaimTemplate: "
        + "{spec: {accessModes: [ReadWriteOnce]}}}}, {name: e, projected: {sources: "
        + "[§{secret: {name: s}, configMap: {name: m}}]}}]", "missing-field", "invalid-name",
      "missing-field", "missing-field", "invalid-value"),
    .container("a hostname with dots", "tty: true\n  hostname: §a.b", "invalid-name"),
    .container(
      "a host alias without an address", "tty: true\n  hostAliases: [{ip: §db, hostnames: [a]}]",
      "invalid-value"),
  ]

  static let workloads: [RefusedManifest] = [
    .spec(
      "a port name in capitals", "v1 Service",
      "{selector: {a: b}, ports: [§{name: HTTP, port: 80}]}",
      "invalid-name"),
    .spec(
      "clients kept for more than a day", "v1 Service",
      "{selector: {a: b}, ports: [{port: 80}], sessionAffinity: ClientIP, "
        + "sessionAffinityConfig: {clientIP: {timeoutSeconds: §86401}}}", "out-of-range"),
    .spec(
      "fields of another type of Service", "v1 Service",
      "{selector: {a: b}, ports: [{port: 80}], loadBalancerClass: §a/b, "
        + "allocateLoadBalancerNodePorts: §false, healthCheckNodePort: §30000, "
        + "sessionAffinityConfig: §{clientIP: {timeoutSeconds: 9}}, "
        + "externalIPs: §[10.0.0.1, 127.0.0.1]}", "invalid-value", "invalid-value",
      "invalid-value", "invalid-value", "invalid-value"),
    .spec(
      "a load balancer with all of them", "v1 Service",
      "{type: LoadBalancer, selector: {a: b}, ports: [{port: 80}], loadBalancerClass: a/b, "
        + "allocateLoadBalancerNodePorts: false, healthCheckNodePort: 30000, "
        + "externalTrafficPolicy: Local, sessionAffinity: ClientIP, "
        + "sessionAffinityConfig: {clientIP: {timeoutSeconds: 9}}}"),
    .spec(
      "a rule of no paths", "networking.k8s.io/v1 Ingress",
      "rules: [{host: a.example, http: §{paths: []}}, {host: b.example}]", "missing-field"),
    .spec(
      "what quotas of pods and of claims do not bound", "v1 ResourceQuota",
      "{hard: {persistentvolumeclaims: 1, requests.storage: 1Gi, pods: §1, example.com/a: 1}, "
        + "scopes: [VolumeAttributesClass]}", "invalid-value"),
    .spec(
      "claims of a quota of important pods, which bounds their devices", "v1 ResourceQuota",
      "{hard: {requests.storage: §1Gi, pods: 1, requests.example.com/gpu: 1}, "
        + "scopeSelector: {matchExpressions: [{scopeName: PriorityClass, operator: Exists}]}}",
      "invalid-value"),
    .spec(
      "a scope of nobody", "v1 ResourceQuota", "{hard: {pods: 1}, scopes: §[Bestefort]}",
      "invalid-value"),
    .spec(
      "a target of no kind", "autoscaling/v2 HorizontalPodAutoscaler",
      "scaleTargetRef: §{name: d}\n  maxReplicas: 3", "missing-field"),
    .spec(
      "two amounts of one metric", "autoscaling/v2 HorizontalPodAutoscaler",
      "scaleTargetRef: {kind: Deployment, name: d}\n  maxReplicas: 3\n"
        + "  metrics: [{type: Resource, resource: {name: cpu, target: {type: Utilization, "
        + "averageUtilization: 50, averageValue: §1}}}]", "conflicting-fields"),
    .spec(
      "two amounts, of which an object's metric has both and an external one only one",
      "autoscaling/v2 HorizontalPodAutoscaler",
      "scaleTargetRef: {kind: Deployment, name: d}\n  maxReplicas: 3\n"
        + "  metrics: [{type: External, external: {metric: {name: q}, target: {type: Value, "
        + "value: §5, averageValue: 1}}}, {type: Object, object: {metric: {name: q}, "
        + "describedObject: {kind: Service, name: s}, "
        + "target: {type: Value, value: 5, averageValue: 1}}}]", "conflicting-fields"),
    .spec(
      "a volume without a handle", "v1 PersistentVolume",
      "accessModes: [ReadWriteOnce]\n  capacity: {storage: 1Gi}\n"
        + "  csi: {driver: ebs.csi.aws.com, volumeHandle: §\"\"}", "missing-field"),
    .spec("a class of nobody", "networking.k8s.io/v1 IngressClass", "§{}", "missing-field"),
    .spec(
      "a half pod", "v1 ResourceQuota", "{hard: {pods: §\"1.5\", requests.cpu: \"1.5\"}}",
      "invalid-value"),
    .spec(
      "one pod's mode beside another", "v1 PersistentVolumeClaim",
      "{accessModes: [ReadWriteOnce, ReadWriteOncePod], resources: {requests: {storage: 1Gi}}}",
      "invalid-value 1:1"),
    .spec(
      "success as a failure", "batch/v1 Job",
      "podFailurePolicy: {rules: [{action: FailJob, onExitCodes: {operator: In, values: §[0]}}]}\n"
        + "  template: {spec: {restartPolicy: Never, containers: [{name: c, image: \"i:1\"}]}}",
      "invalid-value"),
    .spec("no routes", "networking.istio.io/v1 VirtualService", "hosts: [a]", "missing-field 1:1"),
    .spec(
      "a redirect with destinations", "networking.istio.io/v1 VirtualService",
      "hosts: [a]\n  http: [§{redirect: {uri: /x}, route: [{destination: {host: a}}]}]",
      "conflicting-fields"),
    .spec(
      "a gateway without servers", "networking.istio.io/v1 Gateway", "selector: {a: b}",
      "missing-field 1:1"),
    .spec(
      "a server without hosts and certificates", "networking.istio.io/v1 Gateway",
      "servers: [{port: {number: 443, name: https, protocol: HTTPS}}]", "missing-field 1:1",
      "missing-field 1:1"),
  ]

  @Test("are errors at their places", arguments: containers + workloads)
  func refused(manifest: RefusedManifest) {
    let platform = DecodedPlatform(manifest.text.replacing("§", with: ""))
    let refused = platform.items.filter { $0.severity == .error }
    let places = refused.map { "\($0.code) \($0.span.line):\($0.span.column)" }
    #expect(places == manifest.places, "\(refused.map(\.message))")
  }

  @Test("pods that a controller keeps have no deadline", arguments: ["Deployment", "Job"])
  func deadline(kind: String) {
    let fields = kind == "Job" ? "suspend: false" : "selector: {matchLabels: {a: b}}"
    let manifest = RefusedManifest.workload(kind, kind, fields)
    let platform = DecodedPlatform(
      manifest.text.replacing(
        "restartPolicy:", with: "activeDeadlineSeconds: 9\n      restartPolicy:"))
    #expect(platform.items.map(\.code) == (kind == "Job" ? [] : ["invalid-value"]))
  }

  @Test("the amount of a metric says its type, whatever type is written")
  func amounts() throws {
    let platform = DecodedPlatform(
      """
      apiVersion: autoscaling/v2
      kind: HorizontalPodAutoscaler
      metadata: {name: h}
      spec:
        scaleTargetRef: {kind: Deployment, name: d}
        maxReplicas: 3
        metrics:
          - type: Resource
            resource: {name: cpu, target: {type: Value, averageUtilization: 50}}
          - type: Resource
            resource: {name: memory, target: {type: Utilization, averageValue: 1Gi}}
          - type: External
            external: {metric: {name: q}, target: {type: Value, averageValue: 5}}
      """)
    #expect(platform.items.isEmpty, "\(platform.items)")
    let metrics = try #require(platform.set.horizontalPodAutoscalers.first).metrics
    #expect(metrics.compactMap(\.resource?.target.type) == [.utilization, .averageValue])
    #expect(metrics.compactMap(\.external?.target.type) == [.averageValue])
  }

  @Test("roles and their subjects are of one group, and annotations of 256 KiB")
  func groups() {
    let platform = DecodedPlatform(
      """
      apiVersion: rbac.authorization.k8s.io/v1
      kind: RoleBinding
      metadata: {name: b}
      roleRef: {apiGroup: rbac, kind: Role, name: r}
      subjects:
        - {kind: ServiceAccount, name: a, apiGroup: rbac.authorization.k8s.io}
        - {kind: User, name: a}
        - {kind: Group, name: a, apiGroup: rbac.authorization.k8s.io}
      ---
      apiVersion: v1
      kind: ConfigMap
      metadata: {name: c, annotations: {a: \(String(repeating: "x", count: 262_144))}}
      ---
      apiVersion: v1
      kind: ConfigMap
      metadata: {name: d, annotations: {a: \(String(repeating: "x", count: 262_143))}}
      """)
    #expect(platform.places == ["invalid-value 4:21", "invalid-value 6:47", "out-of-range 12:11"])
  }

  @Test("names of the system's priorities and rules of no namespace are kept for others")
  func clusterScope() {
    let platform = DecodedPlatform(
      """
      apiVersion: scheduling.k8s.io/v1
      kind: PriorityClass
      metadata: {name: system-mine}
      value: 5
      ---
      apiVersion: scheduling.k8s.io/v1
      kind: PriorityClass
      metadata: {name: system-node-critical}
      value: 2000001000
      ---
      apiVersion: rbac.authorization.k8s.io/v1
      kind: Role
      metadata: {name: metrics}
      rules: [{nonResourceURLs: [/metrics], verbs: [get]}]
      ---
      apiVersion: rbac.authorization.k8s.io/v1
      kind: ClusterRole
      metadata: {name: metrics}
      rules: [{nonResourceURLs: [/metrics], verbs: [get]}]
      """)
    #expect(platform.items.map(\.code) == ["invalid-name", "invalid-value"])
    #expect(platform.items.map(\.span.line) == [3, 14])
  }
}
