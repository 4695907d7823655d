import Testing

/// What containers wait for before the software of their pods starts.
extension PlatformCheckTests {
  static let waits: [HopelessManifest] = [
    .init(
      "hosts that init containers wait for", "unknown-service", "unknown-service",
      "unknown-service", "unknown-service", "unknown-service",
      text: Case.pods(
        "cart", "tty: true",
        pod: """
          initContainers:
            - {name: a, image: busybox, command: [sh, -c, §"until nc -z -w 1 db 5432; do sleep 1; done"]}
            - {name: b, image: busybox, command: [sh, -c, §"nslookup q.$(cat ns).svc.cluster.local"]}
            - {name: c, image: postgres, command: [sh, -c, §"until pg_isready -U a -h pg; do sleep 1; done"]}
            - {name: d, image: wait, command: [./wait-for-it.sh, -t, "9", §"mq:5672"]}
            - {name: e, image: bash, command: [bash, -c, §"echo > /dev/tcp/cache/6379"]}
            - {name: f, image: busybox, command: [sh, -c, "nc -z web 80; nc -z $DB 1; nc -l 80 -e x"]}
          """) + "---\n" + Case.pods() + service)
  ]
}
