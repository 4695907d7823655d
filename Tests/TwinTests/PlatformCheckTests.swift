import Foundation
import Manifests
import TestSupport
import Testing
import Twin

/// Manifests that the API server takes and of which a part can not work.
///
/// A `§` in the text stands before what a warning must point at, in the order of the codes.
struct HopelessManifest: CustomTestStringConvertible, Sendable {
  var testDescription: String
  var text: String
  var codes: [String]

  init(_ what: String, _ codes: String..., text: String) {
    testDescription = what
    self.codes = codes
    self.text = text
  }

  /// Each warning as `code line:column`.
  var places: [String] {
    var codes = codes[...]
    var places: [String] = []
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    for (line, content) in lines.enumerated() {
      var column = 1
      for letter in content {
        if letter == "§" {
          places.append("\(codes.popFirst() ?? "?") \(line + 1):\(column)")
        } else {
          column += 1
        }
      }
    }
    return places
  }

  /// A Deployment of two pods with further fields of its container and of its pods.
  static func pods(
    _ name: String = "web", _ container: String = "ports: [{name: http, containerPort: 8080}]",
    pod: String = "", namespace: String = "default"
  ) -> String {
    """
    apiVersion: apps/v1
    kind: Deployment
    metadata: {name: \(name), namespace: \(namespace)}
    spec:
      replicas: 2
      selector: {matchLabels: {app: \(name)}}
      template:
        metadata: {labels: {app: \(name)}}
        spec:
          containers:
            - name: main
              image: example/\(name):1
              \(container.replacing("\n", with: "\n          "))
          \(pod.replacing("\n", with: "\n      "))

    """
  }

  /// An object whose spec the text gives.
  static func object(_ kind: String, _ spec: String, name: String = "x") -> String {
    """
    ---
    apiVersion: \(kind.prefix { $0 != " " })
    kind: \(kind.split(separator: " ")[1])
    metadata: {name: \(name)}
    spec: \(spec)

    """
  }
}

@Suite("What can not work")
struct PlatformCheckTests {
  typealias Case = HopelessManifest

  static let namespace = """
    ---
    apiVersion: v1
    kind: Namespace
    metadata: {name: shop}

    """
  static let service = Case.object(
    "v1 Service", "{selector: {app: web}, ports: [{name: http, port: 80, targetPort: http}]}",
    name: "web")

  static let names: [HopelessManifest] = [
    .init(
      "a variable names a Service that is misspelt", "unknown-service",
      text: Case.pods("cart", "env: [{name: WEB_URL, value: §http://wbe/api}]") + "---\n"
        + Case.pods() + service),
    .init(
      "an argument's and a file's hosts, a comment's not", "unknown-service", "unknown-service",
      text: Case.pods(
        "cart", "args: [--verbose, §--db-host=db]",
        pod: "volumes: [{name: c, configMap: {name: conf}}]") + """
          ---
          apiVersion: v1
          kind: ConfigMap
          metadata: {name: conf}
          data:
            app.properties: |
              # old=http://gone/x
          §    new=redis://cache:6379/0
              own=http://localhost:80/ and https://example.com/
          """),
    .init(
      "hosts outside, own addresses and options are no Services",
      text: Case.pods(
        "cart",
        """
        env:
          - {name: S3_URL, value: "s3://bucket/x"}
          - {name: BIND_HOST, value: eth0}
          - {name: LISTEN_ADDR, value: "0.0.0.0:80"}
          - {name: DB_HOST, value: db.example.com}
          - {name: USE_HOST, value: "true"}
          - {name: API, value: "https://kubernetes.default.svc"}
          - {name: IMAGE, value: "redis:7"}
        """)),
    .init(
      "a Service of another namespace, by its short name", "unknown-service",
      text: Case.pods("cart", "env: [{name: WEB_HOST, value: §web}]", namespace: "shop")
        + "---\n" + Case.pods() + service + namespace),
    .init(
      "a port that the Service does not have", "closed-port",
      text: Case.pods("cart", "env: [{name: WEB_ADDR, value: §\"web:8080\"}]") + "---\n"
        + Case.pods() + service),
    .init(
      "backends of an Ingress", "unknown-service", "closed-port",
      text: Case.pods() + service
        + Case.object(
          "networking.k8s.io/v1 Ingress",
          """
          {rules: [{http: {paths: [
            {path: /, pathType: Prefix, backend: {service: {name: §webb, port: {number: 80}}}},
            {path: /a, pathType: Prefix, backend: {service: {name: web, port: §{number: 81}}}},
            {path: /b, pathType: Prefix, backend: {service: {name: web, port: {name: http}}}}]}}]}
          """)),
    .init(
      "names that stand for others", "unknown-service", "unknown-service", "unknown-service",
      "unknown-service",
      text: Case.pods() + service
        + Case.object(
          "v1 Service", "{type: ExternalName, externalName: §wbe.default.svc.cluster.local}",
          name: "a")
        + Case.object("v1 Service", "{type: ExternalName, externalName: §10.0.0.1}", name: "b")
        + Case.object(
          "v1 Service", "{type: ExternalName, externalName: §d.default.svc.cluster.local}",
          name: "c")
        + Case.object(
          "v1 Service", "{type: ExternalName, externalName: §c.default.svc.cluster.local}",
          name: "d")
        + Case.object(
          "v1 Service", "{type: ExternalName, externalName: web.default.svc.cluster.local}",
          name: "e")
        + Case.object("v1 Service", "{type: ExternalName, externalName: example.com}", name: "f")),
    .init(
      "routes of the mesh", "unknown-service", "closed-port", "unknown-subset", "unknown-service",
      text: Case.pods() + service
        + Case.object(
          "networking.istio.io/v1 VirtualService",
          """
          {hosts: [web], http: [
            {route: [{destination: {host: §cart}}]},
            {route: [{destination: {host: web.default.svc.cluster.local, port: §{number: 8080}}}]},
            {route: [{destination: {host: web, subset: §v2}}]}]}
          """) + Case.object("networking.istio.io/v1 DestinationRule", "{host: §wbe}")),
    .init(
      "a subset that no pod is in", "empty-selection",
      text: Case.pods() + service
        + Case.object(
          "networking.istio.io/v1 DestinationRule",
          "{host: web, subsets: [{name: v1, labels: §{version: v1}}]}")),
  ]

  static let ports: [HopelessManifest] = [
    .init(
      "target ports by number and by name", "closed-port", "closed-port",
      text: Case.pods()
        + Case.object(
          "v1 Service",
          "{selector: {app: web}, ports: [{name: a, port: 80, targetPort: §8081}, "
            + "{name: b, port: 81, targetPort: §web}]}", name: "web")),
    .init(
      "pods that declare no ports may open any",
      text: Case.pods("web", "tty: true")
        + Case.object("v1 Service", "{selector: {app: web}, ports: [{port: 80}]}", name: "web")),
    .init(
      "probes of closed ports", "closed-probe-port", "closed-probe-port",
      text: Case.pods(
        "web",
        """
        ports: [{name: http, containerPort: 8080}]
        livenessProbe: {httpGet: {port: §htpp}}
        readinessProbe: {tcpSocket: {port: §9090}}
        startupProbe: {grpc: {port: 8080}}
        """)),
    .init(
      "readiness gates that nobody sets", "unset-readiness-gate",
      text: Case.pods(
        pod: """
          readinessGates:
            - {conditionType: target-health.elbv2.k8s.aws/k8s-shop-web}
            - {conditionType: cloud.google.com/load-balancer-neg-ready}
            - {conditionType: §example.com/warmed-up}
          """)),
    .init(
      "a port that no monitored Service has", "closed-port",
      text: Case.pods() + service.replacing("{name: web}", with: "{name: web, labels: {a: b}}")
        + Case.object(
          "monitoring.coreos.com/v1 ServiceMonitor",
          "{selector: {matchLabels: {a: b}}, endpoints: [{port: §metrics}]}")),
  ]

  static let selections: [HopelessManifest] = [
    .init(
      "selectors that select nothing", "empty-selection", "empty-selection", "empty-selection",
      "empty-selection", "empty-selection",
      text: Case.pods()
        + Case.object("v1 Service", "{selector: §{app: wbe}, ports: [{port: 80}]}", name: "wbe")
        + Case.object(
          "policy/v1 PodDisruptionBudget", "{selector: §{matchLabels: {app: a}}, minAvailable: 1}")
        + Case.object("networking.k8s.io/v1 NetworkPolicy", "{podSelector: §{matchLabels: {a: b}}}")
        + Case.object(
          "monitoring.coreos.com/v1 PodMonitor",
          "{selector: §{matchLabels: {a: b}}, podMetricsEndpoints: []}")
        + Case.object(
          "monitoring.coreos.com/v1 ServiceMonitor",
          "{selector: §{matchLabels: {a: b}}, endpoints: []}")),
    .init(
      "pods of operators are selected by labels that they get at run time",
      text: Case.object(
        "postgresql.cnpg.io/v1 Cluster", "{instances: 2, storage: {size: 1Gi}}", name: "db")
        + Case.object(
          "v1 Service", "{selector: {cnpg.io/cluster: db, role: primary}, ports: [{port: 5432}]}",
          name: "primary")),
    .init(
      "budgets that forbid every drain", "blocked-drain", "blocked-drain",
      text: Case.pods() + "---\n" + Case.pods("cart") + "---\n" + Case.pods("shop")
        + Case.object(
          "policy/v1 PodDisruptionBudget",
          "{selector: {matchLabels: {app: web}}, maxUnavailable: §0}")
        + Case.object(
          "policy/v1 PodDisruptionBudget",
          "{selector: {matchLabels: {app: cart}}, minAvailable: §2}", name: "other")
        + Case.object(
          "policy/v1 PodDisruptionBudget",
          "{selector: {matchLabels: {app: shop}}, minAvailable: 50%}", name: "third")),
  ]

  static let objects: [HopelessManifest] = [
    .init(
      "claims without a class, and a pod without its claim", "unknown-claim",
      "unknown-storage-class", "unknown-storage-class",
      text: Case.pods(
        pod: "volumes: [{name: d, persistentVolumeClaim: {claimName: §dta}}]") + """
          ---
          apiVersion: storage.k8s.io/v1
          kind: StorageClass
          metadata: {name: fast}
          provisioner: example.com/disk

          """
        + Case.object(
          "v1 PersistentVolumeClaim",
          "{accessModes: [ReadWriteOnce], storageClassName: §fats, "
            + "resources: {requests: {storage: 1Gi}}}", name: "data")
        + Case.object(
          "v1 PersistentVolumeClaim",
          "{accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Gi}}}", name: "other"
        ).replacing("apiVersion: v1", with: "§apiVersion: v1")),
    .init(
      "autoscalers without a target, without requests", "unknown-scale-target", "missing-request",
      text: Case.pods()
        + Case.object(
          "autoscaling/v2 HorizontalPodAutoscaler",
          "{scaleTargetRef: §{apiVersion: apps/v1, kind: Deployment, name: wbe}, maxReplicas: 3}")
        + Case.object(
          "autoscaling/v2 HorizontalPodAutoscaler",
          "{scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: web}, maxReplicas: 3, "
            + "metrics: [§{type: Resource, resource: {name: cpu, target: {type: Utilization, "
            + "averageUtilization: 50}}}]}", name: "other")),
    .init(
      "ConfigMaps, Secrets and keys that are not there", "unknown-configuration",
      "unknown-configuration", "unknown-configuration", "unknown-configuration",
      text: Case.pods(
        "web",
        """
        envFrom: [{secretRef: {name: §pass}}, {configMapRef: {name: absent, optional: true}}]
        env: [{name: A, valueFrom: {configMapKeyRef: {name: conf, key: §kye}}}]
        """,
        pod: """
          volumes:
            - {name: a, secret: {secretName: §tls}}
            - {name: b, configMap: {name: conf, items: [{key: §gone, path: p}]}}
            - {name: c, secret: {secretName: made}}
            - {name: d, secret: {secretName: hook}}
          """) + """
          ---
          apiVersion: v1
          kind: ConfigMap
          metadata: {name: conf}
          data: {key: value}

          """
        + Case.object(
          "cert-manager.io/v1 Certificate", "{secretName: made, issuerRef: {name: ca}}")
        + Case.object(
          "batch/v1 Job",
          "{template: {spec: {restartPolicy: Never, containers: [{name: main, image: "
            + "registry.k8s.io/kube-webhook-certgen, args: [create, --secret-name=hook]}]}}}")),
    .init(
      "credentials of registries that are not there", "unknown-pull-secret", "unknown-pull-secret",
      text: Case.pods(pod: "imagePullSecrets: [{name: here}, {name: §hree}]")
        + "---\n"
        + Case.pods("cart", pod: "serviceAccountName: puller") + """
          ---
          apiVersion: v1
          kind: ServiceAccount
          metadata: {name: puller}
          imagePullSecrets: [{name: §registry}, {name: here}]
          ---
          apiVersion: v1
          kind: Secret
          metadata: {name: here}
          type: kubernetes.io/dockerconfigjson
          data: {.dockerconfigjson: e30=}

          """),
    .init(
      "accounts, priorities and roles that nobody defines", "unknown-service-account",
      "unknown-priority-class", "unknown-role", "unknown-service-account",
      text: Case.pods(pod: "serviceAccountName: §wbe\npriorityClassName: §high") + """
        ---
        apiVersion: v1
        kind: ServiceAccount
        metadata: {name: web}
        ---
        apiVersion: rbac.authorization.k8s.io/v1
        kind: RoleBinding
        metadata: {name: web}
        roleRef: §{apiGroup: rbac.authorization.k8s.io, kind: Role, name: reader}
        subjects: [{kind: ServiceAccount, name: §webb}]
        ---
        apiVersion: rbac.authorization.k8s.io/v1
        kind: ClusterRoleBinding
        metadata: {name: view}
        roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: view}
        subjects: [{kind: Group, name: people}]
        """),
  ]

  /// The warnings about a text, in its order, and the text that a terminal shows.
  private func check(_ text: String) throws -> (items: [Diagnostic], rendered: String) {
    let sources = SourceMap()
    let collector = DiagnosticCollector()
    let documents = ManifestLoader(sources: sources, diagnostics: collector)
      .documents(of: [UInt8](text.utf8), path: "shop.yaml")
    let manifests = ManifestSet.decode(documents, collector)
    let problems = collector.diagnostics.rendered(sources: sources, color: false)
    try #require(collector.count == 0, "\(problems)")
    PlatformChecks.report(on: manifests, models: PlatformModels(), isWhole: false, collector)
    let found = collector.diagnostics
    return (found.items, found.rendered(sources: sources, color: false))
  }

  @Test(
    "each is one warning at its place",
    arguments: names + ports + selections + objects + policies + identities + places
      + owners + waits + openPorts + rollouts + drains + lookups + servers + webhooks)
  func warned(manifest: HopelessManifest) throws {
    let (items, rendered) = try check(manifest.text.replacing("§", with: ""))
    let found = items.map { "\($0.code) \($0.span.line):\($0.span.column)" }
    #expect(found.sorted() == manifest.places.sorted(), "\(rendered)")
    #expect(items.allSatisfy { $0.severity == .warning })
  }

  @Test("messages read well and say what to write")
  func golden() throws {
    let all =
      Self.names + Self.ports + Self.selections + Self.objects + Self.policies + Self.places
      + Self.owners
    let texts = try all.map { manifest in
      let rendered = try check(manifest.text.replacing("§", with: "")).rendered
      return "# \(manifest.testDescription)\n\n\(rendered)"
    }
    try expectGolden(texts.joined(separator: "\n"), named: "platform-checks.txt")
  }
}
