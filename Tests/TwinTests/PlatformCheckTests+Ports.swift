import Manifests
import Testing

extension PlatformCheckTests {
  /// `containerPort` only informs, so a probe's port may be open without one (core/v1 Container).
  static let openPorts: [HopelessManifest] = [
    .init(
      "probes of ports that are open and not declared", "closed-probe-port",
      text: Case.pods(
        "edge",
        """
        ports: [{name: https, containerPort: 8443}]
        args: ["--health-probe-bind-address=:9440", "--upstream=admin.example.com:9441"]
        env: [{name: ADMIN_ADDR, value: "0.0.0.0:9901"}]
        livenessProbe: {httpGet: {port: 9440}}
        readinessProbe: {httpGet: {port: §9441}}
        startupProbe: {httpGet: {port: 9901}}
        """) + "---\n"
        + Case.pods(
          "ingress-nginx",
          """
          ports: [{name: http, containerPort: 80}]
          livenessProbe: {httpGet: {path: /healthz, port: 10254}}
          """
        ).replacing(
          "example/ingress-nginx:1", with: "registry.k8s.io/ingress-nginx/controller:v1.12.0")
        + "---\n"
        + Case.pods(
          "proxy",
          """
          ports: [{name: http, containerPort: 80}]
          readinessProbe: {httpGet: {port: 8090}}
          """, pod: "volumes: [{name: c, configMap: {name: conf}}]") + """
          ---
          apiVersion: v1
          kind: ConfigMap
          metadata: {name: conf}
          data: {proxy.conf: "server { listen 8090; }"}
          """),
    .init(
      "ports that ingress controllers answer probes on",
      text: Case.pods(
        "kong",
        """
        ports: [{name: webhook, containerPort: 8080}, {name: cmetrics, containerPort: 10255}]
        livenessProbe: {httpGet: {path: /healthz, port: 10254}}
        """
      ).replacing("example/kong:1", with: "kong/kubernetes-ingress-controller:3.4") + "---\n"
        + Case.pods(
          "haproxy",
          """
          ports: [{name: http, containerPort: 8080}, {name: stat, containerPort: 1024}]
          livenessProbe: {httpGet: {path: /healthz, port: 1042}}
          """
        ).replacing("example/haproxy:1", with: "haproxytech/kubernetes-ingress:3.1")),
    // The Service of the nodes leads to 25672, which the operator's StatefulSet does not declare
    // (rabbitmq/cluster-operator internal/resource, headless_service.go and statefulset.go).
    .init(
      "ports that an operator opens and does not declare",
      text: Case.object("rabbitmq.com/v1beta1 RabbitmqCluster", "{replicas: 3}", name: "queue")),
  ]

  /// Argo Rollouts asks for the Services that a strategy names before it does anything.
  static let rollouts: [HopelessManifest] = [
    .init(
      "Services of a Rollout that are not there", "unknown-service", "unknown-service",
      text: Case.pods() + service
        + Case.object(
          "argoproj.io/v1alpha1 Rollout",
          """
          {selector: {matchLabels: {app: r}}, template: {metadata: {labels: {app: r}},
            spec: {containers: [{name: main, image: "web:1"}]}},
            strategy: {canary: {stableService: web, canaryService: §web-canary}}}
          """)
        + Case.object(
          "argoproj.io/v1alpha1 Rollout",
          """
          {selector: {matchLabels: {app: r}}, template: {metadata: {labels: {app: r}},
            spec: {containers: [{name: main, image: "web:1"}]}},
            strategy: {blueGreen: {activeService: web, previewService: §wbe}}}
          """, name: "b")
        + Case.object(
          "argoproj.io/v1alpha1 Rollout",
          """
          {selector: {matchLabels: {app: r}}, template: {metadata: {labels: {app: r}},
            spec: {containers: [{name: main, image: "web:1"}]}},
            strategy: {blueGreen: {activeService: web, previewService: ""}}}
          """, name: "c")
        + Case.object(
          "argoproj.io/v1alpha1 Rollout",
          """
          {selector: {matchLabels: {app: r}}, template: {metadata: {labels: {app: r}},
            spec: {containers: [{name: main, image: "web:1"}]}},
            strategy: {blueGreen: {activeService: own-web, previewService: ""}}}
          """, name: "d")
        + Case.object(
          "rabbitmq.com/v1beta1 RabbitmqCluster", "{persistence: {storage: 0}}", name: "own"))
  ]
}
