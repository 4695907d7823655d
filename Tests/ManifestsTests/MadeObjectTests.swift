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
}
