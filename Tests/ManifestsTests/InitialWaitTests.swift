import Manifests
import SimulationKernel
import Testing

@Suite("What init containers wait for")
struct InitialWaitTests {
  private func waits(_ command: String) throws -> [InitialWait] {
    let text = """
      apiVersion: v1
      kind: Pod
      metadata: {name: web}
      spec:
        initContainers:
          - name: wait
            image: busybox
            env: [{name: DB_HOST, value: db.data}, {name: DB_PORT, value: "5432"}]
            command: [sh, -c]
            args:
              - |
                \(command)
        containers: [{name: web, image: web}]
      """
    let diagnostics = DiagnosticCollector()
    let loader = ManifestLoader(sources: SourceMap(), diagnostics: diagnostics)
    let set = ManifestSet.decode(
      loader.documents(of: Array(text.utf8), path: "pod.yaml"), diagnostics)
    let container = try #require(set.pods.first?.spec.initContainers.first)
    return InitialWaits().waits(of: container, in: "default")
  }

  struct Row: Sendable {
    let command: String
    let host: String
    var port: Int?
    var isLookup = false
    let pause: Double
  }

  @Test(
    "is what its loops test, with the sleep between two tests",
    arguments: [
      Row(command: "until nc -z -w 1 db 5432; do sleep 2; done", host: "db", port: 5432, pause: 2),
      Row(
        command: "while ! nslookup db; do sleep 0.5; done", host: "db", isLookup: true, pause: 0.5),
      Row(command: "until getent hosts db; do :; done", host: "db", isLookup: true, pause: 0.1),
      Row(
        command: "until wget -q -O- http://db:80/up; do sleep 1m; done", host: "db", port: 80,
        pause: 60),
      Row(
        command: "until curl -sf http://a:b@db.shop.svc/; do sleep $N; done", host: "db.shop.svc",
        pause: 1),
      Row(command: "while true; do sleep 3; pg_isready -h db && break; done", host: "db", pause: 3),
      Row(
        command: "until nc -z $DB_HOST ${DB_PORT}; do sleep 4s; done", host: "db.data", port: 5432,
        pause: 4),
      Row(command: "./wait-for-it.sh db:5432 -t 60", host: "db", port: 5432, pause: 1),
      Row(command: "wait-for-it.sh db:1 --strict -- env", host: "db", port: 1, pause: 1),
      Row(command: "wait-for-it.sh db:1 -t 0 -- env", host: "db", port: 1, pause: 1),
      Row(command: "wait-for db:1 -- env", host: "db", port: 1, pause: 1),
      Row(
        command:
          "while false; do sleep 9; done; while [ $N ]; do nc -z db 1 && exit; sleep 5; done",
        host: "db", port: 1, pause: 5),
      Row(
        command: "apk add curl; until pg_isready; do sleep 1; done; until nc -z db 1; do :; done; "
          + "psql; echo -h docs; curl; echo http://docs",
        host: "db", port: 1, pause: 0.1),
    ])
  func loops(_ row: Row) throws {
    let found = try waits(row.command)
    #expect(found.map(\.host) == [row.host])
    #expect(found.map(\.port) == [row.port])
    #expect(found.map(\.isLookup) == [row.isLookup])
    #expect(found.map(\.pause) == [SimDuration(seconds: row.pause)])
  }

  @Test(
    "is nothing that is looked for once, or for a while, or until it is gone",
    arguments: [
      "for i in 1 2 3; do nc -z db 5432 && break; sleep 2; done",
      "wait-for-it.sh db:5432 -- env", "while nc -z db 80; do sleep 1; done",
      "until false; do curl; echo http://db; sleep 1; done",
      "nslookup db", "nc -z db 5432 || true", "echo waiting until nc -z db 1; sleep 2",
      "while false; do sleep 1; done; nc -z db 5432", "until test -f /up; do sleep 1; done",
    ])
  func once(_ command: String) throws {
    #expect(try waits(command).isEmpty)
  }
}
