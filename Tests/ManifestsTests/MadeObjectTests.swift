import Manifests
import Testing

/// Objects that other people's controllers make of what the manifests say.
@Suite("Objects that controllers make")
struct MadeObjectTests {
  @Test("Secrets are named by their makers' targets, and Argo CD's of Redis by its command")
  func secrets() {
    let platform = DecodedPlatform(
      """
      apiVersion: external-secrets.io/v1
      kind: ExternalSecret
      metadata: {name: a}
      spec: {target: {name: from-store}}
      ---
      apiVersion: secrets.hashicorp.com/v1beta1
      kind: VaultStaticSecret
      metadata: {name: b}
      spec: {destination: {name: from-vault, create: true}}
      ---
      apiVersion: bitnami.com/v1alpha1
      kind: SealedSecret
      metadata: {name: sealed}
      spec: {encryptedData: {}}
      ---
      apiVersion: apps/v1
      kind: Deployment
      metadata: {name: argocd-redis}
      spec:
        selector: {matchLabels: {app: r}}
        template:
          metadata: {labels: {app: r}}
          spec:
            initContainers:
              - {name: init, image: argocd, command: [argocd, admin, redis-initial-password]}
            containers: [{name: redis, image: "redis:7"}]
      """)
    #expect(
      platform.set.madeSecrets.map(\.name) == [
        "from-store", "from-vault", "sealed", "argocd-redis",
      ]
    )
  }

  @Test("operators name what they make after their object, at its start or between dots")
  func names() {
    let platform = DecodedPlatform(
      """
      apiVersion: acid.zalan.do/v1
      kind: postgresql
      metadata: {name: acid-db}
      spec: {numberOfInstances: 2}
      """)
    for name in ["acid-db", "acid-db-repl", "app.acid-db.credentials.postgresql.acid.zalan.do"] {
      #expect(platform.set.mayBeOperated(name, in: "default"))
    }
    for name in ["acid", "acid-dbs", "my-acid-db"] {
      #expect(!platform.set.mayBeOperated(name, in: "default"))
    }
    #expect(!platform.set.mayBeOperated("acid-db", in: "other"))
  }

  private static let canary = """
    apiVersion: flagger.app/v1beta1
    kind: Canary
    metadata: {name: podinfo, namespace: test}
    spec:
      targetRef: {apiVersion: apps/v1, kind: Deployment, name: podinfo}
      service: {port: 80, targetPort: http, portDiscovery: true}
    ---
    apiVersion: apps/v1
    kind: Deployment
    metadata: {name: podinfo, namespace: test}
    spec:
      selector: {matchLabels: {tier: web, app: podinfo}}
      template:
        metadata: {labels: {tier: web, app: podinfo}}
        spec:
          containers:
            - name: podinfod
              image: podinfo
              ports: [{name: http, containerPort: 9898}, {name: grpc, containerPort: 9999}]
    """

  /// Names, selector and ports: pkg/router/kubernetes_default.go of fluxcd/flagger.
  @Test("a Canary has Services for its users, its primary and its canary")
  func canaryServices() {
    let platform = DecodedPlatform(Self.canary)
    #expect(platform.items.allSatisfy { $0.severity == .warning })
    let services = platform.set.services
    #expect(services.map(\.metadata.name) == ["podinfo", "podinfo-primary", "podinfo-canary"])
    for service in services {
      #expect(service.metadata.namespace == "test")
      #expect(service.selector == StringMap([("app", "podinfo")]))
      #expect(service.ports.map(\.port) == [80, 9_999])
      #expect(service.ports.map(\.targetPort) == [.name("http"), .number(9_999)])
    }
  }

  @Test("each name of a port is in a Canary's Services once, and none of a mesh's proxy")
  func canaryPorts() {
    let more = """

              - {name: agent, image: a, ports: [{name: grpc, containerPort: 7000}]}
              - {name: istio-proxy, image: b, ports: [{name: proxy, containerPort: 15090}]}
      """
    let platform = DecodedPlatform(Self.canary + more)
    #expect(platform.items.allSatisfy { $0.severity == .warning })
    for service in platform.set.services { #expect(service.ports.map(\.port) == [80, 7_000]) }
  }

  @Test(
    "a Service that the manifests have is not made again, nor one for a target that is not there")
  func writtenServices() {
    let own = """
      apiVersion: v1
      kind: Service
      metadata: {name: podinfo, namespace: test}
      spec: {selector: {app: podinfo}, ports: [{port: 81}]}
      ---

      """
    let services = DecodedPlatform(own + Self.canary).set.services
    #expect(services.map(\.metadata.name) == ["podinfo", "podinfo-primary", "podinfo-canary"])
    #expect(services.first?.ports.map(\.port) == [81])
    let lost = Self.canary.replacing("kind: Deployment, name: podinfo", with: "name: other")
    #expect(DecodedPlatform(lost).set.services.isEmpty)
  }
}
