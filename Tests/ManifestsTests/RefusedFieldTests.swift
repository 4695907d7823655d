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
