import Manifests
import Testing

/// Texts of settings with which the software does not start: etcd's embed/etcd.go
/// parseCompactionRetention, Elasticsearch's DiscoveryNodeRole.
@Suite("Words of settings")
struct SettingWordTests {
  private static let retention = "must be a whole number or a length of time such as 30m"

  static let cases: [(engine: String, setting: String, told: String?)] = [
    ("etcd", "autoCompactionRetention: soon", retention),
    ("etcd", "autoCompactionRetention: 1d", retention),
    ("etcd", "autoCompactionRetention: \"-5\"", retention),
    ("etcd", "autoCompactionRetention: 1", nil), ("etcd", "autoCompactionRetention: 1h30m", nil),
    ("etcd", "autoCompactionRetention: \"\"", nil),
    (
      "elasticsearch", "roles: \"[master, dta]\"",
      "must have roles that Elasticsearch knows, and \"dta\" is none"
    ),
    ("elasticsearch", "roles: \"master, data_hot\"", nil), ("elasticsearch", "roles: \"\"", nil),
    ("elasticsearch", "roles: \"${ROLES}\"", nil),
    ("rabbitmq", "version: latest", "must be a version such as 4.1"),
    ("rabbitmq", "version: 3.13-management", nil),
  ]

  @Test("are refused where they are written", arguments: cases)
  func refused(example: (engine: String, setting: String, told: String?)) {
    let read = ScenarioText(
      spec: "",
      documents: """
        ---
        apiVersion: vhsim.dev/v1alpha1
        kind: StoreModel
        metadata: {name: db, namespace: shop}
        spec:
          engine: \(example.engine)
          workload: statefulset/db
          settings:
            \(example.setting)
          operations: {get: {kind: read}}
        """)
    let errors = read.items.filter { $0.severity == .error }
    #expect(errors.map(\.message) == (example.told.map { [$0] } ?? []))
    #expect(
      errors.allSatisfy { read.sources.line($0.span.line, of: $0.span) == "    " + example.setting }
    )
  }
}
