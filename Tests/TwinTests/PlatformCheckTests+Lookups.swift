import Manifests
import Testing

/// Names that are not found, and ports that nobody listens on.
extension PlatformCheckTests {
  private static let web = "---\n" + Case.pods() + service

  private static func caller(_ pod: String, _ mark: String = "§") -> String {
    Case.pods("cart", "env: [{name: WEB_URL, value: \(mark)http://web}]", pod: pod)
  }

  private static func set(_ name: String, under service: String) -> String {
    Case.object(
      "apps/v1 StatefulSet",
      """
      {serviceName: \(service), selector: {matchLabels: {app: db}}, template: {
        metadata: {labels: {app: db}}, spec: {containers: [
          {name: a, image: b, ports: [{containerPort: 8080}]}]}}}
      """, name: name)
  }

  private static func headless(_ name: String) -> String {
    Case.object(
      "v1 Service",
      "{clusterIP: None, selector: {app: db}, ports: [{port: 80, targetPort: 8080}]}", name: name)
  }

  /// Whom pods ask (kubelet pkg/kubelet/network/dns), and which names the DNS has.
  static let lookups: [HopelessManifest] = [
    .init(
      "pods on their node's network ask its DNS", "unresolved-name",
      text: caller("hostNetwork: true") + web),
    .init(
      "pods that want their node's DNS", "unresolved-name",
      text: caller("dnsPolicy: Default") + web),
    .init(
      "pods with a public name server", "unresolved-name",
      text: caller("dnsPolicy: None\ndnsConfig: {nameservers: [8.8.8.8, 10.96.0.10]}") + web),
    .init(
      "pods that ask the cluster's DNS all the same",
      text: caller("hostNetwork: true\ndnsPolicy: ClusterFirstWithHostNet", "") + "---\n"
        + caller("dnsPolicy: None\ndnsConfig: {nameservers: [10.96.0.10]}", "")
        .replacing("cart", with: "shop") + web),
    .init(
      "names of pods that have none", "unknown-service", "unknown-service",
      text: Case.pods(
        "cart",
        """
        env:
          - {name: WEB_URL, value: §"http://web-0.web:80"}
          - {name: DB_URL, value: §"http://db-0.other:8080"}
          - {name: OWN_URL, value: "http://db-0.db:8080"}
        """) + web + set("db", under: "db") + headless("db") + headless("other")),
  ]

  static let servers: [HopelessManifest] = [
    .init(
      "the port of a scheme, unless another setting says it", "closed-port",
      text: Case.pods(
        "cart",
        """
        env:
          - {name: WEB_URL, value: §"https://web/api"}
          - {name: API_URL, value: "http://web"}
        """) + "---\n"
        + Case.pods(
          "shop",
          "env: [{name: WEB_URL, value: \"https://web\"}, {name: WEB_PORT, value: \"80\"}]") + web),
    .init(
      "the port of a headless Service is its pods' own", "closed-port",
      text: Case.pods(
        "cart",
        """
        env:
          - {name: DB_URL, value: §"http://db-0.db:80"}
          - {name: DB_URI, value: "http://db:8080"}
        """) + set("db", under: "db") + headless("db")),
    .init(
      "names of ports of other protocols, and of containers that have ended", "closed-port",
      "closed-port",
      text: Case.pods("web", "ports: [{name: http, containerPort: 80, protocol: UDP}]")
        + service.replacing("targetPort: http", with: "targetPort: §http") + "---\n"
        + Case.pods(
          "cart", "tty: true",
          pod: "initContainers: [{name: i, image: i, ports: [{name: http, containerPort: 80}]}]")
        + Case.object(
          "v1 Service", "{selector: {app: cart}, ports: [{port: 80, targetPort: §http}]}",
          name: "cart") + "---\n"
        + Case.pods(
          "shop", "tty: true",
          pod: "initContainers: [{name: s, image: s, restartPolicy: Always, "
            + "ports: [{name: http, containerPort: 80}]}]")
        + Case.object(
          "v1 Service", "{selector: {app: shop}, ports: [{port: 80, targetPort: http}]}",
          name: "shop")),
    .init(
      "hooks that ask a port that is not there", "closed-probe-port",
      text: Case.pods(
        "web",
        """
        ports: [{name: http, containerPort: 8080}]
        lifecycle: {preStop: {httpGet: {path: /, port: §admin}}, postStart: {httpGet: {port: http}}}
        """)),
    .init(
      "policies by the addresses of pods",
      text: caller("", "") + web
        + Case.object(
          "networking.k8s.io/v1 NetworkPolicy",
          "{podSelector: {matchLabels: {app: web}}, ingress: "
            + "[{from: [{ipBlock: {cidr: 10.0.0.0/8}}]}]}", name: "in")
        + Case.object(
          "networking.k8s.io/v1 NetworkPolicy",
          "{podSelector: {matchLabels: {app: cart}}, policyTypes: [Egress], egress: "
            + "[{to: [{ipBlock: {cidr: 0.0.0.0/0}}]}]}", name: "out")),
    .init(
      "a policy about some of the pods behind a Service", "blocked-call",
      text: caller("") + web + "---\n"
        + Case.pods().replacing("name: web, namespace", with: "name: green, namespace")
        .replacing("{app: web}", with: "{app: web, color: green}")
        + Case.object(
          "networking.k8s.io/v1 NetworkPolicy",
          "{podSelector: {matchLabels: {color: green}}, ingress: []}")),
  ]
}
